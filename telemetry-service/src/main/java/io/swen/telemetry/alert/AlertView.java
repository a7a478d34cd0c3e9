package io.swen.telemetry.alert;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An alert as callers see it.
 *
 * @param silencedBy the silence that keeps it from being told, if one does at the moment
 * @param history null in lists
 */
@Schema(name = "Alert")
record AlertView(
        UUID id,
        String fingerprint,
        String source,
        String rule,
        Severity severity,
        AlertState state,
        Map<String, String> labels,
        String summary,
        @Nullable Double value,
        @Nullable String team,
        @Nullable String environment,
        boolean simulated,
        Instant pendingAt,
        @Nullable Instant firingAt,
        @Nullable Instant resolvedAt,
        Instant lastSeenAt,
        @Nullable String resolvedReason,
        @Nullable UUID incidentId,
        @Nullable UUID silencedBy,
        @Nullable List<Step> history) {

    /** A change of state. */
    @Schema(name = "AlertStep")
    record Step(
            Instant at,
            @Nullable String from,
            String to,
            String reason,
            @Nullable Double value) {}

    static AlertView of(Alert alert, @Nullable UUID silencedBy, @Nullable List<Step> history) {
        return new AlertView(
                alert.id(),
                alert.fingerprint(),
                alert.source(),
                alert.rule(),
                alert.severity(),
                alert.state(),
                alert.labels(),
                alert.summary(),
                alert.value(),
                alert.team(),
                alert.environment(),
                alert.simulated(),
                alert.pendingAt(),
                alert.firingAt(),
                alert.resolvedAt(),
                alert.lastSeenAt(),
                alert.resolvedReason(),
                alert.incident(),
                silencedBy,
                history);
    }
}
