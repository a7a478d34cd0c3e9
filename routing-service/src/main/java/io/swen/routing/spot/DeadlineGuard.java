package io.swen.routing.spot;

/**
 * Keeps the promise of a deadline whatever a policy says: where one tick more without progress could miss it, the work goes to
 * on-demand capacity, or stays on spot capacity that makes progress.
 *
 * <p>A choice stands only while the work left and one delay, in whole ticks, take less than the ticks left. A tick without
 * progress then leaves them equal at worst, and from there each tick on on-demand capacity takes one from both.
 */
final class DeadlineGuard {

    /** Seconds that count as none. */
    static final double NOTHING = 1e-3;

    private DeadlineGuard() {}

    static boolean forces(SpotStanding standing) {
        return standing.neededSeconds(1) >= standing.ticksLeftSeconds();
    }

    static SpotChoice check(SpotStanding standing, SpotChoice choice) {
        if (!forces(standing)) {
            return choice;
        }
        return standing.warmOnSpot() ? standing.running() : SpotChoice.ON_DEMAND;
    }
}
