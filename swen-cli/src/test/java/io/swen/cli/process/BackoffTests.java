package io.swen.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTests {
    private final Backoff backoff = Backoff.standard();

    @Test
    void doublesFromHalfASecondToHalfAMinute() {
        assertThat(backoff.delay()).isZero();
        assertThat(delayAfterQuickFailure()).isEqualTo(Duration.ofMillis(500));
        assertThat(delayAfterQuickFailure()).isEqualTo(Duration.ofSeconds(1));
        assertThat(delayAfterQuickFailure()).isEqualTo(Duration.ofSeconds(2));
        for (int more = 0; more < 4; more++) {
            delayAfterQuickFailure();
        }
        assertThat(backoff.delay()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void beginsAnewAfterARunThatLasted() {
        delayAfterQuickFailure();
        delayAfterQuickFailure();
        backoff.failedAfter(Duration.ofSeconds(60));
        assertThat(backoff.delay()).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void isExhaustedAfterTenQuickFailuresInARow() {
        for (int failure = 0; failure < 9; failure++) {
            backoff.failedAfter(Duration.ofSeconds(1));
        }
        assertThat(backoff.exhausted()).isFalse();
        backoff.failedAfter(Duration.ofSeconds(1));
        assertThat(backoff.exhausted()).isTrue();
    }

    private Duration delayAfterQuickFailure() {
        backoff.failedAfter(Duration.ofSeconds(1));
        return backoff.delay();
    }
}
