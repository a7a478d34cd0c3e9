package io.swen.identity.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LoginThrottleTests {

    private final AtomicLong nanos = new AtomicLong();
    private final LoginThrottle throttle =
            new LoginThrottle(new LoginProperties(3, 5, Duration.ofMinutes(5)), nanos::get);

    @Test
    void locksANameFromOneAddressAndNoOther() {
        fail(3, "ada", "10.0.0.1");

        assertThat(throttle.isLocked("Ada", "10.0.0.1")).isTrue();
        assertThat(throttle.isLocked("ada", "10.0.0.2")).isFalse();
        assertThat(throttle.isLocked("bob", "10.0.0.1")).isFalse();
    }

    @Test
    void locksAnAddressThatTriesManyNames() {
        for (int i = 0; i < 5; i++) {
            fail(1, "name" + i, "10.0.0.1");
        }

        assertThat(throttle.isLocked("somebody", "10.0.0.1")).isTrue();
    }

    @Test
    void opensAgainAfterTheLock() {
        fail(3, "ada", "10.0.0.1");

        nanos.addAndGet(Duration.ofMinutes(5).toNanos());

        assertThat(throttle.isLocked("ada", "10.0.0.1")).isFalse();
    }

    @Test
    void forgetsFailuresAfterASuccess() {
        fail(2, "ada", "10.0.0.1");

        throttle.succeeded("ada", "10.0.0.1");
        fail(1, "ada", "10.0.0.1");

        assertThat(throttle.isLocked("ada", "10.0.0.1")).isFalse();
    }

    private void fail(int times, String name, String address) {
        for (int i = 0; i < times; i++) {
            throttle.failed(name, address);
        }
    }
}
