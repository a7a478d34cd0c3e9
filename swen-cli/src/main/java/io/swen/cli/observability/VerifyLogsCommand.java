package io.swen.cli.observability;

import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import io.swen.cli.console.Table;
import io.swen.cli.console.Terminal;
import io.swen.cli.project.JavaInstallation;
import io.swen.cli.stack.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code swen verify logs}: can the services' logs be loaded into a search engine and be found there by their trace? */
@Command(
        name = "logs",
        description = {
            "Load the logs of the platform running here into a real OpenSearch, under the index template of deploy/logging, and",
            "search them for a trace. OpenSearch is fetched with Maven once, runs for this command only, and is removed."
        },
        footer = {"", "The last line is 'logs loaded=N rejected=N trace_found=yes services=A,B'."})
public final class VerifyLogsCommand implements Callable<Integer> {
    private static final String STREAM = "/logs-swen-default";
    private static final int BATCH = 1_000;
    private static final int SHOWN = 20;

    @Option(
            names = "--trace",
            paramLabel = "ID",
            description = "What to look for; if left out, what 'verify trace' did last.")
    @Nullable
    String trace;

    @Option(
            names = "--opensearch",
            paramLabel = "FILE",
            description = "An archive (zip) of OpenSearch instead of Maven's.")
    @Nullable
    Path archive;

    private final Context context;
    private long loaded;
    private long rejected;

    public VerifyLogsCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path logs = context.home().root().resolve("logs");
        if (!Files.isDirectory(logs)) {
            throw new CliException(ExitCode.FAILED, "There are no logs in " + logs, "./swen up starts the platform.");
        }
        String traceId = traceId();
        Path fetched =
                archive == null ? SearchEngine.archive(context.home().root().resolve("run/opensearch")) : archive;
        try (SearchEngine engine = SearchEngine.start(fetched, JavaInstallation.current())) {
            prepare(engine);
            LogLines lines = new LogLines();
            load(engine, lines, logs);
            require(engine.call("POST", STREAM + "/_refresh", null), "refresh");
            return report(engine, lines, traceId);
        }
    }

    private String traceId() throws IOException {
        if (trace != null) {
            return trace;
        }
        Path last = VerifyTraceCommand.lastTrace(context);
        if (!Files.exists(last)) {
            throw new CliException(
                    ExitCode.USAGE,
                    "There is no trace to look for",
                    "Give --trace ID, or run ./swen verify trace first.");
        }
        return Files.readString(last).strip();
    }

    private void prepare(SearchEngine engine) throws IOException, InterruptedException {
        Path files = context.project().root().resolve("deploy/logging");
        SearchEngine.Answer retention = engine.call(
                "PUT",
                "/_plugins/_ism/policies/swen-logs",
                Files.readString(files.resolve("opensearch/ism-policy.json")));
        context.terminal()
                .say(
                        retention.succeeded()
                                ? "retention: the policy is in place"
                                : "retention: not checked, as this OpenSearch comes without its Index State Management ("
                                        + retention.status() + ")");
        ObjectNode template =
                (ObjectNode) Json.parse(Files.readString(files.resolve("elasticsearch/index-template.json")));
        // OpenSearch's policies name their indices, and it knows no such setting.
        ObjectNode settings = (ObjectNode) template.path("template").path("settings");
        settings.remove("index.lifecycle.name");
        require(engine.call("PUT", "/_index_template/swen-logs", Json.write(template)), "the index template");
    }

    private void load(SearchEngine engine, LogLines lines, Path logs) throws IOException, InterruptedException {
        StringBuilder batch = new StringBuilder();
        int[] size = {0};
        try {
            lines.read(logs, document -> {
                batch.append("{\"create\":{}}\n").append(document).append('\n');
                size[0]++;
                if (size[0] == BATCH) {
                    send(engine, batch);
                    size[0] = 0;
                }
            });
        } catch (UncheckedIOException broken) {
            throw broken.getCause();
        }
        if (size[0] > 0) {
            send(engine, batch);
        }
    }

    private void send(SearchEngine engine, StringBuilder batch) {
        try {
            SearchEngine.Answer answer = engine.call("POST", STREAM + "/_bulk", batch.toString());
            require(answer, "the bulk call");
            for (JsonNode item : answer.body().path("items")) {
                if (item.path("create").path("status").asInt() == 201) {
                    loaded++;
                } else {
                    rejected++;
                    context.terminal()
                            .say("rejected: " + Json.write(item.path("create").path("error")));
                }
            }
            batch.setLength(0);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException(ExitCode.INTERRUPTED, "interrupted while loading", null, e);
        }
    }

    private int report(SearchEngine engine, LogLines lines, String traceId) throws IOException, InterruptedException {
        ObjectNode query = Json.object();
        query.put("size", SHOWN);
        query.putObject("query").putObject("term").put("trace.id", traceId);
        query.putArray("sort").addObject().put("@timestamp", "asc");
        query.putObject("aggs").putObject("services").putObject("terms").put("field", "service.name");
        SearchEngine.Answer found = engine.call("POST", STREAM + "/_search", Json.write(query));
        require(found, "the search");
        Terminal terminal = context.terminal();
        Table table = new Table("at", "service", "level", "message");
        for (JsonNode hit : found.body().path("hits").path("hits")) {
            JsonNode document = hit.path("_source");
            table.row(
                    document.path("@timestamp").asString(),
                    document.path("service").path("name").asString(),
                    document.path("log").path("level").asString(),
                    shortened(document.path("message").asString()));
        }
        if (!table.isEmpty()) {
            terminal.print(table);
        }
        Set<String> services = new LinkedHashSet<>();
        found.body()
                .path("aggregations")
                .path("services")
                .path("buckets")
                .forEach(bucket -> services.add(bucket.path("key").asString().replaceFirst("-service$", "")));
        terminal.say(lines.skipped() + " lines are of programs that write no JSON");
        terminal.print("logs loaded=" + loaded + " rejected=" + rejected + " trace_found="
                + (services.isEmpty() ? "no" : "yes") + " services=" + String.join(",", services));
        return (rejected == 0 && !services.isEmpty() ? ExitCode.OK : ExitCode.FAILED).number();
    }

    private static String shortened(String message) {
        return message.length() > 110 ? message.substring(0, 109) + "…" : message;
    }

    private static void require(SearchEngine.Answer answer, String what) {
        if (!answer.succeeded()) {
            throw new CliException(
                    ExitCode.FAILED,
                    "OpenSearch answered " + answer.status() + " to " + what + ": " + Json.write(answer.body()));
        }
    }
}
