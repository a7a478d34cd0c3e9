package io.swen.telemetry.incident;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides which open incident an alert joins: by topology, and by time. No clock, no database.
 *
 * @param window how long after an incident's newest alert another one is taken for the same cause
 */
record Grouping(Duration window) {

    /**
     * An incident that is not resolved.
     *
     * @param covering whether one of its alerts fires that is about the scope as a whole, such as an outage of the region: as
     *     long as it lasts, whatever goes wrong inside is taken for its consequence
     */
    record Candidate(Incident incident, boolean covering) {}

    /**
     * What an alert joins.
     *
     * @param widened the scope that the incident gets by that; null where it stays
     */
    record Choice(Incident incident, @Nullable Scope widened) {}

    /** The incident to join; empty where the alert is the first of a new one. */
    Optional<Choice> choose(Scope alert, Instant at, List<Candidate> open) {
        Optional<Candidate> containing = open.stream()
                .filter(candidate -> candidate.incident().scope().contains(alert))
                .filter(candidate -> candidate.covering() || isInWindow(candidate.incident(), at))
                .max(Comparator.<Candidate, Boolean>comparing(
                                candidate -> !candidate.incident().scope().isProvider())
                        .thenComparing(candidate -> candidate.incident().openedAt()));
        if (containing.isPresent()) {
            return containing.map(candidate -> new Choice(candidate.incident(), null));
        }
        if (alert.isProvider()) {
            // A whole provider is down, which began in one region: that is one incident. From two regions it cannot be
            // told.
            List<Candidate> inside = open.stream()
                    .filter(candidate -> alert.contains(candidate.incident().scope()))
                    .filter(candidate -> candidate.covering() || isInWindow(candidate.incident(), at))
                    .toList();
            if (inside.size() == 1) {
                return Optional.of(new Choice(inside.getFirst().incident(), alert));
            }
        }
        return Optional.empty();
    }

    private boolean isInWindow(Incident incident, Instant at) {
        return !incident.lastAlertAt().plus(window).isBefore(at);
    }
}
