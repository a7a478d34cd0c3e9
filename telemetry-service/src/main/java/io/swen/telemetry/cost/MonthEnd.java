package io.swen.telemetry.cost;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What a month is expected to come to.
 *
 * @param usd at the month's end, with what was spent already
 * @param low80 the bounds hold the outcome in four of five months; null where the history is too short to say
 * @param low95 the same for 19 of 20
 * @param model {@code current_rate} (what runs now goes on), {@code run_rate} (the mean of the days before goes on), or the
 *     name of the forecast's model
 * @param historyDays complete days it is drawn from
 */
public record MonthEnd(
        BigDecimal usd,
        @Nullable BigDecimal low80,
        @Nullable BigDecimal high80,
        @Nullable BigDecimal low95,
        @Nullable BigDecimal high95,
        String model,
        int historyDays) {}
