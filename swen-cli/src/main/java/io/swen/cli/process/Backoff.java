package io.swen.cli.process;

import java.time.Duration;

/**
 * How long to wait before the next restart, and when to stop trying: doubles from the first delay to the longest, and
 * forgets earlier failures once a run has lasted.
 */
final class Backoff {
    private final Duration first;
    private final Duration longest;
    private final Duration steadyAfter;
    private final int limit;
    private int failures;

    Backoff(Duration first, Duration longest, Duration steadyAfter, int limit) {
        this.first = first;
        this.longest = longest;
        this.steadyAfter = steadyAfter;
        this.limit = limit;
    }

    static Backoff standard() {
        return new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30), Duration.ofSeconds(60), 10);
    }

    /** Records that a run ended by itself; how long it worked counts, not how long it took to start. */
    void failedAfter(Duration healthy) {
        if (healthy.compareTo(steadyAfter) >= 0) {
            failures = 0;
        }
        failures++;
    }

    /** Records that a run was ended by a drill: the next one starts at once. */
    void killedOnPurpose() {
        failures = 0;
    }

    boolean exhausted() {
        return failures >= limit;
    }

    int failures() {
        return failures;
    }

    Duration delay() {
        if (failures == 0) {
            return Duration.ZERO;
        }
        // 2^20 first delays are longer than any longest one in use; the bound keeps the shift from overflowing.
        Duration doubled = first.multipliedBy(1L << Math.min(failures - 1, 20));
        return doubled.compareTo(longest) > 0 ? longest : doubled;
    }
}
