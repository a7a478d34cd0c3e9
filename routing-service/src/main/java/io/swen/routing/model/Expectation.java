package io.swen.routing.model;

/**
 * What is expected of a placement, or became of it, and what that is worth.
 *
 * @param costRatio realised over predicted cost
 * @param interruption chance of losing the place within the horizon, 0 to 1
 * @param queueSeconds until it runs
 */
public record Expectation(double costRatio, double interruption, double queueSeconds) {

    /** A queue of this length is worth half. */
    private static final double QUEUE_HALF = 600;

    private static final double[] WEIGHTS = {0.5, 0.4, 0.1};
    private static final double ONE = 1_000_000;

    static double weight(Target target) {
        return WEIGHTS[target.ordinal()];
    }

    /** What a value of a target is worth, 0 to 1, higher is better: 1 / (1 + ratio), 1 − chance, 1 / (1 + queue / 600 s). */
    static double worth(Target target, double value) {
        return switch (target) {
            case COST_RATIO -> 1 / (1 + value);
            case INTERRUPTION -> 1 - value;
            case QUEUE_SECONDS -> 1 / (1 + value / QUEUE_HALF);
        };
    }

    double value(Target target) {
        return switch (target) {
            case COST_RATIO -> costRatio;
            case INTERRUPTION -> interruption;
            case QUEUE_SECONDS -> queueSeconds;
        };
    }

    /** Its whole worth in millionths. */
    public long millionths() {
        return Math.round(ONE
                * (WEIGHTS[0] * worth(Target.COST_RATIO, costRatio)
                        + WEIGHTS[1] * worth(Target.INTERRUPTION, interruption)
                        + WEIGHTS[2] * worth(Target.QUEUE_SECONDS, queueSeconds)));
    }
}
