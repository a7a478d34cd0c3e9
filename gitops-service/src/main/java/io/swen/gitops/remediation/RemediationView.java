package io.swen.gitops.remediation;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A remediation as callers see it.
 *
 * @param kind what happened: interruption, rebalance, scheduled_event or region_outage
 * @param dueAt when the place is lost, where something says so
 * @param inTime whether the new place ran before that; null while it is not known
 * @param timeline null in lists
 */
@Schema(name = "Remediation")
record RemediationView(
        UUID id,
        String runbook,
        String kind,
        RemediationState state,
        @Nullable Outcome outcome,
        @Nullable Boolean inTime,
        String team,
        String environment,
        String workloadId,
        UUID deploymentId,
        String provider,
        String region,
        @Nullable UUID incidentId,
        @Nullable UUID requestId,
        @Nullable UUID decisionId,
        @Nullable UUID changeId,
        Instant openedAt,
        Instant updatedAt,
        @Nullable Instant dueAt,
        @Nullable Instant endedAt,
        int attempts,
        @Nullable String reason,
        @Nullable String assignee,
        @Nullable List<Entry> timeline) {

    @Schema(name = "RemediationEntry")
    record Entry(Instant at, String what, String detail) {}

    /** How many there were, by what they came to; notices by kind and what became of them. */
    @Schema(name = "RemediationSummary")
    record Summary(Instant since, Map<String, Long> notices, Map<String, Long> remediations) {}

    static RemediationView of(Remediation r, @Nullable List<RemediationStore.Entry> timeline) {
        Remediation.Identity i = r.identity();
        return new RemediationView(
                r.id(),
                r.runbook(),
                i.kind(),
                r.state(),
                r.outcome(),
                r.inTime(),
                i.team(),
                i.environment(),
                i.workloadId(),
                i.deploymentId(),
                i.provider(),
                i.region(),
                r.incidentId(),
                r.requestId(),
                r.decisionId(),
                r.changeId(),
                i.openedAt(),
                r.updatedAt(),
                r.dueAt(),
                r.endedAt(),
                r.attempts(),
                r.reason(),
                r.assignee(),
                timeline == null
                        ? null
                        : timeline.stream()
                                .map(entry -> new Entry(entry.at(), entry.what(), entry.detail()))
                                .toList());
    }
}
