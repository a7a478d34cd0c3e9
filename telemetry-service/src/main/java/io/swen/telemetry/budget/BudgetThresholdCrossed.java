package io.swen.telemetry.budget;

import io.swen.platform.money.Money;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A budget passed one of its thresholds; published within the service once for each threshold, month and kind, in the
 * transaction that notes it.
 *
 * @param month its first day
 * @param thresholdPercent of the budget
 * @param kind {@code spent}, or {@code forecast}: the month's end is expected to pass it
 * @param amount what was spent, or is foreseen
 */
public record BudgetThresholdCrossed(
        UUID budgetId,
        String name,
        @Nullable String team,
        @Nullable String environment,
        @Nullable String provider,
        LocalDate month,
        int thresholdPercent,
        String kind,
        Money amount,
        Money budget,
        boolean simulated,
        Instant at) {}
