package io.swen.cli.client;

import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import io.swen.cli.console.Table;
import io.swen.cli.stack.Context;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code swen remote}: how it stands with the remote of the environment repository. */
@Command(
        name = "remote",
        description = "Show how it stands with the remote of the environment repository.",
        footer = {"", "Ends with 1 where people have to do something about it."})
public final class RemoteCommand implements Callable<Integer> {

    @Option(names = "--as", defaultValue = "operator", paramLabel = "USER")
    private String user = "operator";

    @Option(names = "--json", description = "Print the platform's answer.")
    private boolean json;

    private final Context context;

    public RemoteCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        JsonNode remote = new Gateway(context, user).get("/api/v1/remote");
        String state = Json.text(remote, "state", "unknown");
        if (json) {
            context.terminal().print(remote);
        } else {
            Table table = new Table("remote", "branch", "state", "remote has", "main has", "since", "detail");
            table.row(
                    Json.text(remote, "remote"),
                    Json.text(remote, "branch"),
                    state,
                    shortened(Json.text(remote, "remote_commit", "")),
                    shortened(Json.text(remote, "local_commit", "")),
                    Json.text(remote, "since"),
                    Json.text(remote, "detail"));
            context.terminal().print(table);
        }
        return switch (state) {
            case "none", "in_sync", "taking" -> ExitCode.OK.number();
            default -> ExitCode.FAILED.number();
        };
    }

    private static String shortened(String commit) {
        return commit.length() > 12 ? commit.substring(0, 12) : commit;
    }
}
