package io.swen.cli.process;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A set of child processes kept alive together and stopped in the order of their ranks. */
public final class Supervisor {
    private final Map<String, ManagedProcess> processes = new LinkedHashMap<>();
    private final Clock clock;
    private final Listener listener;
    private final BooleanSupplier drill;
    private boolean stopped;

    public Supervisor(Clock clock, Listener listener) {
        this(clock, listener, () -> false);
    }

    /** @param drill whether a drill kills processes at the moment: then it does not count how often they end */
    public Supervisor(Clock clock, Listener listener, BooleanSupplier drill) {
        this.clock = clock;
        this.listener = listener;
        this.drill = drill;
    }

    /** Starts a process and keeps it alive from now on; does nothing once the supervisor has been stopped. */
    public synchronized void start(ProcessSpec spec) {
        start(spec, Backoff.standard());
    }

    synchronized void start(ProcessSpec spec, Backoff backoff) {
        if (stopped) {
            return;
        }
        ManagedProcess process = new ManagedProcess(spec, backoff, clock, listener, drill);
        if (processes.putIfAbsent(spec.name(), process) != null) {
            throw new IllegalArgumentException(spec.name() + " is supervised already");
        }
        process.start();
    }

    public synchronized List<ProcessStatus> statuses() {
        return processes.values().stream().map(ManagedProcess::status).toList();
    }

    /** Waits until every process started so far is ready; answers the first that is failed for good or not ready in time. */
    public @Nullable ProcessStatus awaitReady(Duration within) throws InterruptedException {
        long deadline = System.nanoTime() + within.toNanos();
        while (true) {
            ProcessStatus waiting = null;
            for (ProcessStatus status : statuses()) {
                if (status.state() == ProcessState.FAILED) {
                    return status;
                }
                if (status.state() != ProcessState.READY && waiting == null) {
                    waiting = status;
                }
            }
            if (waiting == null || System.nanoTime() - deadline > 0) {
                return waiting;
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    /** Stops one process and forgets it, so that another may be started under its name; nothing if there is none. */
    public void stop(String name) throws IOException, InterruptedException {
        ManagedProcess process;
        synchronized (this) {
            process = processes.remove(name);
        }
        if (process != null) {
            process.stop();
        }
    }

    /** Stops all processes, rank after rank, those of one rank together; returns when none is left. */
    public void stop() throws InterruptedException {
        List<ManagedProcess> all;
        synchronized (this) {
            stopped = true;
            all = new ArrayList<>(processes.values());
        }
        Map<Integer, List<ManagedProcess>> ranks = new TreeMap<>(Comparator.naturalOrder());
        for (ManagedProcess process : all) {
            ranks.computeIfAbsent(process.spec().stopRank(), rank -> new ArrayList<>())
                    .add(process);
        }
        for (List<ManagedProcess> together : ranks.values()) {
            List<Thread> stoppers = new ArrayList<>();
            for (ManagedProcess process : together) {
                stoppers.add(Thread.ofPlatform().start(() -> stopOne(process)));
            }
            for (Thread stopper : stoppers) {
                stopper.join();
            }
        }
    }

    private void stopOne(ManagedProcess process) {
        try {
            process.stop();
        } catch (IOException cannotSignal) {
            listener.changed(
                    process.status(), process.spec().name() + " could not be stopped: " + cannotSignal.getMessage());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Told of every change of a process's state. */
    @FunctionalInterface
    public interface Listener {
        /** @param event what a person should know about it; null for what was expected */
        void changed(ProcessStatus status, @Nullable String event);
    }
}
