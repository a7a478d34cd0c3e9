package io.swen.cli.client;

import io.swen.cli.stack.Context;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code swen reject}. */
@Command(name = "reject", description = "Reject a change that waits, with its plan as it stands now.")
public final class RejectCommand extends VerdictCommand {
    @Option(names = "--reason", required = true, description = "Kept with the verdict.")
    String reason = "";

    public RejectCommand(Context context) {
        super(context, "reject");
    }

    @Override
    String reason() {
        return reason;
    }
}
