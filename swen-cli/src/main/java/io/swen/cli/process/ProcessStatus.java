package io.swen.cli.process;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a supervised process at one moment.
 *
 * @param name what people call it
 * @param port where it listens
 * @param state where it stands
 * @param identity the running process; null while none runs
 * @param startedAt when this run began; null before the first
 * @param readyAt when this run became ready; null until then
 * @param restarts how often it was started again after it had died
 * @param lastExit how the last run ended; null while it never did
 * @param stopSignal the signal that asks it to end
 * @param stopRank lower ranks stop first
 */
public record ProcessStatus(
        String name,
        int port,
        ProcessState state,
        @Nullable ProcessIdentity identity,
        @Nullable Instant startedAt,
        @Nullable Instant readyAt,
        int restarts,
        @Nullable Integer lastExit,
        String stopSignal,
        int stopRank) {}
