package io.swen.telemetry.metrics;

import java.time.Instant;

/** A value of a series over the period that begins at {@code time}. */
record Sample(long series, Instant time, double value) {

    Sample {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            throw new IllegalArgumentException("a sample of series " + series + " is " + value);
        }
    }
}
