package io.swen.telemetry.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CapacityPlannerTests {

    private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");

    @Test
    void aQuotaAtTheUpperBoundOfAnIntervalIsExceededAsOftenAsThatSays() {
        CapacityPlanner.Plan plan = CapacityPlanner.plan(rising(1, 0, 0), 110, 7);

        assertThat(plan.steps().getFirst().exceeds()).isCloseTo(0.25, within(0.03));
    }

    @Test
    void aRisingDemandPassesTheQuotaWhereItCrossesIt() {
        CapacityPlanner.Plan plan = CapacityPlanner.plan(rising(48, 2, 0.9), 150, 7);

        assertThat(plan.probability()).isGreaterThan(0.9);
        assertThat(plan.likelyAt()).isBetween(START.plusSeconds(3_600L * 14), START.plusSeconds(3_600L * 27));
        assertThat(plan.steps()).isSortedAccordingTo((a, b) -> Double.compare(a.passed(), b.passed()));
        assertThat(plan.steps()).allSatisfy(step -> assertThat(step.passed()).isGreaterThanOrEqualTo(step.exceeds()));
    }

    @Test
    void independentStepsPassMoreOftenThanPersistentOnes() {
        double independent = CapacityPlanner.plan(rising(24, 0, 0), 120, 7).probability();
        double persistent = CapacityPlanner.plan(rising(24, 0, 0.99), 120, 7).probability();

        assertThat(independent).isGreaterThan(persistent + 0.2);
    }

    @Test
    void theSameSeedGivesTheSamePlan() {
        Forecast forecast = rising(24, 1, 0.5);

        assertThat(CapacityPlanner.plan(forecast, 120, 3)).isEqualTo(CapacityPlanner.plan(forecast, 120, 3));
        assertThat(CapacityPlanner.plan(forecast, 120, 3)).isNotEqualTo(CapacityPlanner.plan(forecast, 120, 4));
    }

    private static Forecast rising(int steps, double slope, double persistence) {
        List<ForecastPoint> points = IntStream.range(0, steps)
                .mapToObj(i -> {
                    double value = 100 + slope * i;
                    return new ForecastPoint(
                            START.plusSeconds(3_600L * i),
                            value,
                            new Interval(value - 10, value + 10),
                            new Interval(value - 19, value + 19),
                            new Interval(value - 29, value + 29));
                })
                .toList();
        return new Forecast(ForecastModel.THETA, null, points, 0.8, Map.of(), persistence, 0);
    }
}
