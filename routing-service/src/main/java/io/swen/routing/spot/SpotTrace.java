package io.swen.routing.spot;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Whether a zone had spot capacity of an instance type, seen at equal steps of time. */
public final class SpotTrace {

    private final String name;
    private final int gapSeconds;
    private final boolean[] available;

    public SpotTrace(String name, int gapSeconds, boolean[] available) {
        if (gapSeconds <= 0 || available.length == 0) {
            throw new IllegalArgumentException("trace " + name + " has " + available.length + " values every "
                    + gapSeconds + " s; it needs values and a step above zero");
        }
        this.name = name;
        this.gapSeconds = gapSeconds;
        this.available = available.clone();
    }

    public String name() {
        return name;
    }

    public int gapSeconds() {
        return gapSeconds;
    }

    public int length() {
        return available.length;
    }

    public boolean available(int tick) {
        return available[tick];
    }

    /** A part of it; the caller may keep what it gets. */
    public boolean[] window(int start, int ticks) {
        if (start < 0 || ticks < 1 || start + ticks > available.length) {
            throw new IllegalArgumentException("trace " + name + " has " + available.length + " values; a window of "
                    + ticks + " from " + start + " does not lie within");
        }
        return Arrays.copyOfRange(available, start, start + ticks);
    }

    /** Whether both tell of the same: by name, or by what they hold. */
    public boolean isSameAs(SpotTrace other) {
        return name.equals(other.name) || (gapSeconds == other.gapSeconds && Arrays.equals(available, other.available));
    }

    /** Whether any of some zones had capacity, as far as all of them were seen; they have to begin together and have one step. */
    public static SpotTrace anyOf(List<SpotTrace> zones) {
        int gap = zones.getFirst().gapSeconds;
        if (zones.stream().anyMatch(zone -> zone.gapSeconds != gap)) {
            throw new IllegalArgumentException("traces of different steps cannot be laid beside each other: " + zones);
        }
        int length = zones.stream().mapToInt(SpotTrace::length).min().orElseThrow();
        boolean[] any = new boolean[length];
        for (int t = 0; t < length; t++) {
            for (SpotTrace zone : zones) {
                any[t] |= zone.available[t];
            }
        }
        return new SpotTrace(zones.stream().map(SpotTrace::name).collect(Collectors.joining("+")), gap, any);
    }

    /** The share of the time with capacity. */
    public double share() {
        int count = 0;
        for (boolean value : available) {
            count += value ? 1 : 0;
        }
        return (double) count / available.length;
    }

    @Override
    public String toString() {
        return name + " (" + available.length + " values every " + gapSeconds + " s)";
    }
}
