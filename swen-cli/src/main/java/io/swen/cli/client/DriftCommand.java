package io.swen.cli.client;

import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import io.swen.cli.console.Table;
import io.swen.cli.stack.Context;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code swen drift}: where what runs differs from what the repository says. */
@Command(name = "drift", description = "List where what runs differs from what the repository says.")
public final class DriftCommand implements Callable<Integer> {
    @Option(names = "--as", defaultValue = "operator", paramLabel = "USER")
    String user = "operator";

    @Option(names = "--all", description = "Also what is found no more.")
    boolean all;

    @Option(names = "--json", description = "Print the platform's answer.")
    boolean json;

    private final Context context;

    public DriftCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        JsonNode answer = new Gateway(context, user).get("/api/v1/drift" + (all ? "?open=false" : ""));
        if (json) {
            context.terminal().print(answer);
            return ExitCode.OK.number();
        }
        Table table = new Table("class", "subject", "state", "since", "differences", "note");
        for (JsonNode drift : answer.path("items")) {
            List<String> differences = new ArrayList<>();
            for (JsonNode one : drift.path("differences")) {
                differences.add(Json.text(one, "attribute") + ": " + Json.text(one, "wanted", "-") + " → "
                        + Json.text(one, "found", "-"));
            }
            table.row(
                    Json.text(drift, "class"),
                    Json.text(drift, "subject"),
                    Json.text(drift, "state"),
                    Json.text(drift, "first_seen_at"),
                    String.join("; ", differences),
                    Json.text(drift, "note", ""));
        }
        if (table.isEmpty()) {
            context.terminal().print("What runs is what the repository says.");
        } else {
            context.terminal().print(table);
        }
        return ExitCode.OK.number();
    }
}
