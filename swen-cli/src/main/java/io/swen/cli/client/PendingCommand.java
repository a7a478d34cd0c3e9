package io.swen.cli.client;

import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import io.swen.cli.console.Table;
import io.swen.cli.stack.Context;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code swen pending}: the changes that wait for a person. */
@Command(name = "pending", description = "List the changes that wait for approval.")
public final class PendingCommand implements Callable<Integer> {
    @Option(names = "--as", defaultValue = "operator", paramLabel = "USER")
    String user = "operator";

    @Option(names = "--json", description = "Print the platform's answer.")
    boolean json;

    private final Context context;

    public PendingCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        JsonNode answer = new Gateway(context, user).get("/pending");
        if (json) {
            context.terminal().print(answer);
            return ExitCode.OK.number();
        }
        Table table = new Table("change", "title", "by", "level", "granted>", "USD/h after>", "expires");
        for (JsonNode change : answer.path("items")) {
            table.row(
                    Json.text(change, "id"),
                    Json.text(change, "title"),
                    Json.text(change, "author.name"),
                    Json.text(change, "approval.level"),
                    Json.text(change, "approval.granted", "0") + " of " + Json.text(change, "approval.required", "?"),
                    Json.text(change, "plan.hourly_cost_after.amount"),
                    Json.text(change, "approval.expires_at"));
        }
        if (table.isEmpty()) {
            context.terminal().print("Nothing waits for approval.");
        } else {
            context.terminal().print(table);
        }
        return ExitCode.OK.number();
    }
}
