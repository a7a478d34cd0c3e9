package io.swen.cli.checks;

import picocli.CommandLine.Command;

/** {@code swen verify}: checks that find out whether something was tampered with; each is a subcommand. */
@Command(
        name = "verify",
        synopsisSubcommandLabel = "WHAT",
        description = "Check that what is there is what it should be.",
        footer = {"", "The last line of each is a summary of the form 'what name=value …'."})
public final class VerifyCommand {}
