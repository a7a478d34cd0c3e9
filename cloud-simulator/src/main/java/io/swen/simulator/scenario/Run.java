package io.swen.simulator.scenario;

import io.swen.simulator.market.Seeded;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A scenario that was started, with everything the seed decides worked out: a pure function of scenario, seed and start.
 *
 * @param endsAt when its time is over, or when it was stopped
 */
record Run(Scenario scenario, long seed, Instant startedAt, Instant endsAt, List<Window> windows) {

    /** From when to when an effect works, up to but not with the second. */
    record Window(Effect effect, int index, Instant from, Instant to) {

        boolean contains(Instant at) {
            return !at.isBefore(from) && at.isBefore(to);
        }
    }

    Run {
        windows = List.copyOf(windows);
    }

    static Run of(Scenario scenario, long seed, Instant startedAt, SpotTraces traces) {
        return of(scenario, seed, startedAt, startedAt.plus(scenario.duration()), traces);
    }

    static Run of(Scenario scenario, long seed, Instant startedAt, Instant endsAt, SpotTraces traces) {
        List<Window> windows = new ArrayList<>();
        for (int index = 0; index < scenario.effects().size(); index++) {
            Effect effect = scenario.effects().get(index);
            long hash = Seeded.hash(Seeded.hash(seed, scenario.name()), index);
            Duration late = part(effect.jitter(), Seeded.unit(Seeded.hash(hash, 1)));
            Duration to = Objects.requireNonNullElse(effect.to(), scenario.duration());
            Instant from = startedAt.plus(effect.from()).plus(late);
            Instant until = startedAt.plus(to).plus(late);
            if (effect instanceof Effect.Replay replay) {
                long tick = replay.tick() + (long) (Seeded.unit(Seeded.hash(hash, 2)) * (replay.drift() + 1));
                long ticks = Duration.between(from, until).dividedBy(SpotTraces.TICK);
                for (SpotTraces.Gap gap : traces.gaps(replay.trace(), tick, ticks)) {
                    add(
                            windows,
                            effect,
                            index,
                            from.plus(SpotTraces.TICK.multipliedBy(gap.from())),
                            from.plus(SpotTraces.TICK.multipliedBy(gap.to())),
                            endsAt);
                }
            } else {
                add(windows, effect, index, from, until, endsAt);
            }
        }
        return new Run(scenario, seed, startedAt, endsAt, windows);
    }

    /** The same run, stopped before its time. */
    Run stoppedAt(Instant at, SpotTraces traces) {
        return of(scenario, seed, startedAt, at, traces);
    }

    boolean isActive(Instant at) {
        return !at.isBefore(startedAt) && at.isBefore(endsAt);
    }

    /** When the instances of an effect are launched. */
    List<Instant> launches(Window window, Effect.Launches effect) {
        List<Instant> times = new ArrayList<>();
        for (Instant at = window.from(); at.isBefore(window.to()); at = at.plus(effect.every())) {
            times.add(at);
        }
        return times;
    }

    private static void add(List<Window> windows, Effect effect, int index, Instant from, Instant to, Instant endsAt) {
        Instant until = to.isBefore(endsAt) ? to : endsAt;
        if (from.isBefore(until)) {
            windows.add(new Window(effect, index, from, until));
        }
    }

    private static Duration part(@Nullable Duration whole, double share) {
        return whole == null ? Duration.ZERO : Duration.ofSeconds((long) (whole.toSeconds() * share));
    }
}
