package io.swen.platform.dependency;

import org.jspecify.annotations.Nullable;

/**
 * How the calls of the last five minutes went.
 *
 * @param errorRate the share of them that failed: no answer, or one that says the callee is at fault; null where there were none
 * @param p95Ms milliseconds that 95 of 100 stayed below; null where there were none
 */
public record CallStatistics(
        long calls,
        long failed,
        double callsPerMinute,
        @Nullable Double errorRate,
        @Nullable Double p95Ms) {

    static final CallStatistics NONE = new CallStatistics(0, 0, 0, null, null);
}
