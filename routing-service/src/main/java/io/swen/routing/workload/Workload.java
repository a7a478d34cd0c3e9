package io.swen.routing.workload;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A workload as it stands at one moment.
 *
 * @param version grows with every change of the row; the entity tag is made of it
 * @param decisionId the newest decision
 * @param changeId the newest change that its newest decision was handed over as
 * @param retriesChange the change that its next one is another try of
 * @param reason why it stands where it stands, where that needs a word
 * @param losses how often it lost its place since it was submitted or edited
 * @param mayRun whether something of it may be running in a cloud
 * @param cancelRequested whether it is to end as soon as it is torn down
 * @param traceparent the trace of the request that submitted it
 */
public record Workload(
        WorkloadSpec spec,
        WorkloadState state,
        long version,
        UUID authorId,
        String authorName,
        Instant createdAt,
        Instant updatedAt,
        @Nullable UUID decisionId,
        @Nullable UUID changeId,
        @Nullable UUID retriesChange,
        @Nullable String reason,
        int losses,
        boolean mayRun,
        boolean cancelRequested,
        @Nullable String traceparent) {

    public String id() {
        return spec.id();
    }
}
