package io.swen.cli.observability;

import io.swen.cli.client.Gateway;
import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import io.swen.cli.console.Terminal;
import io.swen.cli.stack.Context;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code swen verify trace}: is what follows from a workload one trace, from its submission to the cloud? */
@Command(
        name = "trace",
        description = {
            "Submit a workload to the platform running here, receive the spans that its services export, and print the trace.",
            "Start the platform with SWEN_OTLP_ENDPOINT=http://127.0.0.1:PORT/v1/traces, and this command with the same: it is",
            "the collector."
        },
        footer = {
            "",
            "The last line is 'trace spans=N services=A,B,C deployer=yes one_trace=yes id=…'; 'verify logs' looks for that id."
        })
public final class VerifyTraceCommand implements Callable<Integer> {
    static final String ENDPOINT = "SWEN_OTLP_ENDPOINT";

    /** Where the id of the last trace is kept. */
    static Path lastTrace(Context context) {
        return context.home().root().resolve("run/trace-id");
    }

    private static final Set<String> ARRIVED = Set.of("running", "completed");
    private static final Set<String> LOST = Set.of("failed", "cancelled", "unplaceable");
    private static final Set<String> NEEDED = Set.of("gateway", "routing", "gitops");
    private static final int MOST_LINES = 200;
    /** Exporters send every five seconds. */
    private static final Duration EXPORTED_WITHIN = Duration.ofSeconds(20);

    @Option(names = "--as", defaultValue = "operator", paramLabel = "USER", description = "Who submits.")
    String user = "operator";

    @Option(
            names = "--team",
            defaultValue = "research",
            description = "The workload's team (default ${DEFAULT-VALUE}).")
    String team = "research";

    @Option(
            names = "--patience",
            defaultValue = "PT3M",
            paramLabel = "DURATION",
            description = "How long the workload may take until it runs (default ${DEFAULT-VALUE}).")
    Duration patience = Duration.ofMinutes(3);

    private final Context context;

    public VerifyTraceCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (SpanReceiver receiver = receiver()) {
            SecureRandom random = new SecureRandom();
            String traceId = hex(random, 16);
            String spanId = hex(random, 8);
            // Sampled, whatever share of traces the services would choose themselves.
            Gateway submitting = new Gateway(context, user).inTrace("00-" + traceId + "-" + spanId + "-01");
            JsonNode submitted = submitting.post("/workload", workload(), UUID.randomUUID());
            String id = Json.text(submitted, "id", "");
            context.terminal().say("submitted " + id + " in trace " + traceId);
            Gateway gateway = new Gateway(context, user);
            await(gateway, id);
            TraceTree tree = collected(receiver, traceId, spanId);
            Files.writeString(lastTrace(context), traceId + "\n");
            int code = report(receiver, tree, traceId, id);
            gateway.post("/api/v1/workloads/" + id + "/cancel", Json.object(), UUID.randomUUID());
            return code;
        }
    }

    private static SpanReceiver receiver() throws IOException {
        String told = System.getenv(ENDPOINT);
        if (told == null || told.isBlank()) {
            throw new CliException(
                    ExitCode.USAGE,
                    ENDPOINT + " is not set",
                    "Start the platform with " + ENDPOINT
                            + "=http://127.0.0.1:4318/v1/traces ./swen up, and this with the" + " same.");
        }
        URI endpoint = URI.create(told);
        if (!Set.of("127.0.0.1", "localhost").contains(String.valueOf(endpoint.getHost()))
                || endpoint.getPort() < 0
                || endpoint.getPath().isEmpty()) {
            throw new CliException(
                    ExitCode.USAGE,
                    ENDPOINT + " is " + told + ", which cannot be listened at here",
                    "It has to be like http://127.0.0.1:4318/v1/traces.");
        }
        try {
            return SpanReceiver.at(endpoint);
        } catch (BindException taken) {
            throw new CliException(
                    ExitCode.FAILED,
                    "Something listens at " + told + " already",
                    "Stop that collector, or look at the trace there.",
                    taken);
        }
    }

    private ObjectNode workload() {
        ObjectNode body = Json.object();
        body.put("team", team).put("kind", "batch").put("cpu_cores", 1).put("memory_gb", 2);
        body.put("estimated_duration_hours", 1.0).put("interruptible", false);
        body.putObject("container").put("image", "ghcr.io/swen/trace:1");
        return body;
    }

    private void await(Gateway gateway, String id) throws InterruptedException {
        Instant deadline = context.clock().instant().plus(patience);
        String state = "";
        while (!ARRIVED.contains(state)) {
            if (LOST.contains(state) || context.clock().instant().isAfter(deadline)) {
                throw new CliException(
                        ExitCode.FAILED, id + " is " + state + " and does not run", "./swen explain " + id);
            }
            TimeUnit.MILLISECONDS.sleep(300);
            state = Json.text(gateway.get("/api/v1/workloads/" + id), "state", "");
        }
    }

    /** Waits until nothing more has come for two exports. */
    private TraceTree collected(SpanReceiver receiver, String traceId, String spanId) throws InterruptedException {
        Instant changed = context.clock().instant();
        Instant deadline = changed.plus(patience);
        int size = -1;
        TraceTree tree = new TraceTree(receiver.spans(), traceId, spanId);
        while (context.clock().instant().isBefore(deadline)
                && changed.plus(EXPORTED_WITHIN.dividedBy(tree.size() > 0 ? 2 : 1))
                        .isAfter(context.clock().instant())) {
            TimeUnit.MILLISECONDS.sleep(300);
            tree = new TraceTree(receiver.spans(), traceId, spanId);
            if (tree.size() != size) {
                size = tree.size();
                changed = context.clock().instant();
            }
        }
        return tree;
    }

    private int report(SpanReceiver receiver, TraceTree tree, String traceId, String workload) {
        Terminal terminal = context.terminal();
        List<String> lines = tree.lines();
        if (!lines.isEmpty()) {
            terminal.print("    after       took  service   span");
        }
        lines.stream().limit(MOST_LINES).forEach(terminal::print);
        if (lines.size() > MOST_LINES) {
            terminal.print("and " + (lines.size() - MOST_LINES) + " more");
        }
        List<ReceivedSpan> strays = receiver.spans().stream()
                .filter(span ->
                        span.has("workload_id", workload) && !span.traceId().equals(traceId))
                .toList();
        strays.forEach(span -> terminal.print("in another trace: " + span.service() + " " + span.name()));
        boolean one = tree.isWhole() && strays.isEmpty() && receiver.dropped() == 0;
        boolean passed = one && tree.reachedADeployer() && tree.services().containsAll(NEEDED);
        terminal.print("trace spans=" + tree.size() + " services=" + String.join(",", tree.services()) + " deployer="
                + yes(tree.reachedADeployer()) + " one_trace=" + yes(one) + " id=" + traceId);
        return (passed ? ExitCode.OK : ExitCode.FAILED).number();
    }

    private static String hex(SecureRandom random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static String yes(boolean is) {
        return is ? "yes" : "no";
    }
}
