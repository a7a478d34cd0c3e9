package io.swen.telemetry.forecast;

/** Where a value lies with some probability. */
public record Interval(double low, double high) {

    public Interval {
        if (!(low <= high)) {
            throw new IllegalArgumentException("an interval from " + low + " to " + high);
        }
    }

    /** Whether a value lies in it. */
    public boolean contains(double value) {
        return value >= low && value <= high;
    }
}
