package io.swen.cli.process;

import io.swen.cli.console.CliException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Keeps one child process alive: starts it, notices readiness, restarts it after a death, and stops it when told. */
final class ManagedProcess {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final @Nullable String SETSID = findSetsid();

    private final ProcessSpec spec;
    private final Backoff backoff;
    private final Clock clock;
    private final Supervisor.Listener listener;
    private final BooleanSupplier killedOnPurpose;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    private ProcessState state = ProcessState.WAITING;
    private @Nullable Process process;
    private @Nullable Instant startedAt;
    private @Nullable Instant readyAt;
    private @Nullable Integer lastExit;
    private int restarts;
    private boolean stopRequested;
    private @Nullable Thread keeper;

    /** @param killedOnPurpose whether a process that ends now was ended by a drill, which says nothing against it */
    ManagedProcess(
            ProcessSpec spec,
            Backoff backoff,
            Clock clock,
            Supervisor.Listener listener,
            BooleanSupplier killedOnPurpose) {
        this.killedOnPurpose = killedOnPurpose;
        this.spec = spec;
        this.backoff = backoff;
        this.clock = clock;
        this.listener = listener;
    }

    ProcessSpec spec() {
        return spec;
    }

    void start() {
        lock.lock();
        try {
            if (keeper == null && !stopRequested) {
                keeper = Thread.ofPlatform()
                        .name("keeper-" + spec.name())
                        .daemon()
                        .start(this::keep);
            }
        } finally {
            lock.unlock();
        }
    }

    ProcessStatus status() {
        lock.lock();
        try {
            Process running = process;
            ProcessIdentity identity =
                    running != null && running.isAlive() ? ProcessIdentity.of(running.toHandle()) : null;
            return new ProcessStatus(
                    spec.name(),
                    spec.port(),
                    state,
                    identity,
                    startedAt,
                    readyAt,
                    restarts,
                    lastExit,
                    spec.stopSignal(),
                    spec.stopRank());
        } finally {
            lock.unlock();
        }
    }

    private void keep() {
        try {
            while (!stopping()) {
                runOnce();
                if (stopping() || !pauseBeforeRestart()) {
                    return;
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void runOnce() throws InterruptedException {
        Instant began = clock.instant();
        Process child;
        try {
            child = launch(began);
        } catch (IOException cannotStart) {
            ended(-1, "could not be started: " + cannotStart.getMessage());
            return;
        } catch (CliException known) {
            ended(-1, "could not be started: " + known.report());
            return;
        }
        if (child == null) {
            return;
        }
        awaitReadiness(child);
        int exit = child.waitFor();
        ended(exit, exitText(exit));
    }

    /** The child, or null when a stop came first. Under the lock, so that no stop can miss a child just being born. */
    private @Nullable Process launch(Instant began) throws IOException, InterruptedException {
        List<String> command = command(spec.launch().command());
        Files.createDirectories(spec.directory());
        LogFile.rotate(spec.log());
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(spec.directory().toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(spec.log().toFile()));
        builder.environment().clear();
        builder.environment().putAll(spec.environment());
        Process child;
        lock.lock();
        try {
            if (stopRequested) {
                return null;
            }
            child = builder.start();
            process = child;
            startedAt = began;
            readyAt = null;
            state = ProcessState.STARTING;
        } finally {
            lock.unlock();
        }
        listener.changed(status(), null);
        return child;
    }

    /** A session of its own keeps the child out of the reach of the terminal's Ctrl-C: order is kept when stopping. */
    private static List<String> command(List<String> command) {
        if (SETSID == null) {
            return command;
        }
        List<String> wrapped = new ArrayList<>();
        wrapped.add(SETSID);
        wrapped.addAll(command);
        return wrapped;
    }

    private void awaitReadiness(Process child) throws InterruptedException {
        while (child.isAlive() && !stopping()) {
            if (spec.readiness().ready()) {
                lock.lock();
                try {
                    if (state == ProcessState.STARTING) {
                        state = ProcessState.READY;
                        readyAt = clock.instant();
                        changed.signalAll();
                    }
                } finally {
                    lock.unlock();
                }
                listener.changed(status(), null);
                return;
            }
            TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
        }
    }

    private void ended(int exit, String how) {
        boolean wanted;
        lock.lock();
        try {
            wanted = stopRequested;
            Instant ready = readyAt;
            lastExit = exit;
            process = null;
            readyAt = null;
            if (wanted) {
                state = ProcessState.STOPPED;
            } else {
                if (killedOnPurpose.getAsBoolean()) {
                    backoff.killedOnPurpose();
                } else {
                    backoff.failedAfter(ready == null ? Duration.ZERO : Duration.between(ready, clock.instant()));
                }
                state = backoff.exhausted() ? ProcessState.FAILED : ProcessState.RESTARTING;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        listener.changed(status(), wanted ? null : spec.name() + " " + how + consequence());
    }

    private String consequence() {
        return backoff.exhausted()
                ? "; given up after " + backoff.failures() + " quick failures in a row, see " + spec.log()
                : "; starting it again in " + backoff.delay().toMillis() + " ms";
    }

    private static String exitText(int exit) {
        // A shell's convention, which the JDK follows: 128 + the signal that ended the process.
        return exit > 128 ? "was ended by signal " + (exit - 128) : "ended with exit code " + exit;
    }

    private boolean pauseBeforeRestart() throws InterruptedException {
        lock.lock();
        try {
            if (backoff.exhausted()) {
                return false;
            }
            long left = backoff.delay().toNanos();
            while (left > 0 && !stopRequested) {
                left = changed.awaitNanos(left);
            }
            restarts++;
            return !stopRequested;
        } finally {
            lock.unlock();
        }
    }

    private boolean stopping() {
        lock.lock();
        try {
            return stopRequested;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the child, gracefully if it manages within its bound, and starts none again. */
    void stop() throws IOException, InterruptedException {
        Process running;
        Thread thread;
        lock.lock();
        try {
            stopRequested = true;
            running = process;
            thread = keeper;
            if (running != null) {
                state = ProcessState.STOPPING;
            } else if (state != ProcessState.FAILED) {
                state = ProcessState.STOPPED;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        listener.changed(status(), null);
        if (running != null && running.isAlive()) {
            ProcessIdentity.signal(running.pid(), spec.stopSignal());
            if (!running.waitFor(spec.stopWithin().toMillis(), TimeUnit.MILLISECONDS)) {
                listener.changed(
                        status(),
                        spec.name() + " did not end within " + spec.stopWithin().toSeconds() + " s and is killed");
                running.destroyForcibly();
                running.waitFor(5, TimeUnit.SECONDS);
            }
        }
        if (thread != null) {
            thread.join(Duration.ofSeconds(5));
        }
    }

    private static @Nullable String findSetsid() {
        for (String folder : List.of("/usr/bin", "/bin", "/usr/local/bin")) {
            Path candidate = Path.of(folder, "setsid");
            if (Files.isExecutable(candidate)) {
                return candidate.toString();
            }
        }
        return null;
    }
}
