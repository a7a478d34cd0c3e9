package io.swen.routing.spot;

/**
 * What a piece of work needs and costs.
 *
 * @param tickSeconds how often it is chosen anew
 * @param workSeconds running time that it needs
 * @param deadlineSeconds when it has to be done, from its start
 * @param delaySeconds running time without progress after each start and each change of where it runs
 * @param spotPrice USD per hour
 * @param onDemandPrice USD per hour
 */
public record SpotTerms(
        double tickSeconds,
        double workSeconds,
        double deadlineSeconds,
        double delaySeconds,
        double spotPrice,
        double onDemandPrice) {

    private static final double HOUR = 3600;

    public SpotTerms {
        if (!(tickSeconds > 0)
                || !(workSeconds > 0)
                || !(deadlineSeconds > 0)
                || !(delaySeconds >= 0)
                || !(spotPrice >= 0)
                || !(onDemandPrice >= 0)) {
            throw new IllegalArgumentException(
                    "tick, work and deadline must be above zero, delay and prices not below: " + tickSeconds + " s, "
                            + workSeconds + " s, " + deadlineSeconds + " s, " + delaySeconds + " s, " + spotPrice + ", "
                            + onDemandPrice);
        }
    }

    /** Whole ticks until the deadline. */
    public int ticks() {
        return (int) Math.floor(deadlineSeconds / tickSeconds);
    }

    /** Whether on-demand capacity from the first tick on meets the deadline; only then can anybody promise it. */
    public boolean feasible() {
        return Math.ceil((workSeconds + delaySeconds) / tickSeconds) <= ticks();
    }

    /** Whether the guard leaves no choice from the first tick on. */
    boolean forcedAtStart() {
        return Math.ceil((workSeconds + delaySeconds) / tickSeconds) >= ticks();
    }

    /** USD for all the work on on-demand capacity, without delays. */
    public double onDemandCost() {
        return onDemandPrice * workSeconds / HOUR;
    }

    /** USD for all the work on spot capacity that is never lost. */
    public double spotCost() {
        return spotPrice * workSeconds / HOUR;
    }

    /** USD per hour of what a choice pays for. */
    double price(SpotChoice choice) {
        return switch (choice) {
            case SpotChoice.Wait wait -> 0;
            case SpotChoice.Spot spot -> spotPrice;
            case SpotChoice.OnDemand onDemand -> onDemandPrice;
        };
    }

    /** 100 where all ran on spot capacity without a loss, 0 where it cost what on-demand capacity costs. */
    public double score(double cost) {
        return 100 * (onDemandCost() - cost) / (onDemandCost() - spotCost());
    }
}
