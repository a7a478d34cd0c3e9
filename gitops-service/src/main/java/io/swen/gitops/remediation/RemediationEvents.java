package io.swen.gitops.remediation;

import io.swen.platform.event.Event;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The data of the events about remediations; their schemas stand in docs/events. */
final class RemediationEvents {

    private RemediationEvents() {}

    record RemediationChanged(
            UUID id,
            String runbook,
            String kind,
            RemediationState state,
            @Nullable Outcome outcome,
            @Nullable Boolean inTime,
            String workloadId,
            UUID deploymentId,
            String region,
            @Nullable UUID incidentId,
            @Nullable UUID changeId,
            @Nullable Instant dueAt,
            @Nullable String reason) {}

    /** What routing-service is asked to decide together. */
    record ReplacementWanted(
            UUID requestId,
            String environment,
            String team,
            String mode,
            boolean soft,
            boolean noSpot,
            String reason,
            @Nullable UUID incidentId,
            List<String> avoidPools,
            List<String> avoidRegions,
            int replicasBy,
            List<Item> items) {

        record Item(String workloadId, UUID decisionId) {}
    }

    record RegionCordonChanged(String environment, String region, boolean cordoned, String why) {}

    static Event changed(Remediation r) {
        Remediation.Identity i = r.identity();
        return new Event(
                "RemediationChanged",
                r.id().toString(),
                i.team(),
                i.environment(),
                new RemediationChanged(
                        r.id(),
                        r.runbook(),
                        i.kind(),
                        r.state(),
                        r.outcome(),
                        r.inTime(),
                        i.workloadId(),
                        i.deploymentId(),
                        i.region(),
                        r.incidentId(),
                        r.changeId(),
                        r.dueAt(),
                        r.reason()));
    }
}
