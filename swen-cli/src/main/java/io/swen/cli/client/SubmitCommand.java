package io.swen.cli.client;

import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import io.swen.cli.console.Terminal;
import io.swen.cli.stack.Context;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code swen submit}: hands a workload over and prints its id. */
@Command(
        name = "submit",
        description = "Submit a workload from a file, from options, or from a file with some fields set by options.")
public final class SubmitCommand implements Callable<Integer> {
    private static final Set<String> SETTLED = Set.of("running", "completed");
    private static final Set<String> LOST = Set.of("failed", "cancelled", "unplaceable");

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "YAML or JSON; - reads standard input.")
    @Nullable
    String file;

    @Option(names = "--id", description = "A DNS label; generated if left out.")
    @Nullable
    String id;

    @Option(names = "--team")
    @Nullable
    String team;

    @Option(names = "--environment", description = "dev if left out.")
    @Nullable
    String environment;

    @Option(names = "--kind", description = "batch or service.")
    @Nullable
    String kind;

    @Option(names = "--image", description = "Container image.")
    @Nullable
    String image;

    @Option(names = "--command", arity = "1..*", paramLabel = "WORD", description = "What the container runs.")
    @Nullable
    List<String> command;

    @Option(names = "--replicas")
    @Nullable
    Integer replicas;

    @Option(names = "--cpu", paramLabel = "CORES")
    @Nullable
    BigDecimal cpu;

    @Option(names = "--memory", paramLabel = "GIB")
    @Nullable
    BigDecimal memory;

    @Option(names = "--gpus")
    @Nullable
    Integer gpus;

    @Option(names = "--gpu-model")
    @Nullable
    String gpuModel;

    @Option(names = "--architecture", description = "amd64, arm64 or any.")
    @Nullable
    String architecture;

    @Option(names = "--priority", description = "low, medium, high or critical.")
    @Nullable
    String priority;

    @Option(names = "--cost-sensitivity", paramLabel = "0..1")
    @Nullable
    BigDecimal costSensitivity;

    @Option(names = "--latency-sensitivity", paramLabel = "0..1")
    @Nullable
    BigDecimal latencySensitivity;

    @Option(names = "--hours", description = "Estimated duration; required for batch.")
    @Nullable
    BigDecimal hours;

    @Option(names = "--interruptible", description = "It may be interrupted, which allows spot offers.")
    boolean interruptible;

    @Option(
            names = "--region",
            paramLabel = "REGION",
            description = "Allowed region such as aws:us-east-1; repeatable.")
    @Nullable
    List<String> regions;

    @Option(names = "--not-in", paramLabel = "REGION", description = "Forbidden region; repeatable.")
    @Nullable
    List<String> notIn;

    @Option(names = "--data-location", paramLabel = "REGION")
    @Nullable
    String dataLocation;

    @Option(names = "--data-size", paramLabel = "GIB")
    @Nullable
    BigDecimal dataSize;

    @Option(names = "--wait", description = "Wait until it runs (or cannot).")
    boolean wait;

    @Option(
            names = "--timeout",
            defaultValue = "300",
            paramLabel = "SECONDS",
            description = "How long --wait waits (default 300).")
    long timeout;

    @Option(
            names = "--idempotency-key",
            paramLabel = "UUID",
            description = "Repeating with the same key submits nothing twice.")
    @Nullable
    UUID key;

    @Option(names = "--as", defaultValue = "operator", paramLabel = "USER")
    String user = "operator";

    @Option(names = "--json", description = "Print the platform's answer.")
    boolean json;

    private final Context context;

    public SubmitCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        ObjectNode workload = workload();
        if (workload.isEmpty()) {
            throw new CliException(
                    ExitCode.USAGE,
                    "There is nothing to submit",
                    "Give -f FILE, or at least --team --kind --image --cpu --memory (and --hours for batch).");
        }
        Gateway gateway = new Gateway(context, user);
        JsonNode answer = gateway.post("/workload", workload, key == null ? UUID.randomUUID() : key);
        String submitted = Json.text(answer, "id", "");
        if (!wait) {
            show(answer, submitted);
            return ExitCode.OK.number();
        }
        context.terminal().say("Submitted " + submitted);
        JsonNode settled = follow(gateway, submitted);
        show(settled, submitted);
        return LOST.contains(Json.text(settled, "state", "")) ? ExitCode.FAILED.number() : ExitCode.OK.number();
    }

    private void show(JsonNode answer, String submitted) {
        if (json) {
            context.terminal().print(answer);
        } else {
            context.terminal().print(submitted);
        }
    }

    ObjectNode workload() throws IOException {
        ObjectNode workload = file == null ? Json.object() : Documents.read(file);
        put(workload, "id", id);
        put(workload, "team", team);
        put(workload, "environment", environment);
        put(workload, "kind", kind);
        if (image != null || command != null || replicas != null) {
            ObjectNode container =
                    workload.path("container") instanceof ObjectNode given ? given : workload.putObject("container");
            put(container, "image", image);
            put(container, "command", command);
            put(container, "replicas", replicas);
        }
        put(workload, "cpu_cores", cpu);
        put(workload, "memory_gb", memory);
        put(workload, "gpus", gpus);
        put(workload, "gpu_model", gpuModel);
        put(workload, "architecture", architecture);
        put(workload, "priority", priority);
        put(workload, "cost_sensitivity", costSensitivity);
        put(workload, "latency_sensitivity", latencySensitivity);
        put(workload, "estimated_duration_hours", hours);
        put(workload, "interruptible", interruptible ? Boolean.TRUE : null);
        put(workload, "regions_allowed", regions);
        put(workload, "regions_forbidden", notIn);
        put(workload, "data_location", dataLocation);
        put(workload, "data_size_gb", dataSize);
        return workload;
    }

    private static void put(ObjectNode node, String field, @Nullable Object value) {
        if (value != null) {
            node.set(field, Json.tree(value));
        }
    }

    private JsonNode follow(Gateway gateway, String submitted) throws InterruptedException {
        Terminal terminal = context.terminal();
        Instant deadline = context.clock().instant().plus(Duration.ofSeconds(timeout));
        String last = "";
        while (true) {
            JsonNode workload = gateway.get("/api/v1/workloads/" + submitted);
            String state = Json.text(workload, "state", "");
            if (!state.equals(last)) {
                terminal.say("  " + state + reason(workload, state));
                last = state;
            }
            if (SETTLED.contains(state) || LOST.contains(state)) {
                return workload;
            }
            if (context.clock().instant().isAfter(deadline)) {
                throw new CliException(
                        ExitCode.TIMED_OUT,
                        submitted + " is " + state + " after " + timeout + " s",
                        state.equals("awaiting_approval")
                                ? "./swen pending shows what waits; ./swen approve CHANGE lets it go on."
                                : "./swen explain " + submitted);
            }
            TimeUnit.MILLISECONDS.sleep(500);
        }
    }

    private static String reason(JsonNode workload, String state) {
        return switch (state) {
            case "unplaceable" -> ": " + Json.text(workload, "unplaceable_reason", "no offer fits");
            case "awaiting_approval" -> ": change " + Json.text(workload, "change_id", "?");
            default -> "";
        };
    }
}
