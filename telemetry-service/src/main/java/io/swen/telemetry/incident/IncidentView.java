package io.swen.telemetry.incident;

import io.swagger.v3.oas.annotations.media.Schema;
import io.swen.telemetry.alert.Severity;
import io.swen.telemetry.notification.Notifications;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An incident as callers see it, with the alerts that they may see.
 *
 * @param workloads those that its alerts concern; null in lists, like what follows
 * @param timelineTruncated whether there is more than the newest lines shown
 */
@Schema(name = "Incident")
record IncidentView(
        UUID id,
        IncidentState state,
        Severity severity,
        String scope,
        @Nullable String provider,
        @Nullable String region,
        String title,
        Instant openedAt,
        Instant beganAt,
        Instant lastAlertAt,
        @Nullable Instant acknowledgedAt,
        @Nullable String acknowledgedBy,
        @Nullable String assignee,
        @Nullable Instant resolvedAt,
        long version,
        @Nullable List<String> workloads,
        @Nullable List<AlertLine> alerts,
        @Nullable List<Entry> timeline,
        @Nullable Boolean timelineTruncated,
        @Nullable List<Notifications.View> notifications) {

    /** An alert of the incident. */
    @Schema(name = "IncidentAlert")
    record AlertLine(
            UUID id,
            String rule,
            Severity severity,
            String state,
            String summary,
            Map<String, String> labels,
            @Nullable Instant firingAt,
            @Nullable Instant resolvedAt) {}

    static IncidentView brief(Incident incident) {
        return of(incident, null, null, null, null, null);
    }

    static IncidentView of(
            Incident incident,
            @Nullable List<String> workloads,
            @Nullable List<AlertLine> alerts,
            @Nullable List<Entry> timeline,
            @Nullable Boolean truncated,
            @Nullable List<Notifications.View> notifications) {
        return new IncidentView(
                incident.id(),
                incident.state(),
                incident.severity(),
                incident.scope().key(),
                incident.scope().provider(),
                incident.scope().region(),
                incident.title(),
                incident.openedAt(),
                incident.beganAt(),
                incident.lastAlertAt(),
                incident.acknowledgedAt(),
                incident.acknowledgedByName(),
                incident.assignee(),
                incident.resolvedAt(),
                incident.version(),
                workloads,
                alerts,
                timeline,
                truncated,
                notifications);
    }
}
