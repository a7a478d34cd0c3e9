package io.swen.telemetry.cost;

import io.swagger.v3.oas.annotations.Operation;
import io.swen.platform.money.Money;
import io.swen.telemetry.cloud.CloudProperties;
import io.swen.telemetry.cloud.CloudSpend;
import io.swen.telemetry.cost.CostReader.Days;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What SWEN itself spends on asking the clouds. */
@RestController
class OwnCostController {

    private final CloudSpend spend;
    private final CloudProperties clouds;
    private final Clock clock;

    OwnCostController(CloudSpend spend, CloudProperties clouds, Clock clock) {
        this.spend = spend;
        this.clouds = clouds;
        this.clock = clock;
    }

    /**
     * The calls of a kind in the span.
     *
     * @param billedUnits what the provider bills for: metrics asked for, or requests; 0 for a free call
     */
    record CallCost(String provider, String action, long calls, long billedUnits, Money cost) {}

    /** What the calls of a day cost. */
    record OwnDay(LocalDate day, long calls, Money cost) {}

    /** The month's budget: at its end calls that cost something are made no more until the next month. */
    record OwnBudget(LocalDate month, Money amount, Money spent, BigDecimal spentPercent, String state) {}

    /** What SWEN's own calls cost, the dearest first; metered by list prices of the calls. */
    record OwnCosts(
            Instant from,
            Instant to,
            Money total,
            String basis,
            boolean simulated,
            OwnBudget budget,
            List<CallCost> calls,
            List<OwnDay> days) {

        OwnCosts {
            calls = List.copyOf(calls);
            days = List.copyOf(days);
        }
    }

    private record Sum(long calls, long units, BigDecimal usd) {

        Sum plus(Sum other) {
            return new Sum(calls + other.calls, units + other.units, usd.add(other.usd));
        }
    }

    @Operation(
            summary = "What SWEN's own calls to the clouds cost, and their budget",
            description = "Without from and to the span is the month to date.")
    @GetMapping(path = "/api/v1/costs/own", produces = "application/json")
    OwnCosts own(
            @RequestParam(name = "from", required = false) @Nullable Instant from,
            @RequestParam(name = "to", required = false) @Nullable Instant to) {
        Days days = Days.of(from, to, clock.instant());
        Map<List<String>, Sum> byAction = new TreeMap<>(
                Comparator.comparing((List<String> key) -> key.getFirst()).thenComparing(key -> key.getLast()));
        Map<LocalDate, Sum> byDay = new TreeMap<>();
        for (CloudSpend.Usage usage : spend.usage(days.from(), days.to().minusDays(1))) {
            Sum sum = new Sum(usage.calls(), usage.billedUnits(), usage.costUsd());
            byAction.merge(List.of(usage.provider(), usage.action()), sum, Sum::plus);
            byDay.merge(usage.day(), sum, Sum::plus);
        }
        CloudSpend.Month month = spend.month();
        BigDecimal total = byDay.values().stream().map(Sum::usd).reduce(BigDecimal.ZERO, BigDecimal::add);
        return new OwnCosts(
                days.start(),
                days.end(),
                usd(total),
                "metered",
                clouds.simulated(),
                new OwnBudget(
                        month.month(),
                        usd(month.budgetUsd()),
                        usd(month.spentUsd()),
                        month.percent(),
                        month.percent().compareTo(BigDecimal.valueOf(100)) >= 0
                                ? "exceeded"
                                : month.percent().compareTo(BigDecimal.valueOf(70)) >= 0 ? "warning" : "ok"),
                byAction.entrySet().stream()
                        .sorted(Map.Entry.comparingByValue(
                                Comparator.comparing(Sum::usd).reversed()))
                        .map(entry -> new CallCost(
                                entry.getKey().getFirst(),
                                entry.getKey().getLast(),
                                entry.getValue().calls(),
                                entry.getValue().units(),
                                usd(entry.getValue().usd())))
                        .toList(),
                byDay.entrySet().stream()
                        .map(entry -> new OwnDay(
                                entry.getKey(),
                                entry.getValue().calls(),
                                usd(entry.getValue().usd())))
                        .toList());
    }

    private static Money usd(BigDecimal amount) {
        return Money.usd(amount.setScale(Costs.SHOWN_DECIMALS, RoundingMode.HALF_EVEN));
    }
}
