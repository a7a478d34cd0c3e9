package io.swen.telemetry.cost;

import io.swagger.v3.oas.annotations.Operation;
import io.swen.platform.money.Money;
import io.swen.platform.security.Actor;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What the clouds cost. */
@RestController
class CostController {

    private final CostSummaries summaries;

    CostController(CostSummaries summaries) {
        this.summaries = summaries;
    }

    /** Costs of a provider; {@code hourly} is what runs now, {@code total} is of the span asked for. */
    record ProviderCost(String provider, int instances, Money hourly, Money total, Money monthToDate) {}

    /** The same of a team; {@code none} for what carries no team. */
    record TeamCost(String team, int instances, Money hourly, Money total, Money monthToDate) {}

    /** The same of a purchase option; {@code none} for what only bills know of. */
    record PurchaseOptionCost(String purchaseOption, int instances, Money hourly, Money total, Money monthToDate) {}

    /**
     * What the month is expected to come to.
     *
     * @param low80 the bounds hold the outcome in four of five months; null where the history is too short to say
     * @param low95 the same for 19 of 20
     * @param model {@code current_rate}: what runs now goes on; {@code run_rate}: the mean of the days before goes on; else the
     *     name of the forecast's model
     * @param historyDays complete days it is drawn from
     */
    record MonthForecast(
            Money expected,
            @Nullable Money low80,
            @Nullable Money high80,
            @Nullable Money low95,
            @Nullable Money high95,
            String model,
            int historyDays) {

        static MonthForecast of(MonthEnd end) {
            return new MonthForecast(
                    Money.usd(end.usd()),
                    money(end.low80()),
                    money(end.high80()),
                    money(end.low95()),
                    money(end.high95()),
                    end.model(),
                    end.historyDays());
        }

        private static @Nullable Money money(@Nullable BigDecimal usd) {
            return usd == null ? null : Money.usd(usd);
        }
    }

    /**
     * What was saved against the baselines: the cheapest on-demand offer in each workload's home region when it was decided.
     *
     * @param covered the cost of what has a known baseline; only that is compared
     * @param percent of the baseline; null where none is known
     */
    record Saved(
            Money covered,
            Money baseline,
            Money saved,
            @Nullable BigDecimal percent) {

        static Saved of(Costs.Savings savings) {
            return new Saved(
                    shown(savings.coveredUsd()),
                    shown(savings.baselineUsd()),
                    shown(savings.savedUsd()),
                    savings.percent());
        }

        private static Money shown(BigDecimal usd) {
            return Money.usd(usd.setScale(Costs.SHOWN_DECIMALS, RoundingMode.HALF_EVEN));
        }
    }

    /**
     * Costs metered from what runs, at what was billed where that is known.
     *
     * @param from the span asked for, widened to full hours
     * @param hourly what everything costs at the moment, USD per hour
     * @param total in the span asked for
     * @param monthToDate since the month began, UTC
     * @param unpricedInstances running instances whose offer is not known, so that the sums leave them out
     * @param basis {@code metered} (price times time), {@code billed} or {@code mixed}
     * @param estimated whether a bill in it may still change
     * @param billed the part of the total that stands on bills
     * @param monthEnd what the month is expected to come to
     * @param savings of the span against the workloads' baselines
     * @param simulated whether any of it ran in the simulator
     */
    record Summary(
            Instant time,
            Instant from,
            Instant to,
            Money hourly,
            Money total,
            Money monthToDate,
            int runningInstances,
            int unpricedInstances,
            String basis,
            boolean estimated,
            Money billed,
            MonthForecast monthEnd,
            Saved savings,
            boolean simulated,
            List<ProviderCost> byProvider,
            List<TeamCost> byTeam,
            List<PurchaseOptionCost> byPurchaseOption) {

        Summary {
            byProvider = List.copyOf(byProvider);
            byTeam = List.copyOf(byTeam);
            byPurchaseOption = List.copyOf(byPurchaseOption);
        }
    }

    @Operation(
            summary = "Costs of what runs: now, over a span, this month and its expected end",
            description = "Without from and to the span is the month to date. Only what the caller may see is counted.")
    @GetMapping(path = "/api/v1/costs/summary", produces = "application/json")
    Summary summary(
            @RequestParam(name = "from", required = false) @Nullable Instant from,
            @RequestParam(name = "to", required = false) @Nullable Instant to) {
        return summaries.summary(from, to, Actor.current());
    }
}
