package io.swen.cli.client;

import io.swen.cli.stack.Context;
import picocli.CommandLine.Command;

/** {@code swen cancel}: ends a workload. */
@Command(name = "cancel", description = "End a workload; what runs of it is torn down by a change.")
public final class CancelCommand extends WorkloadLifeCommand {
    public CancelCommand(Context context) {
        super(context, "cancel");
    }
}
