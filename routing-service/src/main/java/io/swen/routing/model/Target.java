package io.swen.routing.model;

import java.util.Locale;

/** What a forest predicts of a placement. */
public enum Target {
    /** Realised over predicted cost. */
    COST_RATIO(0.05, 5),
    /** Chance that the cloud takes the place back within the horizon. */
    INTERRUPTION(0, 1),
    /** Seconds from submitted, or from the loss of the place before, to running. */
    QUEUE_SECONDS(0, 86_400);

    private final double least;
    private final double most;

    Target(double least, double most) {
        this.least = least;
        this.most = most;
    }

    /** A value as it is learned and told: what lies further out is taken for the bound. */
    double bounded(double value) {
        return Math.max(least, Math.min(most, value));
    }

    /** The name in JSON. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
