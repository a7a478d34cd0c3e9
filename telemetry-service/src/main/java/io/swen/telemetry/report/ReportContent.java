package io.swen.telemetry.report;

import io.swen.platform.money.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a report says; all money in USD.
 *
 * @param to the last day
 * @param complete whether the period was over when the report was made
 * @param basis {@code metered}, {@code billed} or {@code mixed}
 * @param estimated whether a bill in it may still change
 * @param previous what the period before cost
 * @param changePercent against the period before; null where that cost nothing
 */
record ReportContent(
        String period,
        LocalDate from,
        LocalDate to,
        boolean complete,
        @Nullable String team,
        Instant generatedAt,
        String basis,
        boolean estimated,
        boolean simulated,
        Money total,
        Money previous,
        @Nullable BigDecimal changePercent,
        List<Day> days,
        List<Part> byTeam,
        List<Part> byProvider,
        List<Part> byRegion,
        List<Part> byPurchaseOption,
        Saved savings,
        MonthEnd monthEnd,
        List<BudgetLine> budgets,
        List<String> unusual,
        Incidents incidents,
        Placements placements) {

    ReportContent {
        days = List.copyOf(days);
        byTeam = List.copyOf(byTeam);
        byProvider = List.copyOf(byProvider);
        byRegion = List.copyOf(byRegion);
        byPurchaseOption = List.copyOf(byPurchaseOption);
        budgets = List.copyOf(budgets);
        unusual = List.copyOf(unusual);
    }

    /** What a day cost. */
    record Day(LocalDate day, Money cost) {}

    /** What has a key in common. */
    record Part(String key, Money cost) {}

    /** Against the baselines of the workloads; {@code covered} is the cost of what has one. */
    record Saved(
            Money covered,
            Money baseline,
            Money saved,
            @Nullable BigDecimal percent) {}

    /** What the month at hand is expected to come to; the bounds hold it in four of five months. */
    record MonthEnd(
            Money expected, @Nullable Money low80, @Nullable Money high80, String model) {}

    /** How a budget stood when the report was made. */
    record BudgetLine(String name, Money amount, Money spent, BigDecimal spentPercent, Money forecast, String state) {}

    /** Incidents that were opened in the period, and the titles of the newest of them. */
    record Incidents(int opened, int resolved, int critical, List<String> titles) {

        Incidents {
            titles = List.copyOf(titles);
        }
    }

    /**
     * What took effect in the period.
     *
     * @param decisions placement decisions whose instances were started
     * @param workloads that ran
     * @param instances that ran
     * @param launched instances that were started
     */
    record Placements(int decisions, int workloads, int instances, int launched) {}
}
