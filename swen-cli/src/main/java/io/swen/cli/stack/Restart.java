package io.swen.cli.stack;

import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Terminal;
import io.swen.cli.process.ProcessIdentity;
import io.swen.cli.process.ProcessState;
import io.swen.cli.process.ProcessStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Kills a process of the running platform, which its supervisor then starts again. */
public final class Restart {
    private static final Duration RECOVERY_WITHIN = Duration.ofMinutes(4);
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    private final Context context;

    public Restart(Context context) {
        this.context = context;
    }

    /** The processes that run now, by name. */
    List<String> names() throws IOException {
        return running().processes().stream().map(ProcessStatus::name).toList();
    }

    /** The process that serves under a name, if it is ready. */
    public OptionalLong pid(String name) {
        try {
            return running().processes().stream()
                    .filter(process -> process.name().equals(name) && process.state() == ProcessState.READY)
                    .map(ProcessStatus::identity)
                    .filter(identity -> identity != null)
                    .mapToLong(ProcessIdentity::pid)
                    .findFirst();
        } catch (IOException | CliException away) {
            return OptionalLong.empty();
        }
    }

    /** Kills it as {@code kill -9} does, and returns once its successor is ready; answers how long that took. */
    public Duration kill(String name) throws IOException, InterruptedException {
        ProcessIdentity victim = ready(name, null);
        context.terminal().say("kill -9 " + name + " (" + victim.pid() + ")");
        long began = System.nanoTime();
        victim.alive().ifPresent(ProcessHandle::destroyForcibly);
        ready(name, victim);
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        context.terminal().say("  " + name + " is ready again after " + Terminal.readable(took));
        return took;
    }

    /**
     * Kills it as {@code kill -9} does and keeps it from being started again for a time, by stopping the supervisor meanwhile;
     * answers how long it took to be ready after that.
     */
    public Duration outage(String name, Duration length) throws IOException, InterruptedException {
        ProcessIdentity victim;
        try (Outage outage = away(name)) {
            victim = outage.victim;
            TimeUnit.MILLISECONDS.sleep(length.toMillis());
        }
        long began = System.nanoTime();
        ready(name, victim);
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        context.terminal().say("  " + name + " is ready again after " + Terminal.readable(took));
        return took;
    }

    /** Kills it as {@code kill -9} does and keeps it from being started again until what is answered is closed. */
    public Outage away(String name) throws IOException, InterruptedException {
        ProcessIdentity supervisor = running().supervisor();
        ProcessIdentity victim = ready(name, null);
        context.terminal().say("kill -9 " + name + " (" + victim.pid() + ")");
        supervisor.signal("STOP");
        victim.alive().ifPresent(ProcessHandle::destroyForcibly);
        return new Outage(name, supervisor, victim);
    }

    /** A process that is not there, because its supervisor is stopped. */
    public static final class Outage implements AutoCloseable {
        private final String name;
        private final ProcessIdentity supervisor;
        private final ProcessIdentity victim;

        private Outage(String name, ProcessIdentity supervisor, ProcessIdentity victim) {
            this.name = name;
            this.supervisor = supervisor;
            this.victim = victim;
        }

        /** What is not there. */
        public String name() {
            return name;
        }

        /** Lets the supervisor start it again. */
        @Override
        public void close() throws IOException {
            try {
                supervisor.signal("CONT");
            } catch (InterruptedException stopped) {
                // The signal is sent; only its sender was not waited for.
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The process that serves under a name now, once it is ready. */
    public ProcessIdentity serving(String name) throws IOException, InterruptedException {
        return ready(name, null);
    }

    /** Returns once a successor of a process that was killed is ready. */
    public void awaitSuccessor(String name, ProcessIdentity killed) throws IOException, InterruptedException {
        ready(name, killed);
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
