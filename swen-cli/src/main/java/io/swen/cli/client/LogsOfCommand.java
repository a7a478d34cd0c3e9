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

/** {@code swen workload-logs}: the end of what a deployment's replicas wrote. */
@Command(name = "workload-logs", description = "Show the end of the logs of a deployment's replicas.")
public final class LogsOfCommand implements Callable<Integer> {

    @Parameters(paramLabel = "DEPLOYMENT", description = "Id of a deployment.")
    private UUID deployment = new UUID(0, 0);

    @Option(names = "--kib", defaultValue = "64", description = "So much, 1 to 256 KiB of all together (default 64).")
    private int kib;

    @Option(names = "--as", defaultValue = "operator", paramLabel = "USER")
    private String user = "operator";

    @Option(names = "--json", description = "Print the platform's answer.")
    private boolean json;

    private final Context context;

    public LogsOfCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        JsonNode logs = new Gateway(context, user).get("/api/v1/deployments/" + deployment + "/logs?kib=" + kib);
        if (json) {
            context.terminal().print(logs);
            return ExitCode.OK.number();
        }
        for (JsonNode replica : logs.path("replicas")) {
            context.terminal()
                    .print("replica " + Json.text(replica, "replica", "?")
                            + (replica.path("complete").asBoolean(false) ? "" : " (the beginning is left out)"));
            context.terminal().print(Json.text(replica, "text", ""));
        }
        return ExitCode.OK.number();
    }
}
