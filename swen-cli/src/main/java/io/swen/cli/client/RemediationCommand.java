package io.swen.cli.client;

import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import io.swen.cli.console.Table;
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

/** {@code swen remediation}: what is done about interruptions and outages. */
@Command(name = "remediation", description = "Show what is done about interruptions and outages, and take it over.")
public final class RemediationCommand implements Callable<Integer> {
    private static final String PATH = "/api/v1/remediations";

    private final Context context;

    public RemediationCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        return list(true, null, 50, "operator", false);
    }

    @Command(name = "list", description = "List remediations, the newest first.")
    int list(
            @Option(names = "--open", description = "Only those that have not ended.") boolean open,
            @Option(names = "--incident", paramLabel = "ID", description = "Only those of an incident.") @Nullable
                    UUID incident,
            @Option(names = "--limit", defaultValue = "50", paramLabel = "N", description = "1 to 200 (default 50).")
                    int limit,
            @Option(names = "--as", defaultValue = "operator", paramLabel = "USER") String user,
            @Option(names = "--json", description = "Print the platform's answer.") boolean json)
            throws IOException, InterruptedException {
        JsonNode answer = new Gateway(context, user)
                .get(PATH + "?limit=" + limit + (open ? "&open=true" : "")
                        + (incident == null ? "" : "&incident_id=" + incident));
        if (json) {
            context.terminal().print(answer);
            return ExitCode.OK.number();
        }
        Table table = new Table("remediation", "workload", "runbook", "state", "outcome", "due", "why");
        for (JsonNode item : answer.path("items")) {
            table.row(
                    Json.text(item, "id", ""),
                    Json.text(item, "workload_id", ""),
                    Json.text(item, "runbook", ""),
                    Json.text(item, "state", ""),
                    Json.text(item, "outcome", "") + late(item),
                    Json.text(item, "due_at", ""),
                    Json.text(item, "reason", ""));
        }
        if (table.isEmpty()) {
            context.terminal().print(open ? "Nothing is being remedied." : "Nothing was remedied yet.");
        } else {
            context.terminal().print(table);
        }
        return ExitCode.OK.number();
    }

    @Command(name = "show", description = "Show a remediation with its timeline.")
    int show(
            @Parameters(paramLabel = "ID") UUID id,
            @Option(names = "--as", defaultValue = "operator", paramLabel = "USER") String user,
            @Option(names = "--json", description = "Print the platform's answer.") boolean json)
            throws IOException, InterruptedException {
        return print(new Gateway(context, user).get(PATH + "/" + id), json);
    }

    @Command(name = "acknowledge", description = "Take note of a remediation; one that waits for a person goes on.")
    int acknowledge(
            @Parameters(paramLabel = "ID") UUID id,
            @Option(names = "--as", defaultValue = "operator", paramLabel = "USER") String user)
            throws IOException, InterruptedException {
        return print(
                new Gateway(context, user).post(PATH + "/" + id + "/acknowledge", Json.object(), UUID.randomUUID()),
                false);
    }

    @Command(name = "hand-over", description = "Take a remediation from automation, or give it to somebody.")
    int handOver(
            @Parameters(paramLabel = "ID") UUID id,
            @Option(names = "--to", paramLabel = "USER", description = "Who has it from now on (default: who calls).")
                    @Nullable
                    String to,
            @Option(names = "--note", paramLabel = "TEXT") @Nullable String note,
            @Option(names = "--as", defaultValue = "operator", paramLabel = "USER") String user)
            throws IOException, InterruptedException {
        ObjectNode body = Json.object();
        if (to != null) {
            body.put("to", to);
        }
        if (note != null) {
            body.put("note", note);
        }
        return print(new Gateway(context, user).post(PATH + "/" + id + "/handover", body, UUID.randomUUID()), false);
    }

    @Command(name = "abort", description = "End a remediation; a change that is under way goes on.")
    int abort(
            @Parameters(paramLabel = "ID") UUID id,
            @Option(names = "--note", paramLabel = "TEXT") @Nullable String note,
            @Option(names = "--as", defaultValue = "operator", paramLabel = "USER") String user)
            throws IOException, InterruptedException {
        ObjectNode body = Json.object();
        if (note != null) {
            body.put("note", note);
        }
        return print(new Gateway(context, user).post(PATH + "/" + id + "/abort", body, UUID.randomUUID()), false);
    }

    private int print(JsonNode item, boolean json) {
        if (json) {
            context.terminal().print(item);
            return ExitCode.OK.number();
        }
        context.terminal()
                .print(Json.text(item, "workload_id", "") + " in " + Json.text(item, "region", "") + ": "
                        + Json.text(item, "state", "") + " " + Json.text(item, "outcome", "") + late(item));
        context.terminal()
                .print("runbook " + Json.text(item, "runbook", "") + ", change " + Json.text(item, "change_id", "none")
                        + ", incident " + Json.text(item, "incident_id", "none"));
        Table table = new Table("at", "what", "detail");
        for (JsonNode entry : item.path("timeline")) {
            table.row(Json.text(entry, "at", ""), Json.text(entry, "what", ""), Json.text(entry, "detail", ""));
        }
        context.terminal().print(table);
        return ExitCode.OK.number();
    }

    private static String late(JsonNode item) {
        JsonNode inTime = item.path("in_time");
        return inTime.isBoolean() ? inTime.asBoolean() ? " in time" : " late" : "";
    }
}
