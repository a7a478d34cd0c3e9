package io.swen.cli.client;

import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import io.swen.cli.stack.Context;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code swen explain}: why a workload was placed where it is. */
@Command(name = "explain", description = "Explain where a workload was placed and why.")
public final class ExplainCommand implements Callable<Integer> {
    @Parameters(paramLabel = "ID", description = "A workload, or a decision.")
    String id = "";

    @Option(names = "--as", defaultValue = "operator", paramLabel = "USER")
    String user = "operator";

    @Option(names = "--json", description = "Print the decision itself.")
    boolean json;

    private final Context context;

    public ExplainCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        JsonNode decision = decision(new Gateway(context, user));
        if (json) {
            context.terminal().print(decision);
        } else {
            context.terminal().print(Explanation.of(decision));
        }
        return ExitCode.OK.number();
    }

    private JsonNode decision(Gateway gateway) throws InterruptedException {
        String path = URLEncoder.encode(id, StandardCharsets.UTF_8);
        JsonNode workload;
        try {
            workload = gateway.get("/api/v1/workloads/" + path);
        } catch (CliException problem) {
            if (problem.exitCode() == ExitCode.NOT_FOUND && isDecisionId()) {
                return gateway.get("/api/v1/decisions/" + path);
            }
            throw problem;
        }
        String decisionId = Json.text(workload, "decision_id");
        if (decisionId == null) {
            throw new CliException(
                    ExitCode.CONFLICT,
                    id + " is " + Json.text(workload, "state", "?") + " and has no decision yet",
                    "Wait a moment and ask again.");
        }
        return gateway.get("/api/v1/decisions/" + decisionId);
    }

    private boolean isDecisionId() {
        return id.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    }
}
