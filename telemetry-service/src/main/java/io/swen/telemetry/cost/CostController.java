package io.swen.telemetry.cost;

import io.swagger.v3.oas.annotations.Operation;
import io.swen.platform.money.Money;
import io.swen.platform.security.Actor;
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

    /** The same of a purchase option. */
    record PurchaseOptionCost(String purchaseOption, int instances, Money hourly, Money total, Money monthToDate) {}

    /**
     * Costs metered from what runs; what the provider bills may differ.
     *
     * @param from the span asked for, widened to full hours
     * @param hourly what everything costs at the moment, USD per hour
     * @param total in the span asked for
     * @param monthToDate since the month began, UTC
     * @param unpricedInstances running instances whose offer is not known, so that the sums leave them out
     * @param basis always {@code metered}: price times time
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
            summary = "Costs metered from what runs: now, over a span, and this month",
            description = "Without from and to the span is the month to date. Only what the caller may see is counted.")
    @GetMapping(path = "/api/v1/costs/summary", produces = "application/json")
    Summary summary(
            @RequestParam(name = "from", required = false) @Nullable Instant from,
            @RequestParam(name = "to", required = false) @Nullable Instant to) {
        return summaries.summary(from, to, Actor.current());
    }
}
