package io.swen.cli.demo;

import io.swen.cli.console.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * One of the workloads that the demonstration submits.
 *
 * @param id its id, with a suffix that makes it new in each run
 * @param shows what it is there to show
 * @param expected what has to become of it
 * @param replicas how many instances it may have
 * @param body what is submitted
 */
record DemoWorkload(String id, String shows, Expected expected, int replicas, ObjectNode body) {
    /** What the demonstration expects of a workload. */
    enum Expected {
        FINISHES,
        RUNS_ON,
        FINISHES_AFTER_APPROVAL,
        HAS_NO_PLACE
    }

    boolean isPlaceable() {
        return expected != Expected.HAS_NO_PLACE;
    }

    boolean isService() {
        return expected == Expected.RUNS_ON;
    }

    private static final List<String> EUROPE = List.of(
            "aws:eu-central-1",
            "aws:eu-west-1",
            "aws:eu-west-3",
            "aws:eu-north-1",
            "alibaba:eu-central-1",
            "alibaba:eu-west-1");

    static List<DemoWorkload> all(String suffix) {
        List<DemoWorkload> all = new ArrayList<>();
        all.add(batch("nightly-report", suffix, "a small batch job", 2, 4, 0.02)
                .with("cost_sensitivity", 0.7)
                .with("latency_sensitivity", 0.1)
                .build(Expected.FINISHES));
        all.add(batch("video-encode", suffix, "a batch job that may be interrupted, so spot offers count", 8, 16, 0.03)
                .with("interruptible", true)
                .with("cost_sensitivity", 0.9)
                .with("architecture", "any")
                .build(Expected.FINISHES));
        all.add(service("chat-inference", suffix, "GPU inference close to its users", 4, 16)
                .with("gpus", 1)
                .with("priority", "high")
                .with("cost_sensitivity", 0.4)
                .with("latency_sensitivity", 0.6)
                .with("users_location", place(40.71, -74.01))
                .build(Expected.RUNS_ON));
        all.add(service("feature-cache", suffix, "a service that needs much memory", 4, 120)
                .with("cost_sensitivity", 0.6)
                .build(Expected.RUNS_ON));
        all.add(service(
                        "shop-api",
                        suffix,
                        "a service that has to stay in Europe, near its users, on either architecture",
                        2,
                        4)
                .with("architecture", "any")
                .with("latency_sensitivity", 0.9)
                .with("cost_sensitivity", 0.3)
                .with("regions_allowed", EUROPE)
                .with("users_location", place(52.52, 13.40))
                .build(Expected.RUNS_ON));
        all.add(batch("log-analysis", suffix, "a batch job that goes where its data is", 4, 16, 0.03)
                .with("data_location", "aws:eu-central-1")
                .with("data_size_gb", 500)
                .build(Expected.FINISHES));
        all.add(batch("train-large", suffix, "a training on eight GPUs, too dear to go without approval", 90, 900, 0.04)
                .with("gpus", 8)
                .with("priority", "high")
                .with("cost_sensitivity", 0.9)
                .build(Expected.FINISHES_AFTER_APPROVAL));
        all.add(service("impossible", suffix, "what no offer satisfies: sixteen GPUs beside an ARM processor", 4, 16)
                .with("architecture", "arm64")
                .with("gpus", 16)
                .build(Expected.HAS_NO_PLACE));
        return all;
    }

    private static ObjectNode place(double latitude, double longitude) {
        return Json.object().put("latitude", latitude).put("longitude", longitude);
    }

    private static Builder batch(String name, String suffix, String shows, int cpu, int memory, double hours) {
        Builder builder = new Builder(name + "-" + suffix, shows, "batch", cpu, memory);
        return builder.with("estimated_duration_hours", hours);
    }

    private static Builder service(String name, String suffix, String shows, int cpu, int memory) {
        return new Builder(name + "-" + suffix, shows, "service", cpu, memory);
    }

    /** Gathers the fields of one workload. */
    private static final class Builder {
        private final String id;
        private final String shows;
        private final ObjectNode body = Json.object();

        Builder(String id, String shows, String kind, int cpu, int memory) {
            this.id = id;
            this.shows = shows;
            body.put("id", id).put("team", "demo").put("environment", "dev").put("kind", kind);
            body.putObject("container").put("image", "ghcr.io/swen/demo:1.0").put("replicas", 1);
            body.put("cpu_cores", cpu).put("memory_gb", memory);
        }

        Builder with(String field, Object value) {
            body.set(field, Json.tree(value));
            return this;
        }

        DemoWorkload build(Expected expected) {
            return new DemoWorkload(id, shows, expected, 1, body);
        }
    }
}
