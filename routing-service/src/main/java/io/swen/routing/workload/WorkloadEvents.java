package io.swen.routing.workload;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The data of the events that workloads cause; their schemas stand in docs/events. */
final class WorkloadEvents {

    static final String SUBMITTED = "WorkloadSubmitted";
    static final String CHANGED = "WorkloadChanged";

    private WorkloadEvents() {}

    record Submitted(String workloadId, Kind kind, Priority priority, String image) {}

    /** {@code from} and {@code to} are the same where only the description or the plan for its end changed. */
    record Changed(
            String workloadId,
            WorkloadState from,
            WorkloadState to,
            @Nullable String reason,
            @Nullable UUID changeId,
            @Nullable UUID decisionId) {}
}
