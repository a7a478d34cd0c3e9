package io.swen.routing.reservation;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A budget of a calendar month, UTC, as telemetry-service told of it.
 *
 * @param team null for all teams together, like environment and provider
 * @param month the first day of the month that {@code spentUsd} is of
 */
record KnownBudget(
        UUID id,
        String name,
        @Nullable String team,
        @Nullable String environment,
        @Nullable String provider,
        BigDecimal amountUsd,
        LocalDate month,
        BigDecimal spentUsd) {

    boolean holdsFor(String ofTeam, String ofEnvironment) {
        return (team == null || team.equals(ofTeam)) && (environment == null || environment.equals(ofEnvironment));
    }
}
