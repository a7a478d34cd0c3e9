package io.swen.cli.client;

import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import io.swen.cli.stack.Context;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code swen rollback}: takes a change back. */
@Command(
        name = "rollback",
        description = "Take a change back that succeeded or is being rolled out, and pin its workloads.",
        footer = {"", "Decisions about a pinned workload are not applied until './swen pin release' releases it."})
public final class RollbackCommand implements Callable<Integer> {
    @Parameters(paramLabel = "CHANGE", description = "The change's id.")
    String change = "";

    @Option(names = "--reason", required = true, description = "Why; kept with the pin and in the commit.")
    String reason = "";

    @Option(names = "--as", defaultValue = "operator", paramLabel = "USER")
    String user = "operator";

    private final Context context;

    public RollbackCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        JsonNode answer = new Gateway(context, user)
                .post(
                        "/api/v1/changes/" + UUID.fromString(change) + "/rollback",
                        Json.object().put("reason", reason),
                        UUID.randomUUID());
        for (JsonNode opened : answer.path("changes")) {
            context.terminal().print("change " + Json.text(opened, "id") + ": " + Json.text(opened, "title"));
        }
        for (JsonNode pin : answer.path("pins")) {
            context.terminal().print("pinned " + Json.text(pin, "workload_id"));
        }
        return ExitCode.OK.number();
    }
}
