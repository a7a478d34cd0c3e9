package io.swen.telemetry.cloud;

import java.util.Locale;

/** What is asked of a cloud, as far as its health is told apart. */
public enum Feed {
    SPOT_PRICES,
    LIST_PRICES,
    DISCOVERY,
    INSTANCES,
    METRICS,
    NOTICES,
    CAPACITY,
    INVENTORY,
    BILLS;

    /** Whether it is asked for every minute or so, and its failure therefore makes a provider stale. */
    boolean isLive() {
        return this == SPOT_PRICES || this == INSTANCES || this == METRICS || this == NOTICES;
    }

    /** The name in messages. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
