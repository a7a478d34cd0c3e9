package io.swen.cli.client;

import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import io.swen.cli.stack.Context;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code swen explain}: why a workload was placed where it is. */
@Command(name = "explain", description = "Explain where a workload was placed and why.")
public final class ExplainCommand implements Callable<Integer> {
    private static final int MOST_FLIPS = 5;

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
        Gateway gateway = new Gateway(context, user);
        JsonNode decision = gateway.get("/api/v1/decisions/" + DecisionIds.resolve(gateway, id));
        if (json) {
            context.terminal().print(decision);
        } else {
            context.terminal().print(Explanation.of(decision));
            if (Json.at(decision, "offer").isObject()) {
                context.terminal().print(flips(gateway, Json.text(decision, "id", "")));
            }
        }
        return ExitCode.OK.number();
    }

    private static String flips(Gateway gateway, String decision) throws InterruptedException {
        JsonNode answer;
        try {
            answer = gateway.get("/api/v1/decisions/" + decision + "/counterfactuals");
        } catch (CliException problem) {
            if (problem.exitCode() == ExitCode.CONFLICT) {
                return "What would have flipped it cannot be told: " + problem.getMessage();
            }
            throw problem;
        }
        List<String> flips = answer.path("items")
                .valueStream()
                .filter(item -> Json.text(item, "flips_at") != null)
                .limit(MOST_FLIPS)
                .map(item -> "  " + Json.text(item, "explanation", ""))
                .toList();
        return flips.isEmpty()
                ? "No single change would have flipped the choice."
                : "The smallest changes that would have flipped the choice:\n" + String.join("\n", flips);
    }
}
