package io.swen.cli.automation;

import io.swen.cli.client.Gateway;
import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import io.swen.cli.console.Table;
import io.swen.cli.stack.Context;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code swen mode}: how far automation may go in each environment. */
@Command(name = "mode", description = "Show how far automation may go in each environment, or set it for one.")
public final class ModeCommand implements Callable<Integer> {

    enum Mode {
        observe,
        recommend,
        act
    }

    @Parameters(index = "0", arity = "0..1", paramLabel = "ENVIRONMENT")
    @Nullable
    String environment;

    @Parameters(index = "1", arity = "0..1", paramLabel = "MODE", description = "${COMPLETION-CANDIDATES}")
    @Nullable
    Mode mode;

    @Option(names = "--reason", description = "Why; needed to set a mode.")
    String reason = "";

    @Option(names = "--as", defaultValue = "admin", paramLabel = "USER")
    String user = "admin";

    @Option(names = "--json", description = "Print the platform's answer.")
    boolean json;

    private final Context context;

    public ModeCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Gateway gateway = new Gateway(context, user);
        JsonNode answer = environment == null
                ? gateway.get("/api/v1/environments?limit=200")
                : one(gateway, "/api/v1/environments/" + environment + "/mode");
        if (json) {
            context.terminal().print(answer);
            return ExitCode.OK.number();
        }
        Table table = new Table("environment", "mode", "set by", "since", "reason", "held back");
        for (JsonNode shown :
                answer.has("items") ? answer.path("items") : Json.array().add(answer)) {
            table.row(
                    Json.text(shown, "environment"),
                    Json.text(shown, "mode"),
                    Json.text(shown, "set_by.name", Json.text(shown, "origin", "?")),
                    Json.text(shown, "since"),
                    Json.text(shown, "reason"),
                    Json.text(shown, "held_back"));
        }
        context.terminal().print(table);
        return ExitCode.OK.number();
    }

    private JsonNode one(Gateway gateway, String path) throws InterruptedException {
        JsonNode before = gateway.get(path);
        if (mode == null) {
            return before;
        }
        if (reason.isBlank()) {
            throw new CliException(
                    ExitCode.USAGE,
                    "Setting a mode needs a reason",
                    "./swen mode " + environment + " " + mode + " --reason …");
        }
        return gateway.put(
                path,
                Json.object().put("mode", mode.name()).put("reason", reason),
                before.path("version").asLong());
    }
}
