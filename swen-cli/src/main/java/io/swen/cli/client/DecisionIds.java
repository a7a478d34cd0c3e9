package io.swen.cli.client;

import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/** Finds the decision that somebody means by the name of a workload or by its own id. */
final class DecisionIds {

    private DecisionIds() {}

    static String resolve(Gateway gateway, String id) throws InterruptedException {
        String path = URLEncoder.encode(id, StandardCharsets.UTF_8);
        JsonNode workload;
        try {
            workload = gateway.get("/api/v1/workloads/" + path);
        } catch (CliException problem) {
            if (problem.exitCode() == ExitCode.NOT_FOUND && isDecisionId(id)) {
                return id;
            }
            throw problem;
        }
        String decision = Json.text(workload, "decision_id");
        if (decision == null) {
            throw new CliException(
                    ExitCode.CONFLICT,
                    id + " is " + Json.text(workload, "state", "?") + " and has no decision yet",
                    "Wait a moment and ask again.");
        }
        return decision;
    }

    private static boolean isDecisionId(String id) {
        return id.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    }
}
