package io.swen.cli.stack;

import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Table;
import io.swen.cli.console.Terminal;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;

/** {@code swen drill}: breaks the running platform on purpose and checks that nothing was lost. */
@Command(name = "drill", description = "Break the running platform on purpose and check that it recovers.")
public final class DrillCommand {
    private static final Duration FIRST_KILL_AFTER = Duration.ofSeconds(5);
    private static final Duration DEMO_WITHIN = Duration.ofMinutes(20);

    private final Context context;
    private final Terminal terminal;

    public DrillCommand(Context context) {
        this.context = context;
        this.terminal = context.terminal();
    }

    @Command(
            name = "crash",
            description = "Kill each process (kill -9) in turn while the demonstration runs.",
            footer = {"", "The last line is 'crash kills=… recovered=… demo_exit=…'."})
    int crash() throws IOException, InterruptedException {
        Restart restart = new Restart(context);
        List<String> names = restart.names();
        Process demo = new ProcessBuilder(
                        context.project().root().resolve("swen").toString(), "demo")
                .inheritIO()
                .start();
        Table table = new Table("killed", "ready again after>");
        int recovered = 0;
        try {
            TimeUnit.MILLISECONDS.sleep(FIRST_KILL_AFTER.toMillis());
            for (String name : names) {
                table.row(name, Terminal.readable(restart.kill(name)));
                recovered++;
            }
            if (!demo.waitFor(DEMO_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                throw new CliException(
                        ExitCode.TIMED_OUT,
                        "the demonstration did not end within " + DEMO_WITHIN.toMinutes() + " minutes");
            }
        } finally {
            demo.destroy();
        }
        terminal.print(table);
        terminal.print("crash kills=" + names.size() + " recovered=" + recovered + " demo_exit=" + demo.exitValue());
        return demo.exitValue() == 0 ? ExitCode.OK.number() : ExitCode.FAILED.number();
    }
}
