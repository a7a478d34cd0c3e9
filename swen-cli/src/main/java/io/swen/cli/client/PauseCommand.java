package io.swen.cli.client;

import io.swen.cli.stack.Context;
import picocli.CommandLine.Command;

/** {@code swen pause}: has a workload rest until it is resumed. */
@Command(
        name = "pause",
        description =
                "Have a workload rest until it is resumed; what runs saves its checkpoint and is torn down by a change.")
public final class PauseCommand extends WorkloadLifeCommand {
    public PauseCommand(Context context) {
        super(context, "pause");
    }
}
