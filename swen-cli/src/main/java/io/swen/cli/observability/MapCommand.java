package io.swen.cli.observability;

import io.swen.cli.client.Gateway;
import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import io.swen.cli.console.Table;
import io.swen.cli.stack.Context;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code swen map}: who calls whom, and how that goes. */
@Command(
        name = "map",
        description =
                "Show which service called what in the last five minutes: how often, how many calls failed, and how long 95 of"
                        + " 100 took at most.")
public final class MapCommand implements Callable<Integer> {
    @Option(names = "--json", description = "Print what the platform answered.")
    boolean json;

    @Option(names = "--as", defaultValue = "operator", paramLabel = "USER")
    String user = "operator";

    private final Context context;

    public MapCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        JsonNode map = new Gateway(context, user).get("/api/v1/service-map");
        if (json) {
            context.terminal().print(map);
            return ExitCode.OK.number();
        }
        Table nodes = new Table("node", "kind", "answers", "received/min>", "failed>", "p95 ms>");
        for (JsonNode node : map.path("nodes")) {
            JsonNode received = node.path("received");
            nodes.row(
                    Json.text(node, "name", ""),
                    Json.text(node, "kind", ""),
                    node.path("answers").isBoolean() ? node.path("answers").asBoolean() ? "yes" : "NO" : "–",
                    received.isObject() ? number(received.path("calls_per_minute")) : "–",
                    percent(received.path("error_rate")),
                    number(received.path("p95_ms")));
        }
        context.terminal().print(nodes);
        Table edges = new Table("from", "to", "calls/min>", "failed>", "p95 ms>");
        for (JsonNode edge : map.path("edges")) {
            JsonNode calls = edge.path("calls");
            edges.row(
                    Json.text(edge, "from", ""),
                    Json.text(edge, "to", ""),
                    number(calls.path("calls_per_minute")),
                    percent(calls.path("error_rate")),
                    number(calls.path("p95_ms")));
        }
        context.terminal().print("");
        context.terminal().print(edges);
        return ExitCode.OK.number();
    }

    private static String number(JsonNode value) {
        return value.isNumber() ? String.format(Locale.ROOT, "%.1f", value.asDouble()) : "–";
    }

    private static String percent(JsonNode value) {
        return value.isNumber() ? String.format(Locale.ROOT, "%.2f %%", value.asDouble() * 100) : "–";
    }
}
