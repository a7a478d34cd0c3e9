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

/** {@code swen replay}: does a decision come out the same when it is decided again? */
@Command(
        name = "replay",
        description = "Decide again from what is stored beside a decision, and compare the bytes.",
        footer = {"", "The exit code is 1 when it comes out otherwise, or cannot be decided again."})
public final class ReplayCommand implements Callable<Integer> {
    @Parameters(paramLabel = "ID", description = "A workload, for its newest decision, or a decision.")
    String id = "";

    @Option(names = "--as", defaultValue = "operator", paramLabel = "USER")
    String user = "operator";

    @Option(names = "--json", description = "Print the platform's answer.")
    boolean json;

    private final Context context;

    public ReplayCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Gateway gateway = new Gateway(context, user);
        JsonNode replay = gateway.post(
                "/api/v1/decisions/" + DecisionIds.resolve(gateway, id) + "/replay", Json.object(), UUID.randomUUID());
        String verdict = Json.text(replay, "verdict", "?");
        if (json) {
            context.terminal().print(replay);
        } else {
            context.terminal().print("Decision " + Json.text(replay, "decision_id", "?") + ": " + verdict);
            context.terminal()
                    .print("  recorded " + Json.text(replay, "recorded_hash", "–") + "\n  replayed "
                            + Json.text(replay, "replayed_hash", "–"));
            for (JsonNode obstacle : replay.path("obstacles")) {
                context.terminal()
                        .print("  " + Json.text(obstacle, "code", "?") + ": " + Json.text(obstacle, "detail", ""));
            }
            for (JsonNode difference : replay.path("differences")) {
                context.terminal()
                        .print("  " + Json.text(difference, "field", "?") + ": " + Json.text(difference, "before", "–")
                                + " → " + Json.text(difference, "after", "–"));
            }
        }
        return verdict.equals("identical") ? ExitCode.OK.number() : ExitCode.FAILED.number();
    }
}
