package io.swen.platform.dependency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.swen.platform.dependency.ServiceDependencies.Kind;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CallWindowTests {

    private final MockClock clock = new MockClock();
    private final CallWindow window = new CallWindow(clock);

    @Test
    void hasNoRatesWithoutCalls() {
        assertThat(window.statistics()).isEqualTo(CallStatistics.NONE);
    }

    @Test
    void countsRatesAndTimesOfTheLastMinutes() {
        for (int call = 1; call <= 100; call++) {
            window.add(Duration.ofMillis(call), call % 20 == 0);
        }
        clock.add(Duration.ofMinutes(1));

        CallStatistics seen = window.statistics();

        assertThat(seen.calls()).isEqualTo(100);
        assertThat(seen.failed()).isEqualTo(5);
        assertThat(seen.callsPerMinute()).isEqualTo(100);
        assertThat(seen.errorRate()).isEqualTo(0.05);
        assertThat(seen.p95Ms()).isNotNull().satisfies(p95 -> assertThat(p95).isCloseTo(95, within(3.0)));
    }

    @Test
    void forgetsWhatIsOlder() {
        window.add(Duration.ofMillis(5), true);
        clock.add(Duration.ofMinutes(4));
        window.add(Duration.ofMillis(5), false);
        clock.add(Duration.ofMinutes(2));

        assertThat(window.statistics().calls()).isEqualTo(1);
        assertThat(window.statistics().failed()).isZero();

        clock.add(Duration.ofMinutes(5));

        assertThat(window.statistics()).isEqualTo(CallStatistics.NONE);
    }

    @Test
    void countsWhatIsThrownAsAFailureAndKeepsFewTargetsApart() {
        Dependencies dependencies = new Dependencies("thing", new SimpleMeterRegistry(), clock);
        for (int target = 0; target < 100; target++) {
            dependencies.called(Kind.EXTERNAL, "host-" + target, Duration.ofMillis(1), false);
        }
        try {
            dependencies.call(Kind.CLOUD, "aws", () -> {
                throw new IllegalStateException("unreachable");
            });
        } catch (IllegalStateException expected) {
            assertThat(expected).hasMessage("unreachable");
        }

        ServiceDependencies map = dependencies.current();

        assertThat(map.dependencies()).hasSize(65);
        assertThat(map.dependencies())
                .filteredOn(dependency -> dependency.target().equals("others"))
                .singleElement()
                .satisfies(others -> {
                    assertThat(others.calls().calls()).isEqualTo(37);
                    assertThat(others.calls().failed()).isEqualTo(1);
                });
    }
}
