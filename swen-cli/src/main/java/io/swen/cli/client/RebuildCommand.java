package io.swen.cli.client;

import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import io.swen.cli.console.Table;
import io.swen.cli.stack.Context;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code swen rebuild}: makes the tables of changes anew from Git and the sealed audit log, or proves that they could be. */
@Command(
        name = "rebuild",
        description = "Make gitops-service's tables of changes anew from Git and the sealed audit log, where they are"
                + " empty; with --verify, build them beside the real ones and compare row by row.",
        footer = {"", "The last line is 'rebuild tables=… rows=… different=0'."})
public final class RebuildCommand implements Callable<Integer> {
    @Option(names = "--verify", description = "Only compare; nothing is changed.")
    boolean verify;

    @Option(
            names = "--as",
            defaultValue = "admin",
            paramLabel = "USER",
            description = "An admin; by default ${DEFAULT-VALUE}.")
    String user = "admin";

    private final Context context;

    public RebuildCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        JsonNode report = new Gateway(context, user)
                .post("/api/v1/rebuild" + (verify ? "/verification" : ""), Json.object(), UUID.randomUUID());
        Table table = new Table("table", "rows>", "different>");
        for (JsonNode each : report.path("compared")) {
            table.row(Json.text(each, "table", ""), Json.text(each, "rows", "0"), Json.text(each, "different", "0"));
        }
        context.terminal().print(table);
        context.terminal()
                .print(report.path("audited").asInt() + " ends and verdicts of the sealed audit log compared, "
                        + report.path("moving").asInt() + " changes left out because they changed meanwhile");
        report.path("findings").forEach(finding -> context.terminal().print("✗ " + finding.asString()));
        long different = report.path("different").asLong();
        context.terminal()
                .print("rebuild tables=" + report.path("tables").asInt() + " rows="
                        + report.path("rows").asLong() + " different=" + different);
        return different == 0 ? ExitCode.OK.number() : ExitCode.FAILED.number();
    }
}
