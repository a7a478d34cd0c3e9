package io.swen.cli.drill;

import io.swen.cli.console.Json;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A change of the chaos drill: what is asked for, and what is to become of it.
 *
 * @param key under which it is asked for, however often
 * @param replicas instances that it makes when it succeeds; 0 for a removal
 */
record ChaosChange(UUID key, String workload, Intent intent, int replicas, JsonNode body) {

    /** What people do about a change, and so how it may end. */
    enum Intent {
        /** Nobody has to agree. */
        AUTOMATIC(0, true),
        /** One person agrees. */
        ONE_APPROVES(1, true),
        /** Two people agree. */
        TWO_APPROVE(2, true),
        /** Somebody says no. */
        REJECTED(1, false),
        /** It is withdrawn while it waits for an approval. */
        WITHDRAWN(1, false),
        /** Nobody decides. */
        EXPIRES(1, false),
        /** The cloud has no such instance. */
        NO_CAPACITY(0, false),
        /** It is withdrawn at any moment, perhaps too late. */
        CANCELLED(0, false),
        /** What another change made is removed. */
        TEARDOWN(0, true);

        private final int approvals;
        private final boolean succeeds;

        Intent(int approvals, boolean succeeds) {
            this.approvals = approvals;
            this.succeeds = succeeds;
        }

        /** How many people have to agree before anything is made. */
        int approvals() {
            return approvals;
        }

        /** Whether it has to end well, whatever is killed. */
        boolean mustSucceed() {
            return succeeds;
        }
    }

    private static final String TEAM = "research";
    private static final String ENVIRONMENT = "dev";

    /** The n-th change of a run. */
    static ChaosChange deploy(String run, int n, Intent intent, UUID author) {
        String workload = "chaos-" + run + "-" + n;
        boolean aws = intent == Intent.NO_CAPACITY || n % 3 != 0;
        int replicas = n % 5 == 0 ? 2 : 1;
        ObjectNode item = Json.object().put("action", "deploy").put("workload_id", workload);
        item.set("workload", workload(workload, replicas));
        item.set("decision", decision(workload, intent, aws));
        return new ChaosChange(
                UUID.randomUUID(),
                workload,
                intent,
                replicas,
                change(author, Json.array().add(item)));
    }

    /** Removes what a workload has. */
    static ChaosChange teardown(String workload, UUID author) {
        return new ChaosChange(
                UUID.randomUUID(),
                workload,
                Intent.TEARDOWN,
                0,
                change(author, Json.array().add(removal(workload))));
    }

    /** One change that removes what many workloads have. */
    static JsonNode teardowns(Iterable<String> workloads, UUID author) {
        ArrayNode items = Json.array();
        workloads.forEach(workload -> items.add(removal(workload)));
        return change(author, items);
    }

    private static ObjectNode removal(String workload) {
        return Json.object().put("action", "teardown").put("workload_id", workload);
    }

    private static ObjectNode change(UUID author, ArrayNode items) {
        ObjectNode change =
                Json.object().put("environment", ENVIRONMENT).put("team", TEAM).put("reason", "chaos drill");
        change.putObject("author").put("actor_id", author.toString()).put("name", "chaos-drill");
        change.set("items", items);
        return change;
    }

    private static ObjectNode workload(String id, int replicas) {
        ObjectNode workload = Json.object()
                .put("id", id)
                .put("team", TEAM)
                .put("environment", ENVIRONMENT)
                .put("kind", "service")
                .put("cpu_cores", 2)
                .put("memory_gb", 8)
                .put("architecture", "amd64")
                .put("priority", "medium");
        workload.putObject("container")
                .put("image", "ghcr.io/acme/chaos:1.0")
                .put("replicas", replicas)
                .put("disk_gb", 20);
        return workload;
    }

    private static ObjectNode decision(String workload, Intent intent, boolean aws) {
        ObjectNode decision = Json.object()
                .put("id", UUID.randomUUID().toString())
                .put("workload_id", workload)
                .put("workload_version", 1)
                .put("decided_at", Instant.EPOCH.toString())
                .put("outcome", "placed")
                .put("confidence", 0.9)
                .put("summary", "placed by the chaos drill");
        decision.set("offer", offer(aws ? instanceType(intent) : "ecs.g7.large", aws));
        // What it says it costs decides who has to agree.
        // Not below what two instances really cost, or the watch over merged changes would take it back.
        decision.set("hourly_cost", usd(intent.approvals() == 0 ? "0.30" : intent.approvals() == 1 ? "20" : "60"));
        return decision;
    }

    /** The type of which there is none, where that is the intent. */
    static String instanceType(Intent intent) {
        return intent == Intent.NO_CAPACITY ? "c7i.large" : "m7i.large";
    }

    private static ObjectNode offer(String type, boolean aws) {
        String zone = aws ? "aws:use1-az1" : "alibaba:cn-hangzhou-h";
        ObjectNode offer = Json.object()
                .put("offer_id", zone + "/" + type + "/on_demand")
                .put("provider", aws ? "aws" : "alibaba")
                .put("region", aws ? "aws:us-east-1" : "alibaba:cn-hangzhou")
                .put("zone", zone)
                .put("instance_type", type)
                .put("purchase_option", "on_demand")
                .put("architecture", "amd64")
                .put("vcpu", 2)
                .put("memory_gb", 8.0)
                .put("gpus", 0)
                .put("price_origin", "listed")
                .put("simulated", true);
        offer.set("price", usd("0.10"));
        return offer;
    }

    private static ObjectNode usd(String amount) {
        return Json.object().put("amount", amount).put("currency", "USD");
    }

    /** What becomes of a change in the audit log. */
    record Told(int ends, @Nullable String state, @Nullable String failure, int approvers, boolean granted) {

        static final Told NOTHING = new Told(0, null, null, 0, false);

        boolean succeeded() {
            return "succeeded".equals(state);
        }
    }

    @Override
    public String toString() {
        return workload + " (" + intent.name().toLowerCase(Locale.ROOT).replace('_', ' ') + ")";
    }
}
