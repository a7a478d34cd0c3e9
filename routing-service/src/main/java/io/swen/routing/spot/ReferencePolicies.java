package io.swen.routing.spot;

/** Published policies to compare with: simple rules that neither forecast nor learn. */
public enum ReferencePolicies implements DeadlinePolicy {
    /** Pays for certainty. */
    ON_DEMAND {
        @Override
        public SpotChoice choose(SpotStanding standing) {
            return SpotChoice.ON_DEMAND;
        }
    },

    /** Never waits. */
    SPOT_ELSE_ON_DEMAND {
        @Override
        public SpotChoice choose(SpotStanding standing) {
            return standing.anyAvailable() ? first(standing) : SpotChoice.ON_DEMAND;
        }
    },

    /** Waits for spot capacity until it has to pay. */
    GREEDY {
        @Override
        public SpotChoice choose(SpotStanding standing) {
            return nearDeadline(standing, standing.anyAvailable() ? first(standing) : SpotChoice.WAIT);
        }
    },

    /** Uniform Progress (Wu et al., NSDI 2024): keeps to the straight line from nothing done to all done at the deadline. */
    UNIFORM_PROGRESS {
        @Override
        public SpotChoice choose(SpotStanding standing) {
            SpotTerms terms = standing.terms();
            double line = terms.workSeconds() / terms.deadlineSeconds();
            boolean available = standing.anyAvailable();
            SpotChoice choice = available ? first(standing) : SpotChoice.WAIT;
            if (!available && standing.doneSeconds() < standing.elapsedSeconds() * line) {
                choice = SpotChoice.ON_DEMAND;
            }
            double aheadAfterSwitch = (standing.elapsedSeconds() + 2 * terms.delaySeconds()) * line;
            if (standing.running() instanceof SpotChoice.OnDemand
                    && (!available || aheadAfterSwitch >= standing.doneSeconds())) {
                choice = SpotChoice.ON_DEMAND;
            }
            return nearDeadline(standing, choice);
        }
    };

    private static SpotChoice first(SpotStanding standing) {
        return standing.running() instanceof SpotChoice.Spot running
                ? running
                : SpotChoice.spot(standing.firstAvailable());
    }

    /** The rules' own caution, one delay ahead of the guard. */
    private static SpotChoice nearDeadline(SpotStanding standing, SpotChoice choice) {
        double left = standing.ticksLeftSeconds();
        boolean onSpot = standing.running() instanceof SpotChoice.Spot;
        SpotChoice checked = choice;
        if (standing.neededSeconds(2) >= left && !onSpot) {
            checked = SpotChoice.ON_DEMAND;
        }
        if (standing.neededSeconds(1) >= left) {
            checked = standing.warmOnSpot() ? standing.running() : SpotChoice.ON_DEMAND;
        }
        return checked;
    }
}
