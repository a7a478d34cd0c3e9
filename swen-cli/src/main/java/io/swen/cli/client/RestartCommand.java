package io.swen.cli.client;

import io.swen.cli.stack.Context;
import picocli.CommandLine.Command;

/** {@code swen restart}: replaces what runs by the same at the same place. */
@Command(
        name = "restart",
        description =
                "Replace what runs by the same at the same place, by a change; the old runs on until the new has taken over.")
public final class RestartCommand extends WorkloadLifeCommand {
    public RestartCommand(Context context) {
        super(context, "restart");
    }
}
