package io.swen.cli.stack;

import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Table;
import io.swen.cli.console.Terminal;
import io.swen.cli.process.ProcessIdentity;
import io.swen.cli.process.ProcessState;
import io.swen.cli.process.ProcessStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code swen drill}: breaks the running platform on purpose and checks that nothing was lost. */
@Command(name = "drill", description = "Break the running platform on purpose and check that it recovers.")
public final class DrillCommand {
    private static final Duration FIRST_KILL_AFTER = Duration.ofSeconds(5);
    private static final Duration RECOVERY_WITHIN = Duration.ofMinutes(4);
    private static final Duration DEMO_WITHIN = Duration.ofMinutes(20);
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

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
        List<String> names =
                running().processes().stream().map(ProcessStatus::name).toList();
        Process demo = new ProcessBuilder(
                        context.project().root().resolve("swen").toString(), "demo")
                .inheritIO()
                .start();
        Table table = new Table("killed", "pid>", "ready again after>");
        int recovered = 0;
        try {
            TimeUnit.MILLISECONDS.sleep(FIRST_KILL_AFTER.toMillis());
            for (String name : names) {
                ProcessIdentity victim = ready(name, null);
                terminal.say("kill -9 " + name + " (" + victim.pid() + ")");
                long began = System.nanoTime();
                victim.alive().ifPresent(ProcessHandle::destroyForcibly);
                ready(name, victim);
                Duration took = Duration.ofNanos(System.nanoTime() - began);
                terminal.say("  " + name + " is ready again after " + Terminal.readable(took));
                table.row(name, Long.toString(victim.pid()), Terminal.readable(took));
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

    /** The process that serves under a name, once it is ready and not the one that was killed. */
    private ProcessIdentity ready(String name, @Nullable ProcessIdentity killed)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + RECOVERY_WITHIN.toNanos();
        while (System.nanoTime() < deadline) {
            Optional<ProcessIdentity> found = running().processes().stream()
                    .filter(process -> process.name().equals(name) && process.state() == ProcessState.READY)
                    .map(ProcessStatus::identity)
                    .filter(identity -> identity != null && !identity.equals(killed))
                    .findFirst();
            if (found.isPresent()) {
                return found.get();
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
        }
        throw new CliException(
                ExitCode.FAILED,
                name + " was not ready within " + RECOVERY_WITHIN.toMinutes() + " minutes",
                "./swen logs " + name + " says why.");
    }

    private Snapshot running() throws IOException {
        return context.snapshot()
                .filter(Snapshot::supervised)
                .orElseThrow(() -> new CliException(
                        ExitCode.UNREACHABLE, "The platform is not running.", "Start it with ./swen up --detach."));
    }
}
