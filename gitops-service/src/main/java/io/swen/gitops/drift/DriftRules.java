package io.swen.gitops.drift;

import io.swen.gitops.contract.Provider;
import io.swen.gitops.deploy.CloudInstance;
import io.swen.gitops.deploy.Deployment;
import io.swen.gitops.deploy.DeploymentState;
import io.swen.gitops.deploy.ExpectedInstance;
import io.swen.gitops.deploy.Fleet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Compares what is wanted in a region with what runs there. Knows neither clock nor database. */
final class DriftRules {

    /**
     * What one workload is to be, and what was made of that.
     *
     * @param deployment what the change that {@code main} names deployed; null where there is nothing
     * @param firstImages what each instance was started from when it was first seen
     */
    record Wanted(
            String workloadId,
            String team,
            String environment,
            Provider provider,
            String region,
            List<ExpectedInstance> replicas,
            @Nullable Deployment deployment,
            Map<String, String> firstImages) {

        Wanted {
            replicas = List.copyOf(replicas);
            firstImages = Map.copyOf(firstImages);
        }
    }

    private DriftRules() {}

    /**
     * What differs in a region.
     *
     * @param wanted what the repository wants there
     * @param tagged all instances there with this service's tags
     * @param underWay workloads of which a change is under way: nothing is said of them
     * @param known instances that this service recorded
     */
    static List<Drift> compare(
            Provider provider,
            String region,
            List<Wanted> wanted,
            List<CloudInstance> tagged,
            Set<String> underWay,
            Set<String> known) {
        List<Drift> found = new ArrayList<>();
        Map<String, CloudInstance> alive = new HashMap<>();
        tagged.stream().filter(CloudInstance::isAlive).forEach(instance -> alive.put(instance.instanceId(), instance));
        Map<String, CloudInstance> unclaimed = new TreeMap<>(alive);
        for (Wanted one : wanted) {
            Deployment deployment = one.deployment();
            if (deployment != null) {
                deployment.instanceIds().forEach(unclaimed::remove);
            }
            if (!underWay.contains(one.workloadId()) && !isDone(deployment)) {
                replicas(one, alive, found);
            }
        }
        for (CloudInstance instance : unclaimed.values()) {
            String workload = instance.tags().get(Fleet.TAG_WORKLOAD);
            if (workload == null || !underWay.contains(workload)) {
                found.add(unmanaged(provider, region, instance, workload, known.contains(instance.instanceId())));
            }
        }
        return List.copyOf(found);
    }

    /** A batch whose work is done runs nowhere, and that is as it should be. */
    private static boolean isDone(@Nullable Deployment deployment) {
        return deployment != null && deployment.state() == DeploymentState.COMPLETED;
    }

    private static void replicas(Wanted wanted, Map<String, CloudInstance> alive, List<Drift> found) {
        Deployment deployment = wanted.deployment();
        List<Difference> missing = new ArrayList<>();
        for (ExpectedInstance expected : wanted.replicas()) {
            String id = deployment == null ? null : instanceOf(deployment, expected.replica());
            CloudInstance instance = id == null ? null : alive.get(id);
            if (instance == null) {
                missing.add(
                        new Difference("replica " + expected.replica(), "running", id == null ? null : "gone: " + id));
                continue;
            }
            List<Difference> differences =
                    differences(expected, instance, wanted.firstImages().get(id));
            if (!differences.isEmpty()) {
                found.add(Drift.ofWorkload(
                        DriftClass.CHANGED,
                        instance.instanceId(),
                        wanted.team(),
                        wanted.environment(),
                        wanted.workloadId(),
                        wanted.provider(),
                        wanted.region(),
                        instance.instanceId(),
                        differences));
            }
        }
        if (!missing.isEmpty()) {
            found.add(Drift.ofWorkload(
                    DriftClass.MISSING,
                    wanted.environment() + "/" + wanted.workloadId(),
                    wanted.team(),
                    wanted.environment(),
                    wanted.workloadId(),
                    wanted.provider(),
                    wanted.region(),
                    null,
                    missing));
        }
    }

    private static @Nullable String instanceOf(Deployment deployment, int replica) {
        return deployment.instances().stream()
                .filter(one -> one.replica() == replica)
                .map(Deployment.Replica::instanceId)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** Only what the cloud says is compared: what it keeps to itself is not taken for different. */
    static List<Difference> differences(
            ExpectedInstance expected, CloudInstance instance, @Nullable String firstImage) {
        List<Difference> differences = new ArrayList<>();
        CloudInstance.Facts facts = instance.facts();
        compare(differences, "instance_type", expected.type(), facts.type());
        compare(differences, "zone", expected.zone(), facts.zone());
        if (facts.spot() != null && facts.spot() != expected.spot()) {
            differences.add(new Difference("purchase_option", option(expected.spot()), option(facts.spot())));
        }
        if (firstImage != null) {
            compare(differences, "image", firstImage, facts.image());
        }
        if (facts.metadataTokens() != null) {
            compare(differences, "metadata_tokens", "required", facts.metadataTokens());
        }
        String group = expected.securityGroup();
        if (group != null
                && !facts.securityGroups().isEmpty()
                && !facts.securityGroups().equals(Set.of(group))) {
            differences.add(new Difference(
                    "security_groups", group, String.join(", ", new java.util.TreeSet<>(facts.securityGroups()))));
        }
        new TreeMap<>(expected.tags()).forEach((key, value) -> {
            String found = instance.tags().get(key);
            if (!value.equals(found)) {
                differences.add(new Difference("tag " + key, value, found));
            }
        });
        return differences;
    }

    private static void compare(List<Difference> differences, String attribute, String wanted, @Nullable String found) {
        if (found != null && !found.equals(wanted)) {
            differences.add(new Difference(attribute, wanted, found));
        }
    }

    private static String option(boolean spot) {
        return spot ? "spot" : "on_demand";
    }

    private static Drift unmanaged(
            Provider provider, String region, CloudInstance instance, @Nullable String workload, boolean recorded) {
        return Drift.ofWorkload(
                DriftClass.UNMANAGED,
                instance.instanceId(),
                instance.tags().getOrDefault("swen:team", "unknown"),
                instance.tags().getOrDefault("Environment", "unknown"),
                workload,
                provider,
                region,
                instance.instanceId(),
                List.of(new Difference(
                        "instance",
                        null,
                        recorded
                                ? "left over of change " + instance.tags().get(Fleet.TAG_CHANGE)
                                : "tagged as ours and made by nothing that is recorded here")));
    }
}
