package io.swen.cli.client;

import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import io.swen.cli.stack.Context;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

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

    @Option(
            names = "--for",
            paramLabel = "ACTOR-ID",
            description = "Who let you give verdicts in his stead, see 'swen delegate'.")
    @Nullable
    String onBehalfOf;

    @Option(names = "--json", description = "Print the change after the verdict.")
    boolean json;

    private final Context context;
    private final String verdict;

    VerdictCommand(Context context, String verdict) {
        this.context = context;
        this.verdict = verdict;
    }

    abstract String reason();

    /** Adds what only this verdict carries. */
    void add(ObjectNode asked) {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        ObjectNode asked = Json.object().put("verdict", verdict).put("reason", reason());
        if (onBehalfOf != null) {
            asked.put("on_behalf_of", onBehalfOf);
        }
        add(asked);
        JsonNode after = Verdicts.give(new Gateway(context, user), change, asked);
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
