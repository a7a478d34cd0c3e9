package io.swen.telemetry.metrics;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A known series: for others only a handle, in this package also how far it got. */
public final class SeriesEntry {

    static final long NEVER = Long.MIN_VALUE;

    final Series series;

    /** Microseconds since 1970 of the newest durable sample; two writers may race for it, which only makes a count wrong by one. */
    private volatile long newest;

    /** The same of the newest sample that observers saw; used by one thread. */
    long observed;

    private volatile boolean retired;

    SeriesEntry(Series series, long newest) {
        this.series = series;
        this.newest = newest;
        this.observed = newest;
    }

    /** Whether it is to be looked up again before samples are added to it. */
    public boolean isRetired() {
        return retired;
    }

    void retire() {
        retired = true;
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
