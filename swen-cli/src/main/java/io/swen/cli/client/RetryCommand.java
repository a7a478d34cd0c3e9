package io.swen.cli.client;

import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import io.swen.cli.stack.Context;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code swen retry}: tries a change again that did not reach its end. */
@Command(
        name = "retry",
        description = "Try a change again that failed, was rejected or cancelled, or expired.",
        footer = {
            "",
            "A new change passes the whole pipeline, with a plan and approvals of its own. Where a decision stood behind it,",
            "its workload is decided anew, at the prices of now."
        })
public final class RetryCommand implements Callable<Integer> {
    @Parameters(paramLabel = "CHANGE", description = "The change's id.")
    String change = "";

    @Option(
            names = "--reason",
            required = true,
            description = "Why; kept in the audit log, and in the commit or history.")
    String reason = "";

    @Option(names = "--as", defaultValue = "operator", paramLabel = "USER")
    String user = "operator";

    private final Context context;

    public RetryCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Gateway gateway = new Gateway(context, user);
        String path = "/api/v1/changes/" + UUID.fromString(change);
        JsonNode before = gateway.get(path);
        JsonNode item = before.path("items").path(0);
        boolean decided = Json.text(before, "origin", "").equals("decision")
                && !Json.text(item, "action", "teardown").equals("teardown");
        if (decided) {
            String workload = Json.text(item, "workload_id");
            JsonNode after = gateway.post(
                    "/api/v1/workloads/" + URLEncoder.encode(workload, StandardCharsets.UTF_8) + "/retry",
                    Json.object().put("reason", reason),
                    UUID.randomUUID());
            context.terminal().print("Workload " + workload + ": " + Json.text(after, "state", "?"));
        } else {
            JsonNode opened = gateway.post(path + "/retry", Json.object().put("reason", reason), UUID.randomUUID());
            context.terminal().print("change " + Json.text(opened, "id") + ": " + Json.text(opened, "title"));
        }
        return ExitCode.OK.number();
    }
}
