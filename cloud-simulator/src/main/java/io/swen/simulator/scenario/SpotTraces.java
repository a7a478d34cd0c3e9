package io.swen.simulator.scenario;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Recorded availability of spot capacity; see the head of spot-traces.txt for its source. */
final class SpotTraces {

    static final Duration TICK = Duration.ofMinutes(10);

    /** A trace as long as it was recorded; after its end it begins anew. */
    record Trace(BitSet available, int length) {

        boolean isAvailable(long tick) {
            return available.get((int) Math.floorMod(tick, (long) length));
        }
    }

    /** Spans of ticks, from the first up to but not with the second, without capacity. */
    record Gap(long from, long to) {}

    private final Map<String, Trace> traces;

    private SpotTraces(Map<String, Trace> traces) {
        this.traces = Map.copyOf(traces);
    }

    static SpotTraces load() {
        Map<String, Trace> traces = new HashMap<>();
        try (InputStream file = SpotTraces.class.getResourceAsStream("spot-traces.txt")) {
            if (file == null) {
                throw new IllegalStateException("there is no file of spot traces");
            }
            var lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8)).lines();
            lines.filter(line -> !line.startsWith("#")).forEach(line -> {
                String[] parts = line.split(" ", -1);
                traces.put(parts[0], trace(parts));
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new SpotTraces(traces);
    }

    private static Trace trace(String[] parts) {
        BitSet available = new BitSet();
        boolean value = parts[1].equals("1");
        int at = 0;
        for (int i = 2; i < parts.length; i++) {
            int run = Integer.parseInt(parts[i]);
            available.set(at, at + run, value);
            at += run;
            value = !value;
        }
        return new Trace(available, at);
    }

    Trace trace(String name) {
        Trace trace = traces.get(name);
        if (trace == null) {
            throw new IllegalArgumentException("there is no spot trace " + name);
        }
        return trace;
    }

    /** The spans without capacity among so many ticks from one on, counted from there. */
    List<Gap> gaps(String name, long start, long ticks) {
        Trace trace = trace(name);
        List<Gap> gaps = new ArrayList<>();
        for (long tick = 0; tick < ticks; ) {
            if (trace.isAvailable(start + tick)) {
                tick++;
                continue;
            }
            long from = tick;
            while (tick < ticks && !trace.isAvailable(start + tick)) {
                tick++;
            }
            gaps.add(new Gap(from, tick));
        }
        return gaps;
    }
}
