package io.swen.gitops.deploy;

import io.swagger.v3.oas.annotations.media.Schema;
import io.swen.gitops.contract.Provider;
import io.swen.gitops.contract.PurchaseOption;
import io.swen.gitops.contract.WorkloadKind;
import io.swen.platform.money.Money;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What of a workload runs in a cloud because of one change. */
public record Deployment(
        UUID id,
        UUID changeId,
        String workloadId,
        UUID decisionId,
        String team,
        String environment,
        WorkloadKind kind,
        Provider provider,
        String region,
        String zone,
        String instanceType,
        PurchaseOption purchaseOption,
        int replicas,
        boolean stateful,
        String offerId,
        Money hourlyCost,
        boolean simulated,
        DeploymentState state,
        @Nullable String reason,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant observedAt,
        List<Replica> instances) {

    /** One instance of it; without an id it has not been made yet. */
    @Schema(name = "DeploymentInstance")
    public record Replica(
            int replica,
            @Nullable String instanceId,
            String state,
            @Nullable String reason) {}

    public Deployment {
        instances = List.copyOf(instances);
    }

    /** Whether every instance of it was made. */
    public boolean hasAllInstances() {
        return instances.stream().allMatch(instance -> instance.instanceId() != null);
    }

    /** The ids of the instances that were made. */
    public List<String> instanceIds() {
        return instances.stream()
                .map(Replica::instanceId)
                .filter(java.util.Objects::nonNull)
                .map(id -> (String) id)
                .toList();
    }
}
