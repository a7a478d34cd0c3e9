package io.swen.telemetry.alert;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The life of an alert: it waits until its cause has lasted long enough, fires, and is resolved for good. */
public enum AlertState {
    PENDING,
    FIRING,
    RESOLVED;

    /** As it is stored and told. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    static AlertState of(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT));
    }

    /**
     * Whether an alert in a state may get into another.
     *
     * @param from null for one that does not exist yet
     */
    static boolean allows(@Nullable AlertState from, AlertState to) {
        if (from == null) {
            return to != RESOLVED;
        }
        return switch (from) {
            case PENDING -> to != PENDING;
            case FIRING -> to == RESOLVED;
            case RESOLVED -> false;
        };
    }

    /** The other state, if an alert may get there from this one. */
    static AlertState moved(@Nullable AlertState from, AlertState to) {
        if (!allows(from, to)) {
            throw new IllegalStateException(
                    "an alert that is " + (from == null ? "not there" : from.id()) + " cannot become " + to.id());
        }
        return to;
    }
}
