package io.swen.cli.client;

import io.swen.cli.stack.Context;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code swen approve}. */
@Command(name = "approve", description = "Approve a change that waits, with its plan as it stands now.")
public final class ApproveCommand extends VerdictCommand {
    @Option(names = "--reason", defaultValue = "approved with the swen command", description = "Kept with the verdict.")
    String reason = "";

    public ApproveCommand(Context context) {
        super(context, "approve");
    }

    @Override
    String reason() {
        return reason;
    }
}
