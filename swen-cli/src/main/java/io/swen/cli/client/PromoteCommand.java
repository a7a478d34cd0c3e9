package io.swen.cli.client;

import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import io.swen.cli.stack.Context;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code swen promote}: what runs well in one environment is brought to the next. */
@Command(
        name = "promote",
        description = "Bring what a workload runs to the next environment, with the evidence for it.")
public final class PromoteCommand implements Callable<Integer> {
    @Parameters(paramLabel = "WORKLOAD", description = "In the environment that it is promoted from.")
    String workload = "";

    @Option(names = "--to", required = true, paramLabel = "ENVIRONMENT", description = "Such as staging or prod.")
    String to = "";

    @Option(
            names = "--target",
            paramLabel = "WORKLOAD",
            description = "What it stands for there, if not <name>-<environment>.")
    @Nullable
    String target;

    @Option(names = "--reason", description = "Stands in the commit.")
    @Nullable
    String reason;

    @Option(names = "--as", defaultValue = "operator", paramLabel = "USER")
    String user = "operator";

    @Option(names = "--json", description = "Print the platform's answer.")
    boolean json;

    private final Context context;

    public PromoteCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        ObjectNode body = Json.object();
        body.put("workload_id", workload);
        body.put("to_environment", to);
        if (target != null) {
            body.put("target_workload_id", target);
        }
        if (reason != null) {
            body.put("reason", reason);
        }
        JsonNode answer = new Gateway(context, user).post("/api/v1/promotions", body, UUID.randomUUID());
        if (json) {
            context.terminal().print(answer);
            return ExitCode.OK.number();
        }
        String measured = Json.text(answer, "evidence.measured_cost.amount");
        context.terminal()
                .print("Change " + Json.text(answer, "change.id", "?") + ": " + Json.text(answer, "change.title", "?")
                        + ".\n  " + Json.text(answer, "evidence.image", "?") + " has been "
                        + Json.text(answer, "evidence.state", "?") + " in "
                        + Json.text(answer, "from_environment", "?") + " for "
                        + Json.text(answer, "evidence.healthy_for", "?") + ".\n  "
                        + (measured == null ? "Cost not measured: " : measured + " USD measured, ")
                        + Json.text(answer, "evidence.measured_note", ""));
        return ExitCode.OK.number();
    }
}
