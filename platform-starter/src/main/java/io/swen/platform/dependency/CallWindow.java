package io.swen.platform.dependency;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Calls of the last minutes: how many, how many failed, and the time that 95 of 100 stayed below. */
final class CallWindow {

    static final Duration LENGTH = Duration.ofMinutes(5);

    private static final int SLICES = 10;
    private static final long SLICE_MILLIS = LENGTH.toMillis() / SLICES;
    private static final double QUANTILE = 0.95;

    private final Clock clock;
    private final long begun;
    /** In a registry of its own, as its percentiles are for nobody else. */
    private final Timer times;

    private final long[] slice = new long[SLICES];
    private final long[] calls = new long[SLICES];
    private final long[] failed = new long[SLICES];

    CallWindow(Clock clock) {
        this.clock = clock;
        this.begun = clock.wallTime();
        this.times = Timer.builder("calls")
                .publishPercentiles(QUANTILE)
                .percentilePrecision(2)
                .minimumExpectedValue(Duration.ofNanos(10_000))
                .maximumExpectedValue(Duration.ofMinutes(2))
                .distributionStatisticExpiry(LENGTH)
                .distributionStatisticBufferLength(5)
                .register(new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock));
    }

    synchronized void add(Duration took, boolean failure) {
        long now = clock.wallTime() / SLICE_MILLIS;
        int at = (int) (now % SLICES);
        if (slice[at] != now) {
            slice[at] = now;
            calls[at] = 0;
            failed[at] = 0;
        }
        calls[at]++;
        if (failure) {
            failed[at]++;
        }
        times.record(took);
    }

    synchronized CallStatistics statistics() {
        long millis = clock.wallTime();
        long oldest = millis / SLICE_MILLIS - SLICES + 1;
        long all = 0;
        long bad = 0;
        for (int at = 0; at < SLICES; at++) {
            if (slice[at] >= oldest) {
                all += calls[at];
                bad += failed[at];
            }
        }
        if (all == 0) {
            return CallStatistics.NONE;
        }
        double minutes = Math.clamp(millis - begun, 1_000L, LENGTH.toMillis()) / 60_000.0;
        double p95 = times.takeSnapshot().percentileValues()[0].value(TimeUnit.MILLISECONDS);
        return new CallStatistics(
                all, bad, rounded(all / minutes, 100), rounded((double) bad / all, 10_000), rounded(p95, 100));
    }

    private static double rounded(double value, int parts) {
        return Math.round(value * parts) / (double) parts;
    }
}
