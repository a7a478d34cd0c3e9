package io.swen.cli.client;

import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Says yes or no to a change, bound to the plan as it stands when asked. */
public final class Verdicts {
    private Verdicts() {}

    /** @return the change after the verdict */
    public static JsonNode give(Gateway gateway, String change, String verdict, String reason)
            throws InterruptedException {
        return give(gateway, change, Json.object().put("verdict", verdict).put("reason", reason));
    }

    /**
     * The same with all that a verdict may carry.
     *
     * @param asked but for the plan's hash
     */
    static JsonNode give(Gateway gateway, String change, ObjectNode asked) throws InterruptedException {
        JsonNode found = gateway.get("/api/v1/changes/" + change);
        String hash = Json.text(found, "plan.hash");
        if (hash == null) {
            throw new CliException(
                    ExitCode.CONFLICT,
                    "Change " + change + " is " + Json.text(found, "state", "?") + " and has no plan to decide on",
                    "./swen pending lists what waits.");
        }
        return gateway.post("/api/v1/changes/" + change + "/verdicts", asked.put("plan_hash", hash), UUID.randomUUID());
    }
}
