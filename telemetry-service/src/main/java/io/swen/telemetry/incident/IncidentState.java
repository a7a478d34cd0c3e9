package io.swen.telemetry.incident;

import java.util.Locale;

/** The life of an incident: open until somebody has taken it, and resolved for good once all of its alerts are. */
enum IncidentState {
    OPEN,
    ACKNOWLEDGED,
    RESOLVED;

    /** As it is stored and told. */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    static IncidentState of(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT));
    }

    boolean mayBecome(IncidentState next) {
        return switch (this) {
            case OPEN -> next != OPEN;
            case ACKNOWLEDGED -> next == RESOLVED;
            case RESOLVED -> false;
        };
    }

    /** The next state, if an incident may get there from this one. */
    IncidentState moved(IncidentState next) {
        if (!mayBecome(next)) {
            throw new IllegalStateException("an incident that is " + id() + " cannot become " + next.id());
        }
        return next;
    }
}
