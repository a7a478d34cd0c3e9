package io.swen.cli.client;

import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import io.swen.cli.console.Table;
import io.swen.cli.stack.Context;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code swen workloads}: what was submitted and where it stands. */
@Command(name = "workloads", description = "List workloads, the newest first.")
public final class WorkloadsCommand implements Callable<Integer> {
    @Option(names = "--state", description = "Only those in this state.")
    @Nullable
    String state;

    @Option(names = "--team", description = "Only this team's.")
    @Nullable
    String team;

    @Option(names = "--limit", defaultValue = "50", description = "At most this many, up to 200 (default 50).")
    int limit;

    @Option(names = "--as", defaultValue = "operator", paramLabel = "USER")
    String user = "operator";

    @Option(names = "--json", description = "Print the platform's answer.")
    boolean json;

    private final Context context;

    public WorkloadsCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        StringBuilder path = new StringBuilder("/api/v1/workloads?limit=" + limit);
        filter(path, "state", state);
        filter(path, "team", team);
        JsonNode answer = new Gateway(context, user).get(path.toString());
        if (json) {
            context.terminal().print(answer);
            return ExitCode.OK.number();
        }
        Table table =
                new Table("id", "state", "kind", "team", "environment", "cpu>", "GiB>", "gpus>", "priority", "updated");
        for (JsonNode workload : answer.path("items")) {
            table.row(
                    Json.text(workload, "id"),
                    Json.text(workload, "state"),
                    Json.text(workload, "kind"),
                    Json.text(workload, "team"),
                    Json.text(workload, "environment"),
                    Json.text(workload, "cpu_cores"),
                    Json.text(workload, "memory_gb"),
                    Json.text(workload, "gpus"),
                    Json.text(workload, "priority"),
                    Json.text(workload, "updated_at"));
        }
        if (table.isEmpty()) {
            context.terminal().print("No workloads.");
        } else {
            context.terminal().print(table);
            if (Json.text(answer, "next") != null) {
                context.terminal().say("There are more; --limit takes up to 200.");
            }
        }
        return ExitCode.OK.number();
    }

    private static void filter(StringBuilder path, String name, @Nullable String value) {
        if (value != null) {
            path.append('&').append(name).append('=').append(URLEncoder.encode(value, StandardCharsets.UTF_8));
        }
    }
}
