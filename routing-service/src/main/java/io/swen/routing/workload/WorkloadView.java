package io.swen.routing.workload;

import io.swagger.v3.oas.annotations.media.Schema;
import io.swen.platform.money.Money;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A workload as callers see it. */
@Schema(name = "Workload")
record WorkloadView(
        String id,
        String team,
        String environment,
        Kind kind,
        WorkloadSpec.Container container,
        double cpuCores,
        double memoryGb,
        int gpus,
        @Nullable String gpuModel,
        Architecture architecture,
        Priority priority,
        double costSensitivity,
        double latencySensitivity,
        @Nullable Instant deadline,
        @Nullable Double estimatedDurationHours,
        boolean interruptible,
        List<String> regionsAllowed,
        List<String> regionsForbidden,
        @Nullable String dataLocation,
        double dataSizeGb,
        WorkloadSpec.@Nullable Place usersLocation,
        @Nullable Double networkGbps,
        List<String> residency,
        @Nullable Integer zoneSpread,
        List<WorkloadSpec.Affinity> affinity,
        List<WorkloadSpec.Affinity> antiAffinity,
        @Nullable Double minimumReliability,
        @Nullable Money maxHourlyCost,
        @Nullable Double carbonSensitivity,
        WorkloadSpec.@Nullable Rollout rollout,
        WorkloadState state,
        Instant createdAt,
        Instant updatedAt,
        long version,
        Author author,
        @Nullable UUID decisionId,
        @Nullable UUID changeId,

        @Schema(description = "why no offer fits; null in every other state") @Nullable
        String unplaceableReason,

        @Schema(description = "why it stands where it stands, or what it waits for") @Nullable
        String reason,

        @Schema(description = "it ends as soon as it is torn down")
        boolean cancelRequested,

        Links links) {

    /** Who submitted it. */
    @Schema(name = "Author")
    record Author(UUID actorId, String name) {}

    @Schema(name = "WorkloadLinks")
    record Links(String self, String history, String decision) {

        static Links of(String id) {
            String self = "/api/v1/workloads/" + id;
            return new Links(self, self + "/history", "/api/v1/decisions?workload_id=" + id);
        }
    }

    /**
     * What to show of a workload.
     *
     * @param waitsFor what keeps everything from being decided at the moment, or null
     */
    static WorkloadView of(Workload workload, @Nullable String waitsFor) {
        WorkloadSpec spec = workload.spec();
        boolean unplaceable = workload.state() == WorkloadState.UNPLACEABLE;
        boolean waits = workload.state() == WorkloadState.SUBMITTED || workload.state() == WorkloadState.MOVING;
        String reason = waits && waitsFor != null ? waitsFor : workload.reason();
        return new WorkloadView(
                spec.id(),
                spec.team(),
                spec.environment(),
                spec.kind(),
                spec.container(),
                spec.cpuCores(),
                spec.memoryGb(),
                spec.gpus(),
                spec.gpuModel(),
                spec.architecture(),
                spec.priority(),
                spec.costSensitivity(),
                spec.latencySensitivity(),
                spec.deadline(),
                spec.estimatedDurationHours(),
                spec.interruptible(),
                spec.regionsAllowed(),
                spec.regionsForbidden(),
                spec.dataLocation(),
                spec.dataSizeGb(),
                spec.usersLocation(),
                spec.networkGbps(),
                spec.residency(),
                spec.zoneSpread(),
                spec.affinity(),
                spec.antiAffinity(),
                spec.minimumReliability(),
                spec.maxHourlyCost(),
                spec.carbonSensitivity(),
                spec.rollout(),
                workload.state(),
                workload.createdAt(),
                workload.updatedAt(),
                workload.version(),
                new Author(workload.authorId(), workload.authorName()),
                workload.decisionId(),
                workload.changeId(),
                unplaceable ? workload.reason() : null,
                reason,
                workload.cancelRequested(),
                Links.of(spec.id()));
    }
}
