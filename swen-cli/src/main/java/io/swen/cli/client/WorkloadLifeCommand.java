package io.swen.cli.client;

import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import io.swen.cli.stack.Context;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** What a person has done with a workload as a whole; which it is, is the subclass's. */
abstract class WorkloadLifeCommand implements Callable<Integer> {
    @Parameters(paramLabel = "WORKLOAD", description = "The workload's id, see 'swen workloads'.")
    String workload = "";

    @Option(names = "--as", defaultValue = "operator", paramLabel = "USER")
    String user = "operator";

    @Option(names = "--json", description = "Print the workload afterwards.")
    boolean json;

    private final Context context;
    private final String action;

    WorkloadLifeCommand(Context context, String action) {
        this.context = context;
        this.action = action;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        JsonNode after = new Gateway(context, user)
                .post(
                        "/api/v1/workloads/" + URLEncoder.encode(workload, StandardCharsets.UTF_8) + "/" + action,
                        Json.object(),
                        UUID.randomUUID());
        if (json) {
            context.terminal().print(after);
        } else {
            context.terminal().print("Workload " + workload + ": " + Json.text(after, "state", "?"));
        }
        return ExitCode.OK.number();
    }
}
