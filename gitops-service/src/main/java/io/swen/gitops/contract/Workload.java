package io.swen.gitops.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swen.platform.money.Money;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to run and what it needs. The fields from {@code state} on are only in what routing answers, and are not desired
 * state: {@link #desired()} leaves them out.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Workload(
        String id,
        String team,
        String environment,
        WorkloadKind kind,
        Container container,
        BigDecimal cpuCores,
        BigDecimal memoryGb,
        @Nullable Integer gpus,
        @Nullable String gpuModel,
        @Nullable String architecture,
        @Nullable Priority priority,
        @Nullable BigDecimal costSensitivity,
        @Nullable BigDecimal latencySensitivity,
        @Nullable Instant deadline,
        @Nullable BigDecimal estimatedDurationHours,
        @Nullable Boolean interruptible,
        @Nullable List<String> regionsAllowed,
        @Nullable List<String> regionsForbidden,
        @Nullable String dataLocation,
        @Nullable BigDecimal dataSizeGb,
        @Nullable Location usersLocation,
        @Nullable BigDecimal networkGbps,
        @Nullable List<String> residency,
        @Nullable Integer zoneSpread,
        @Nullable List<Affinity> affinity,
        @Nullable List<Affinity> antiAffinity,
        @Nullable BigDecimal minimumReliability,
        @Nullable Money maxHourlyCost,
        @Nullable BigDecimal carbonSensitivity,
        @Nullable Rollout rollout,
        @Nullable String state,
        @Nullable Instant createdAt,
        @Nullable Instant updatedAt,
        @Nullable Long version,
        @Nullable Author author,
        @Nullable String decisionId,
        @Nullable String changeId,
        @Nullable String unplaceableReason,
        @Nullable Map<String, String> links) {

    /** What runs. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Container(
            String image,
            @Nullable List<String> command,
            @Nullable Map<String, String> env,
            @Nullable List<SecretReference> secrets,
            @Nullable List<Integer> ports,
            @Nullable Integer replicas,
            @Nullable HealthCheck healthCheck,
            @Nullable Integer diskGb,
            @Nullable Checkpoint checkpoint) {}

    /** A secret by the name it has in the container and the place it is fetched from on the instance; never its value. */
    public record SecretReference(String name, String ref) {}

    /** How to see whether it is well. */
    public record HealthCheck(
            String path, int port, @Nullable Duration interval) {}

    /** Where its progress is kept outside the instance. */
    public record Checkpoint(String uri, @Nullable Duration interval) {}

    /** Another workload, and within what both or only one of them are to be: a zone, a region or a provider. */
    public record Affinity(String workloadId, String scope) {}

    /** How a new version takes over. */
    public enum Strategy {
        ALL_AT_ONCE,
        BLUE_GREEN,
        CANARY
    }

    /**
     * How a new version takes over from what runs.
     *
     * @param steps of a canary: per cent of the replicas, rising
     * @param analysis domain time that each step is looked at
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Rollout(
            Strategy strategy,
            @Nullable List<Integer> steps,
            @Nullable Duration analysis) {}

    /** A place on Earth. */
    public record Location(double latitude, double longitude) {}

    /** The same without what is not desired state. */
    public Workload desired() {
        return new Workload(
                id,
                team,
                environment,
                kind,
                container,
                cpuCores,
                memoryGb,
                gpus,
                gpuModel,
                architecture,
                priority,
                costSensitivity,
                latencySensitivity,
                deadline,
                estimatedDurationHours,
                interruptible,
                regionsAllowed,
                regionsForbidden,
                dataLocation,
                dataSizeGb,
                usersLocation,
                networkGbps,
                residency,
                zoneSpread,
                affinity,
                antiAffinity,
                minimumReliability,
                maxHourlyCost,
                carbonSensitivity,
                rollout,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    /** The same that runs something else. */
    public Workload with(Container otherContainer) {
        return copy(otherContainer, state);
    }

    /** The same as one that runs. */
    public Workload running() {
        return copy(container, "running");
    }

    private Workload copy(Container otherContainer, @Nullable String otherState) {
        return new Workload(
                id,
                team,
                environment,
                kind,
                otherContainer,
                cpuCores,
                memoryGb,
                gpus,
                gpuModel,
                architecture,
                priority,
                costSensitivity,
                latencySensitivity,
                deadline,
                estimatedDurationHours,
                interruptible,
                regionsAllowed,
                regionsForbidden,
                dataLocation,
                dataSizeGb,
                usersLocation,
                networkGbps,
                residency,
                zoneSpread,
                affinity,
                antiAffinity,
                minimumReliability,
                maxHourlyCost,
                carbonSensitivity,
                rollout,
                otherState,
                createdAt,
                updatedAt,
                version,
                author,
                decisionId,
                changeId,
                unplaceableReason,
                links);
    }

    public int replicas() {
        return container.replicas() == null ? 1 : container.replicas();
    }

    public int diskGb() {
        return container.diskGb() == null ? 20 : container.diskGb();
    }

    public Priority effectivePriority() {
        return priority == null ? Priority.MEDIUM : priority;
    }
}
