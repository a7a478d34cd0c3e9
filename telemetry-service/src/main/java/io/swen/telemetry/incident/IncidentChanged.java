package io.swen.telemetry.incident;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Data of the event that tells of an incident which changed. It names no workload, because everybody of several teams may get it.
 *
 * @param change opened, alerts_joined, alerts_resolved, widened, acknowledged, handed_over, noted or resolved
 * @param alerts how many alerts belong to it
 * @param firing how many of them fire
 */
record IncidentChanged(
        UUID id,
        String change,
        String state,
        String severity,
        String scope,
        @Nullable String provider,
        @Nullable String region,
        String title,
        int alerts,
        int firing,
        Instant openedAt,
        @Nullable Instant acknowledgedAt,
        @Nullable String assignee,
        @Nullable Instant resolvedAt) {

    static final String TYPE = "IncidentChanged";

    static IncidentChanged of(Incident incident, String change, int alerts, int firing) {
        return new IncidentChanged(
                incident.id(),
                change,
                incident.state().id(),
                incident.severity().id(),
                incident.scope().key(),
                incident.scope().provider(),
                incident.scope().region(),
                incident.title(),
                alerts,
                firing,
                incident.openedAt(),
                incident.acknowledgedAt(),
                incident.assignee(),
                incident.resolvedAt());
    }
}
