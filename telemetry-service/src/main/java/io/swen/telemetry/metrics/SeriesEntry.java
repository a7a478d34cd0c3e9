package io.swen.telemetry.metrics;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A series in memory, with how far it got. */
final class SeriesEntry {

    static final long NEVER = Long.MIN_VALUE;

    final Series series;

    /** Microseconds since 1970 of the newest durable sample; two writers may race for it, which only makes a count wrong by one. */
    private volatile long newest;

    /** The same of the newest sample that observers saw; used by one thread. */
    long observed;

    SeriesEntry(Series series, long newest) {
        this.series = series;
        this.newest = newest;
        this.observed = newest;
    }

    /** Notes a durable sample; false when it is not newer than what was there. */
    boolean advance(long micros) {
        if (micros <= newest) {
            return false;
        }
        newest = micros;
        return true;
    }

    @Nullable
    Instant newestTime() {
        long micros = newest;
        return micros == NEVER ? null : SampleBatch.instant(micros);
    }
}
