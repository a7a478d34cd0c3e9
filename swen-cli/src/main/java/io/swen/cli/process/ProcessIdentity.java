package io.swen.cli.process;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Names one process for good: a pid alone may have been given to another process since.
 *
 * @param pid the process id
 * @param startedAt when the system says it started
 */
public record ProcessIdentity(long pid, Instant startedAt) {
    /** The system derives start times from the boot time, which a correction of the clock may shift a little. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    /** The identity of a running process; where the system tells no start time, that of the epoch. */
    public static ProcessIdentity of(ProcessHandle handle) {
        return new ProcessIdentity(handle.pid(), handle.info().startInstant().orElse(Instant.EPOCH));
    }

    public static ProcessIdentity ofThisProcess() {
        return of(ProcessHandle.current());
    }

    /** The process, if it still runs and is the one that was meant. */
    public Optional<ProcessHandle> alive() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(handle -> Duration.between(of(handle).startedAt(), startedAt)
                                .abs()
                                .compareTo(TOLERANCE)
                        <= 0);
    }

    /** Asks the process to end, kills it after the bound, and returns when it is gone; nothing if it is gone already. */
    public void stop(String signal, Duration within) throws IOException, InterruptedException {
        Optional<ProcessHandle> handle = alive();
        if (handle.isPresent()) {
            signal(pid, signal);
            if (!waitForEnd(handle.get(), within)) {
                handle.get().destroyForcibly();
                waitForEnd(handle.get(), Duration.ofSeconds(5));
            }
        }
    }

    /** Sends a signal, such as STOP and later CONT; nothing if the process is gone. */
    public void signal(String signal) throws IOException, InterruptedException {
        if (alive().isPresent()) {
            signal(pid, signal);
        }
    }

    /** True if the process ended within the bound. */
    public static boolean waitForEnd(ProcessHandle handle, Duration within) throws InterruptedException {
        long deadline = System.nanoTime() + within.toNanos();
        while (handle.isAlive()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(25);
        }
        return true;
    }

    /** Java sends only TERM and KILL; PostgreSQL wants INT to end its sessions as well. */
    static void signal(long pid, String signal) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!kill.waitFor(5, TimeUnit.SECONDS)) {
            kill.destroyForcibly();
        }
    }
}
