package io.swen.routing.placement;

import io.swen.routing.workload.Priority;
import io.swen.routing.workload.WorkloadSpec;
import java.math.BigDecimal;

/**
 * How much each factor counts for a workload; they add up to exactly 1.
 *
 * <p>Cost counts {@code costWeight + 0.4 × (cost_sensitivity − 0.5)}, kept between 0.1 and 0.95. The rest is shared in
 * proportion to {@code latency_sensitivity} for latency, 0.3, 0.5, 0.8 or 1 for reliability by priority, 0.3 for performance,
 * and {@code carbon_sensitivity} for carbon. While a model counts, it has {@code 1 − analyticShare} and the others share the
 * rest in the same proportions. Weights have four decimals; what rounding leaves over goes to reliability.
 */
public record Weights(
        BigDecimal cost,
        BigDecimal latency,
        BigDecimal reliability,
        BigDecimal performance,
        BigDecimal carbon,
        BigDecimal model) {

    static final int SCALE = 4;
    private static final int ONE = 10_000;
    private static final double PERFORMANCE_SHARE = 0.3;

    public Weights {
        // Absent in what was stored before there were these factors.
        carbon = carbon == null ? decimal(0) : carbon;
        model = model == null ? decimal(0) : model;
    }

    /**
     * The weights for a workload.
     *
     * @param modelCounts whether a model has a say
     */
    public static Weights of(WorkloadSpec spec, PlacementPolicy policy, boolean modelCounts) {
        long model = modelCounts ? Math.round(policy.modelWeight() * ONE) : 0;
        long analytic = ONE - model;
        double wanted = policy.costWeight() + 0.4 * (spec.costSensitivity() - 0.5);
        long cost = Math.round(Math.clamp(wanted, 0.1, 0.95) * analytic);
        double reliability = reliabilityShare(spec.priority());
        double carbonShare = spec.carbonSensitivity() == null ? 0 : spec.carbonSensitivity();
        double shares = spec.latencySensitivity() + reliability + PERFORMANCE_SHARE + carbonShare;
        long rest = analytic - cost;
        long latency = (long) (rest * spec.latencySensitivity() / shares);
        long performance = (long) (rest * PERFORMANCE_SHARE / shares);
        long carbon = (long) (rest * carbonShare / shares);
        return new Weights(
                decimal(cost),
                decimal(latency),
                decimal(rest - latency - performance - carbon),
                decimal(performance),
                decimal(carbon),
                decimal(model));
    }

    public BigDecimal of(Factor factor) {
        return switch (factor) {
            case COST -> cost;
            case LATENCY -> latency;
            case RELIABILITY -> reliability;
            case PERFORMANCE -> performance;
            case CARBON -> carbon;
            case MODEL -> model;
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
