package io.swen.telemetry.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.swen.catalog.Provider;
import io.swen.platform.dependency.Dependencies;
import io.swen.platform.trace.Traces;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CloudCallsTests {

    private static final int API_CALLS_PER_SECOND = 1;

    private final CloudCalls calls = new CloudCalls(
            new CloudProperties(
                    null,
                    null,
                    true,
                    Duration.ofSeconds(1),
                    API_CALLS_PER_SECOND,
                    3000,
                    1,
                    Duration.ofSeconds(90),
                    Duration.ofSeconds(20),
                    null,
                    null,
                    null,
                    List.of(),
                    null,
                    BigDecimal.ONE,
                    false),
            new SimpleMeterRegistry(),
            (action, units) -> {},
            Traces.none(),
            Dependencies.none());

    @Test
    @Timeout(60)
    void messagesOfAQueueDoNotWaitForTheBudgetOfTheApis() {
        AtomicInteger made = new AtomicInteger();
        for (int i = 0; i < 1000; i++) {
            calls.call(CloudAction.AWS_RECEIVE_MESSAGE, "aws:us-east-1", made::incrementAndGet);
            calls.call(CloudAction.AWS_DELETE_MESSAGE_BATCH, "aws:us-east-1", made::incrementAndGet);
        }

        assertThat(made).hasValue(2000);
    }

    @Test
    void aRegionThatSaysWeAskTooMuchIsAskedOnAndOneThatIsAwayIsNot() {
        fail("aws:us-east-1", CloudErrorCode.THROTTLED);
        fail("aws:us-east-2", CloudErrorCode.UNREACHABLE);

        assertThat(this.<String>call("aws:us-east-1", () -> "an answer")).isEqualTo("an answer");
        assertThatThrownBy(() -> this.<String>call("aws:us-east-2", () -> "an answer"))
                .isInstanceOfSatisfying(
                        CloudException.class, e -> assertThat(e.code()).isEqualTo(CloudErrorCode.CIRCUIT_OPEN));
    }

    private void fail(String region, CloudErrorCode code) {
        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(() -> this.<String>call(region, () -> {
                        throw new CloudException(Provider.AWS, code, "no", null);
                    }))
                    .isInstanceOf(CloudException.class);
        }
    }

    private <T> T call(String region, Supplier<T> call) {
        return calls.call(CloudAction.AWS_RECEIVE_MESSAGE, region, call);
    }

    @Test
    void whatIsWantedBeyondTheBudgetIsRefusedAndSaysHowMuchThereIs() {
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 1000; i++) {
                        calls.call(CloudAction.AWS_DESCRIBE_REGIONS, "aws:us-east-1", () -> "");
                        Thread.currentThread().interrupt();
                    }
                })
                .isInstanceOf(CloudException.class)
                .hasMessageContaining("more than 1 calls a second");
        assertThat(Thread.interrupted()).isTrue();
    }
}
