package io.swen.telemetry.metrics;

import java.util.List;

/**
 * Sees samples once they are durable. Every bean of this type is called on a writer's thread, so it has to be quick (about a
 * microsecond a sample) and must not throw.
 */
public interface SampleObserver {

    /** Takes new samples; those of a series come in the order of their time, and late ones are left out. */
    void observed(List<SeriesPoint> points);
}
