package io.swen.telemetry.anomaly;

import java.time.Instant;
import java.util.SortedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Tells of an anomaly when it begins, and once more when a spike did not go away and so became a level shift: data of the event,
 * and an application event in the transaction that stores it.
 *
 * @param id the same both times
 * @param series this service's number of the series
 * @param at when, in domain time
 * @param score how strange, from 0 to 1
 * @param observed the value, level, mean of an hour, or seconds of silence
 * @param expectedLow the least that would not have been told of
 * @param reason a sentence that a person reads
 */
public record AnomalyDetected(
        UUID id,
        long series,
        String name,
        String unit,
        SortedMap<String, String> labels,
        @Nullable String team,
        @Nullable String environment,
        Instant at,
        double score,
        AnomalyKind kind,
        double observed,
        double expectedLow,
        double expectedHigh,
        String reason,
        boolean simulated) {

    public static final String TYPE = "AnomalyDetected";
}
