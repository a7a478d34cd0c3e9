package io.swen.gitops;

import io.swen.platform.test.TestIssuer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Builds what routing sends. */
final class Requests {

    private Requests() {}

    static String newId(String prefix) {
        return prefix + "-" + UUID.randomUUID().toString().substring(0, 8);
    }

    /** A change of one workload; each method answers an altered copy. */
    record Change(
            String action,
            String workloadId,
            String kind,
            String provider,
            String option,
            String hourlyCost,
            double confidence,
            String priority,
            Map<String, String> env,
            String image,
            String environment,
            int replicas,
            double hours,
            String author,
            @Nullable String workloadState,
            UUID decisionId,
            @Nullable Map<String, Object> rollout) {

        static Change deploy(String workloadId) {
            return new Change(
                    "deploy",
                    workloadId,
                    "service",
                    "aws",
                    "spot",
                    "0.0412",
                    0.74,
                    "medium",
                    Map.of("EPOCHS", "3"),
                    "ghcr.io/acme/train:1.4",
                    "dev",
                    1,
                    2,
                    "operator",
                    null,
                    UUID.randomUUID(),
                    null);
        }

        Change teardown(@Nullable String state) {
            return new Change(
                    "teardown",
                    workloadId,
                    kind,
                    provider,
                    option,
                    hourlyCost,
                    confidence,
                    priority,
                    env,
                    image,
                    environment,
                    replicas,
                    hours,
                    author,
                    state,
                    decisionId,
                    rollout);
        }

        Change replaced() {
            return new Change(
                    "replace",
                    workloadId,
                    kind,
                    provider,
                    "on_demand",
                    hourlyCost,
                    confidence,
                    priority,
                    env,
                    image,
                    environment,
                    replicas,
                    hours,
                    author,
                    null,
                    UUID.randomUUID(),
                    null);
        }

        Change batch(double forHours) {
            return new Change(
                    action,
                    workloadId,
                    "batch",
                    provider,
                    option,
                    hourlyCost,
                    confidence,
                    priority,
                    env,
                    image,
                    environment,
                    replicas,
                    forHours,
                    author,
                    workloadState,
                    decisionId,
                    rollout);
        }

        Change on(String otherProvider, String otherOption) {
            return new Change(
                    action,
                    workloadId,
                    kind,
                    otherProvider,
                    otherOption,
                    hourlyCost,
                    confidence,
                    priority,
                    env,
                    image,
                    environment,
                    replicas,
                    hours,
                    author,
                    workloadState,
                    decisionId,
                    rollout);
        }

        Change costing(String cost, double sure) {
            return new Change(
                    action,
                    workloadId,
                    kind,
                    provider,
                    option,
                    cost,
                    sure,
                    priority,
                    env,
                    image,
                    environment,
                    replicas,
                    hours,
                    author,
                    workloadState,
                    decisionId,
                    rollout);
        }

        Change priority(String other) {
            return new Change(
                    action,
                    workloadId,
                    kind,
                    provider,
                    option,
                    hourlyCost,
                    confidence,
                    other,
                    env,
                    image,
                    environment,
                    replicas,
                    hours,
                    author,
                    workloadState,
                    decisionId,
                    rollout);
        }

        Change env(Map<String, String> other) {
            return new Change(
                    action,
                    workloadId,
                    kind,
                    provider,
                    option,
                    hourlyCost,
                    confidence,
                    priority,
                    other,
                    image,
                    environment,
                    replicas,
                    hours,
                    author,
                    workloadState,
                    decisionId,
                    rollout);
        }

        Change image(String other) {
            return new Change(
                    action,
                    workloadId,
                    kind,
                    provider,
                    option,
                    hourlyCost,
                    confidence,
                    priority,
                    env,
                    other,
                    environment,
                    replicas,
                    hours,
                    author,
                    workloadState,
                    decisionId,
                    rollout);
        }

        Change in(String other) {
            return new Change(
                    action,
                    workloadId,
                    kind,
                    provider,
                    option,
                    hourlyCost,
                    confidence,
                    priority,
                    env,
                    image,
                    other,
                    replicas,
                    hours,
                    author,
                    workloadState,
                    decisionId,
                    rollout);
        }

        Change replicas(int many) {
            return new Change(
                    action,
                    workloadId,
                    kind,
                    provider,
                    option,
                    hourlyCost,
                    confidence,
                    priority,
                    env,
                    image,
                    environment,
                    many,
                    hours,
                    author,
                    workloadState,
                    decisionId,
                    rollout);
        }

        Change rollout(Map<String, Object> other) {
            return new Change(
                    action,
                    workloadId,
                    kind,
                    provider,
                    option,
                    hourlyCost,
                    confidence,
                    priority,
                    env,
                    image,
                    environment,
                    replicas,
                    hours,
                    author,
                    workloadState,
                    decisionId,
                    other);
        }

        Map<String, Object> json() {
            Map<String, Object> change = new LinkedHashMap<>();
            change.put("environment", environment);
            change.put("team", "research");
            change.put("author", Map.of("actor_id", TestIssuer.actorId(author).toString(), "name", author));
            change.put("reason", "a test wants it");
            change.put("items", List.of(item()));
            return change;
        }

        private Map<String, Object> item() {
            Map<String, Object> item = new LinkedHashMap<>();
            item.put("action", action);
            item.put("workload_id", workloadId);
            item.put("workload", action.equals("teardown") && workloadState == null ? null : workload());
            item.put("decision", action.equals("teardown") ? null : decision());
            return item;
        }

        private Map<String, Object> workload() {
            Map<String, Object> workload = new LinkedHashMap<>();
            workload.put("id", workloadId);
            workload.put("team", "research");
            workload.put("environment", environment);
            workload.put("kind", kind);
            Map<String, Object> container = new LinkedHashMap<>();
            container.put("image", image);
            container.put("command", List.of("python", "train.py"));
            container.put("env", env);
            container.put("secrets", List.of(Map.of("name", "HF_TOKEN", "ref", "vault:ml/hf#token")));
            container.put("ports", List.of(8080));
            container.put("replicas", replicas);
            container.put("disk_gb", 20);
            workload.put("container", container);
            workload.put("cpu_cores", 2);
            workload.put("memory_gb", 8);
            workload.put("architecture", "amd64");
            workload.put("rollout", rollout);
            workload.put("priority", priority);
            workload.put("estimated_duration_hours", hours);
            if (workloadState != null) {
                workload.put("state", workloadState);
                workload.put("version", 3);
            }
            return workload;
        }

        private Map<String, Object> decision() {
            Map<String, Object> decision = new LinkedHashMap<>();
            decision.put("id", decisionId.toString());
            decision.put("workload_id", workloadId);
            decision.put("workload_version", 1);
            decision.put("decided_at", "2026-11-23T10:00:00Z");
            decision.put("outcome", "placed");
            decision.put("offer", offer());
            decision.put("confidence", confidence);
            decision.put("hourly_cost", Map.of("amount", hourlyCost, "currency", "USD"));
            decision.put(
                    "baseline", Map.of("offer", offer(), "hourly_cost", Map.of("amount", "0.2016", "currency", "USD")));
            decision.put("summary", "cheapest that fits");
            return decision;
        }

        private Map<String, Object> offer() {
            boolean aws = provider.equals("aws");
            String zone = aws ? "aws:use1-az1" : "alibaba:cn-hangzhou-h";
            String type = aws ? "m7i.large" : "ecs.g7.large";
            Map<String, Object> offer = new LinkedHashMap<>();
            offer.put("offer_id", zone + "/" + type + "/" + option);
            offer.put("provider", provider);
            offer.put("region", aws ? "aws:us-east-1" : "alibaba:cn-hangzhou");
            offer.put("zone", zone);
            offer.put("instance_type", type);
            offer.put("purchase_option", option);
            offer.put("architecture", "amd64");
            offer.put("vcpu", 2);
            offer.put("memory_gb", 8.0);
            offer.put("gpus", 0);
            offer.put("price", Map.of("amount", "0.0412", "currency", "USD"));
            offer.put("price_origin", "listed");
            offer.put("simulated", true);
            return offer;
        }
    }
}
