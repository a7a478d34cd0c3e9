package io.swen.cli.client;

import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import io.swen.cli.console.Table;
import io.swen.cli.stack.Context;
import java.io.IOException;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code swen pin}: the workloads that are kept as they are after a change of them went wrong. */
@Command(
        name = "pin",
        description = "List and release workloads that are kept as they are.",
        subcommands = {})
public final class PinCommand implements Runnable {
    private final Context context;

    @picocli.CommandLine.Spec
    picocli.CommandLine.Model.@org.jspecify.annotations.Nullable CommandSpec spec;

    public PinCommand(Context context) {
        this.context = context;
    }

    @Override
    public void run() {
        if (spec != null) {
            spec.commandLine().usage(spec.commandLine().getOut());
        }
    }

    @Command(name = "list", description = "List the pins in force.")
    int list(
            @Option(names = "--as", defaultValue = "operator", paramLabel = "USER") String user,
            @Option(names = "--json", description = "Print the platform's answer.") boolean json)
            throws IOException, InterruptedException {
        JsonNode answer = new Gateway(context, user).get("/api/v1/pins");
        if (json) {
            context.terminal().print(answer);
            return ExitCode.OK.number();
        }
        Table table = new Table("workload", "since", "by", "change", "reason");
        for (JsonNode pin : answer.path("items")) {
            table.row(
                    Json.text(pin, "workload_id"),
                    Json.text(pin, "pinned_at"),
                    pin.path("automatic").asBoolean() ? "swen" : Json.text(pin, "pinned_by"),
                    Json.text(pin, "change_id"),
                    Json.text(pin, "reason"));
        }
        if (table.isEmpty()) {
            context.terminal().print("Nothing is pinned.");
        } else {
            context.terminal().print(table);
        }
        return ExitCode.OK.number();
    }

    @Command(name = "release", description = "Let decisions about a workload be applied again.")
    int release(
            @Parameters(paramLabel = "WORKLOAD") String workload,
            @Option(names = "--reason", required = true, description = "Why it may change again.") String reason,
            @Option(names = "--as", defaultValue = "operator", paramLabel = "USER") String user)
            throws IOException, InterruptedException {
        JsonNode pin = new Gateway(context, user)
                .post("/api/v1/pins/" + workload + "/release", Json.object().put("reason", reason), UUID.randomUUID());
        context.terminal().print("released " + Json.text(pin, "workload_id"));
        return ExitCode.OK.number();
    }
}
