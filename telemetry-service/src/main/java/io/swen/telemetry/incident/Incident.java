package io.swen.telemetry.incident;

import io.swen.telemetry.alert.Severity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An incident as stored; times are domain time.
 *
 * @param severity the worst that any of its alerts had
 * @param beganAt when the first sign of it was seen, before any alert fired
 * @param lastAlertAt when the newest of its alerts fired
 * @param calmSince since when none of its alerts fires; null while one does
 * @param assignee who looks after it
 * @param version counts what people can see change, not each alert
 */
record Incident(
        UUID id,
        IncidentState state,
        Severity severity,
        Scope scope,
        String title,
        Instant openedAt,
        Instant beganAt,
        Instant lastAlertAt,
        @Nullable Instant calmSince,
        @Nullable Instant acknowledgedAt,
        @Nullable UUID acknowledgedBy,
        @Nullable String acknowledgedByName,
        @Nullable String assignee,
        @Nullable Instant resolvedAt,
        long version) {

    Incident widened(Scope wider) {
        return new Incident(
                id,
                state,
                severity,
                wider,
                title,
                openedAt,
                beganAt,
                lastAlertAt,
                calmSince,
                acknowledgedAt,
                acknowledgedBy,
                acknowledgedByName,
                assignee,
                resolvedAt,
                version);
    }

    Incident joined(Severity worst, String newTitle, Instant began, Instant last) {
        return new Incident(
                id,
                state,
                worst,
                scope,
                newTitle,
                openedAt,
                began.isBefore(beganAt) ? began : beganAt,
                last.isAfter(lastAlertAt) ? last : lastAlertAt,
                null,
                acknowledgedAt,
                acknowledgedBy,
                acknowledgedByName,
                assignee,
                resolvedAt,
                version + 1);
    }

    Incident calm(@Nullable Instant since) {
        return new Incident(
                id,
                state,
                severity,
                scope,
                title,
                openedAt,
                beganAt,
                lastAlertAt,
                since,
                acknowledgedAt,
                acknowledgedBy,
                acknowledgedByName,
                assignee,
                resolvedAt,
                version);
    }

    Incident acknowledged(UUID by, String name, Instant at) {
        return new Incident(
                id,
                state.moved(IncidentState.ACKNOWLEDGED),
                severity,
                scope,
                title,
                openedAt,
                beganAt,
                lastAlertAt,
                calmSince,
                at,
                by,
                name,
                assignee == null ? name : assignee,
                resolvedAt,
                version + 1);
    }

    Incident handedOver(String to) {
        return new Incident(
                id,
                state,
                severity,
                scope,
                title,
                openedAt,
                beganAt,
                lastAlertAt,
                calmSince,
                acknowledgedAt,
                acknowledgedBy,
                acknowledgedByName,
                to,
                resolvedAt,
                version + 1);
    }

    Incident resolved(Instant at) {
        return new Incident(
                id,
                state.moved(IncidentState.RESOLVED),
                severity,
                scope,
                title,
                openedAt,
                beganAt,
                lastAlertAt,
                calmSince,
                acknowledgedAt,
                acknowledgedBy,
                acknowledgedByName,
                assignee,
                at,
                version + 1);
    }
}
