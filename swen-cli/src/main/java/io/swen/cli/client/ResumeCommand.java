package io.swen.cli.client;

import io.swen.cli.stack.Context;
import picocli.CommandLine.Command;

/** {@code swen resume}: has a paused workload decided anew. */
@Command(name = "resume", description = "Have a paused workload decided anew; it begins from its checkpoint.")
public final class ResumeCommand extends WorkloadLifeCommand {
    public ResumeCommand(Context context) {
        super(context, "resume");
    }
}
