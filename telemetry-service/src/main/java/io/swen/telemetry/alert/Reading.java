package io.swen.telemetry.alert;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that a rule found wrong.
 *
 * @param labels what tells it from the others of the rule
 * @param detail what the summary may say besides, by the names that stand in its braces
 * @param severity null for the rule's
 * @param since when it began, where that is known; null for now
 */
record Reading(
        Map<String, String> labels,
        Map<String, String> detail,
        @Nullable Double value,
        @Nullable Severity severity,
        @Nullable String team,
        @Nullable String environment,
        boolean shared,
        boolean simulated,
        @Nullable Instant since) {

    Reading {
        labels = Map.copyOf(labels);
        detail = Map.copyOf(detail);
    }
}
