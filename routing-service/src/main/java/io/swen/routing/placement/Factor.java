package io.swen.routing.placement;

import java.util.Locale;

/** What an offer is judged by; each has a value from 0 to 1. */
public enum Factor {
    COST,
    LATENCY,
    RELIABILITY,
    PERFORMANCE,
    CARBON,
    MODEL;

    /** The name in JSON. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
