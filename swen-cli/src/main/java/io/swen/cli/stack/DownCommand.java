package io.swen.cli.stack;

import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Terminal;
import io.swen.cli.process.ProcessIdentity;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code swen down}: stops the platform of this home folder, whoever keeps it. */
@Command(name = "down", description = "Stop the platform; its data stays.")
public final class DownCommand implements Callable<Integer> {
    private static final Duration STOP_WITHIN = Duration.ofSeconds(90);

    private final Context context;

    public DownCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Terminal terminal = context.terminal();
        Optional<Snapshot> snapshot = context.snapshot();
        if (snapshot.isEmpty() || (!snapshot.get().supervised() && !LeftOvers.any(snapshot.get()))) {
            terminal.print("The platform is not running.");
            return ExitCode.OK.number();
        }
        Instant began = context.clock().instant();
        ProcessIdentity supervisor = snapshot.get().supervisor();
        Optional<ProcessHandle> running = supervisor.alive();
        if (running.isPresent()) {
            running.get().destroy();
            if (!ProcessIdentity.waitForEnd(running.get(), STOP_WITHIN)) {
                throw new CliException(
                        ExitCode.TIMED_OUT,
                        "The supervisor (pid " + supervisor.pid() + ") is still stopping after "
                                + STOP_WITHIN.toSeconds() + " s",
                        "Wait, or kill -9 " + supervisor.pid() + " and run ./swen down again.");
            }
        }
        List<String> left = LeftOvers.stop(context.snapshot().orElse(snapshot.get()));
        if (!left.isEmpty()) {
            terminal.say("Stopped what a killed ./swen up had left running: " + String.join(", ", left));
        }
        terminal.print("Stopped after "
                + Terminal.readable(Duration.between(began, context.clock().instant())) + "; the data stays in "
                + context.home().root());
        return ExitCode.OK.number();
    }
}
