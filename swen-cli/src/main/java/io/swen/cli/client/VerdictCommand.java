package io.swen.cli.client;

import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import io.swen.cli.stack.Context;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** A person's verdict on a change; which one, and whether a reason has to be given, is the subclass's. */
abstract class VerdictCommand implements Callable<Integer> {
    @Parameters(paramLabel = "CHANGE", description = "The change's id, see 'swen pending'.")
    String change = "";

    @Option(
            names = "--as",
            defaultValue = "approver1",
            paramLabel = "USER",
            description = "approver1 (default), approver2 or admin; never the author.")
    String user = "approver1";

    @Option(names = "--json", description = "Print the change after the verdict.")
    boolean json;

    private final Context context;
    private final String verdict;

    VerdictCommand(Context context, String verdict) {
        this.context = context;
        this.verdict = verdict;
    }

    abstract String reason();

    @Override
    public Integer call() throws IOException, InterruptedException {
        JsonNode after = Verdicts.give(new Gateway(context, user), change, verdict, reason());
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
