package io.swen.routing.outcome;

import java.util.Locale;

/** Why a place was left. */
public enum Ending {
    /** The work was done. */
    COMPLETED,
    /** The cloud took it back, or never gave it. */
    INTERRUPTED,
    /** Another decision of the same workload took over. */
    MOVED,
    /** Somebody asked for it. */
    STOPPED,
    /** It ended by itself before its work was done, or its change failed. */
    FAILED;

    /** The name in JSON and in the database. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Ending of(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT));
    }
}
