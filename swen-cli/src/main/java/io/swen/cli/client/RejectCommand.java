package io.swen.cli.client;

import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import io.swen.cli.stack.Context;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code swen reject}: a person's verdict on a change. */
@Command(name = "reject", description = "Reject a change that waits, with its plan as it stands now.")
public final class RejectCommand implements Callable<Integer> {
    @Parameters(paramLabel = "CHANGE", description = "The change's id, see 'swen pending'.")
    String change = "";

    @Option(
            names = "--as",
            defaultValue = "approver1",
            paramLabel = "USER",
            description = "approver1 (default), approver2 or admin; never the author.")
    String user = "approver1";

    @Option(names = "--reason", required = true, description = "Kept with the verdict.")
    String reason = "";

    @Option(names = "--json", description = "Print the change after the verdict.")
    boolean json;

    private final Context context;

    public RejectCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        JsonNode after = Verdicts.give(new Gateway(context, user), change, "reject", reason);
        if (json) {
            context.terminal().print(after);
        } else {
            context.terminal()
                    .print("Change " + change + ": " + Json.text(after, "state", "?") + ", "
                            + Json.text(after, "approval.granted", "0") + " of "
                            + Json.text(after, "approval.required", "?") + " approvals");
        }
        return ExitCode.OK.number();
    }
}
