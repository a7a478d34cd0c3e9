package io.swen.cli.stack;

import io.swen.cli.console.Json;
import io.swen.cli.process.ProcessIdentity;
import io.swen.cli.process.ProcessStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * The local platform at one moment, as {@code state.json} keeps it for other commands.
 *
 * @param phase where the whole stands
 * @param problem why it failed; null unless it did
 * @param supervisor the process that keeps the others alive
 * @param portBase the gateway's port
 * @param speed how fast the simulated clouds' time runs
 * @param beganAt when {@code up} was typed
 * @param readyAt when everything was ready; null until then
 * @param milestones what took how long on the way
 * @param events what went wrong and was put right since, the newest last
 * @param processes the children
 */
record Snapshot(
        Phase phase,
        @Nullable String problem,
        ProcessIdentity supervisor,
        int portBase,
        double speed,
        Instant beganAt,
        @Nullable Instant readyAt,
        List<Milestone> milestones,
        List<Event> events,
        List<ProcessStatus> processes) {
    Snapshot {
        milestones = List.copyOf(milestones);
        events = List.copyOf(events);
        processes = List.copyOf(processes);
    }

    /** The supervisor's way from start to end. */
    enum Phase {
        STARTING,
        READY,
        FAILED,
        STOPPING
    }

    /**
     * A step of the start.
     *
     * @param name what was done
     * @param beganMillis when it began, counted from {@code up}
     * @param endedMillis when it was done, counted from {@code up}
     */
    record Milestone(String name, long beganMillis, long endedMillis) {}

    /**
     * Something a person should know.
     *
     * @param at when it happened
     * @param text what happened
     */
    record Event(Instant at, String text) {}

    /** What the file says; empty if there is none. A file that cannot be read counts as none: it is written anew. */
    static Optional<Snapshot> read(Path file) throws IOException {
        try {
            return Optional.of(Json.bind(Json.parse(Files.readString(file)), Snapshot.class));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (JacksonException otherVersion) {
            return Optional.empty();
        }
    }

    void write(Path file) throws IOException {
        SwenHome.write(file, Json.pretty(Json.tree(this)));
    }

    /** True while the supervisor that wrote this still runs. */
    boolean supervised() {
        return supervisor.alive().isPresent();
    }
}
