package io.swen.cli.drill;

import io.swen.cli.client.Gateway;
import io.swen.cli.client.Verdicts;
import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import io.swen.cli.stack.Context;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** People around a drill: they say yes to what waits for them, and clear up after it. */
final class Bystanders {

    private final Context context;
    private final String reason;

    /** @param reason what they say for their verdicts */
    Bystanders(Context context, String reason) {
        this.context = context;
        this.reason = reason;
    }

    /** Says yes to a workload's change, where it waits for people, as both approvers would. */
    void approve(JsonNode workload) throws IOException, InterruptedException {
        String change = Json.text(workload, "change_id");
        if (change != null && "awaiting_approval".equals(Json.text(workload, "state", ""))) {
            approve(change);
        }
    }

    /** Says yes to a change, as both approvers would. */
    void approve(String change) throws IOException, InterruptedException {
        for (String approver : List.of("approver1", "approver2")) {
            approve(new Gateway(context, approver), change);
        }
    }

    /** Says yes to a change, unless it was decided meanwhile. */
    void approve(Gateway approver, String change) throws InterruptedException {
        try {
            Verdicts.give(approver, change, "approve", reason);
        } catch (CliException refusal) {
            if (refusal.exitCode() != ExitCode.CONFLICT) {
                throw refusal;
            }
        }
    }

    /** Cancels workloads; what cannot be cancelled is told of and keeps nobody from the others. */
    void cancel(Gateway gateway, Collection<String> workloads) throws InterruptedException {
        for (String workload : workloads) {
            try {
                gateway.post("/api/v1/workloads/" + workload + "/cancel", Json.object(), UUID.randomUUID());
            } catch (CliException refusal) {
                context.terminal().print("✗ " + workload + " could not be cancelled: " + refusal.getMessage());
            }
        }
    }
}
