package io.swen.telemetry.budget;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What may be spent in a calendar month, UTC.
 *
 * @param team null for all teams together, like environment and provider
 * @param thresholds per cent of the amount, ascending
 * @param author the actor who made it
 */
record Budget(
        UUID id,
        String name,
        @Nullable String team,
        @Nullable String environment,
        @Nullable String provider,
        BigDecimal amountUsd,
        List<Integer> thresholds,
        UUID author,
        Instant createdAt,
        Instant updatedAt,
        long version) {

    static final List<Integer> DEFAULT_THRESHOLDS = List.of(70, 85, 95);

    Budget {
        thresholds = List.copyOf(thresholds);
    }
}
