package io.swen.cli.automation;

import io.swen.cli.client.Gateway;
import io.swen.cli.console.CliException;
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

/** {@code swen kill-switch}: stops all automation, and lets it go on. */
@Command(name = "kill-switch", description = "Show whether automation is stopped, stop it at once, or let it go on.")
public final class KillSwitchCommand implements Callable<Integer> {

    enum Action {
        status,
        engage,
        release
    }

    @Parameters(arity = "0..1", defaultValue = "status", description = "${COMPLETION-CANDIDATES} (default: status)")
    Action action = Action.status;

    @Option(names = "--environment", paramLabel = "NAME", description = "One environment instead of all.")
    @Nullable
    String environment;

    @Option(names = "--reason", description = "Why; needed to engage and to release.")
    @Nullable
    String reason;

    @Option(
            names = "--as",
            defaultValue = "admin",
            paramLabel = "USER",
            description = "An approver may engage, an admin release.")
    String user = "admin";

    @Option(names = "--json", description = "Print the platform's answer.")
    boolean json;

    private final Context context;

    public KillSwitchCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Gateway gateway = new Gateway(context, user);
        JsonNode answer = switch (action) {
            case status -> gateway.get("/api/v1/kill-switch");
            case engage -> gateway.post("/api/v1/kill-switch/engage", asked(), UUID.randomUUID());
            case release -> gateway.post("/api/v1/kill-switch/release", asked(), UUID.randomUUID());
        };
        if (json) {
            context.terminal().print(answer);
            return ExitCode.OK.number();
        }
        if (!answer.path("engaged").asBoolean()) {
            context.terminal().print("The kill switch is not engaged.");
            return ExitCode.OK.number();
        }
        Table table = new Table("environment", "engaged by", "since", "reason");
        for (JsonNode each : answer.path("engagements")) {
            table.row(
                    Json.text(each, "environment", "all"),
                    Json.text(each, "engaged_by.name"),
                    Json.text(each, "engaged_at"),
                    Json.text(each, "reason"));
        }
        context.terminal().print(table);
        int running = answer.path("running").size();
        if (running > 0) {
            context.terminal()
                    .print(
                            running == 1
                                    ? "1 change had begun and stops at a safe point."
                                    : running + " changes had begun and stop at a safe point.");
        }
        return ExitCode.OK.number();
    }

    private ObjectNode asked() {
        if (reason == null) {
            throw new CliException(ExitCode.USAGE, "This needs a reason", "--reason …");
        }
        ObjectNode asked = Json.object().put("reason", reason);
        if (environment != null) {
            asked.put("environment", environment);
        }
        return asked;
    }
}
