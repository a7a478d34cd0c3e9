package io.swen.routing.placement;

import java.util.Locale;

/** For the sake of what a cheaper offer was not taken. */
public enum ExceptionKind {
    RELIABILITY,
    LATENCY,
    PERFORMANCE,
    COMPLIANCE,
    SECURITY,
    CAPACITY,
    CARBON,
    /** What a model learned from earlier runs. */
    OUTCOME;

    /** The name in JSON. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    static ExceptionKind of(Factor factor) {
        return switch (factor) {
            case COST, PERFORMANCE -> PERFORMANCE;
            case LATENCY -> LATENCY;
            case RELIABILITY -> RELIABILITY;
            case CARBON -> CARBON;
            case MODEL -> OUTCOME;
        };
    }
}
