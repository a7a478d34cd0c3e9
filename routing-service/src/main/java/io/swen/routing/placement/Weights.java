package io.swen.routing.placement;

import io.swen.routing.workload.Priority;
import io.swen.routing.workload.WorkloadSpec;
import java.math.BigDecimal;

/**
 * How much each factor counts for a workload; the four add up to exactly 1.
 *
 * <p>Cost counts {@code costWeight + 0.4 × (cost_sensitivity − 0.5)}, kept between 0.1 and 0.95. The rest is shared in
 * proportion to {@code latency_sensitivity} for latency, 0.3, 0.5, 0.8 or 1 for reliability by priority, and 0.3 for
 * performance. Weights have four decimals; what rounding leaves over goes to reliability.
 */
public record Weights(BigDecimal cost, BigDecimal latency, BigDecimal reliability, BigDecimal performance) {

    static final int SCALE = 4;
    private static final int ONE = 10_000;
    private static final double PERFORMANCE_SHARE = 0.3;

    /** The weights for a workload. */
    public static Weights of(WorkloadSpec spec, PlacementPolicy policy) {
        double wanted = policy.costWeight() + 0.4 * (spec.costSensitivity() - 0.5);
        long cost = Math.round(Math.clamp(wanted, 0.1, 0.95) * ONE);
        double reliability = reliabilityShare(spec.priority());
        double shares = spec.latencySensitivity() + reliability + PERFORMANCE_SHARE;
        long rest = ONE - cost;
        long latency = (long) (rest * spec.latencySensitivity() / shares);
        long performance = (long) (rest * PERFORMANCE_SHARE / shares);
        return new Weights(
                decimal(cost), decimal(latency), decimal(rest - latency - performance), decimal(performance));
    }

    public BigDecimal of(Factor factor) {
        return switch (factor) {
            case COST -> cost;
            case LATENCY -> latency;
            case RELIABILITY -> reliability;
            case PERFORMANCE -> performance;
        };
    }

    /** The weight in units of 10^-4. */
    long units(Factor factor) {
        return of(factor).unscaledValue().longValueExact();
    }

    private static BigDecimal decimal(long units) {
        return BigDecimal.valueOf(units, SCALE);
    }

    private static double reliabilityShare(Priority priority) {
        return switch (priority) {
            case LOW -> 0.3;
            case MEDIUM -> 0.5;
            case HIGH -> 0.8;
            case CRITICAL -> 1.0;
        };
    }
}
