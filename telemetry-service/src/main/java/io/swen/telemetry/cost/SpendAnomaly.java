package io.swen.telemetry.cost;

import io.swen.platform.money.Money;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A day that cost a team at a provider more or less than is usual; published within the service as it is found.
 *
 * @param team null for what carries no team
 * @param complete whether the day was over when it was found
 */
public record SpendAnomaly(
        UUID id,
        LocalDate day,
        @Nullable String team,
        String provider,
        Money observed,
        Money expectedLow,
        Money expectedHigh,
        boolean complete,
        String reason,
        boolean simulated,
        Instant detectedAt) {}
