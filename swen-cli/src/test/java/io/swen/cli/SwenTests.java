package io.swen.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.swen.cli.stack.Context;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class SwenTests {

    @Test
    void everyCommandTellsOfItselfAtAnyDepth() {
        assertHelp(Swen.commandLine(Context.system()));
    }

    private static void assertHelp(CommandLine command) {
        assertThat(command.getCommandSpec().optionsMap())
                .as(command.getCommandSpec().qualifiedName())
                .containsKey("--help");
        command.getSubcommands().values().forEach(SwenTests::assertHelp);
    }
}
