package io.swen.routing.rebalance;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.swen.platform.money.Money;
import io.swen.platform.page.Cursors;
import io.swen.platform.page.Page;
import io.swen.platform.security.Actor;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What moving workloads about has cost and saved, over HTTP. */
@RestController
@Tag(name = "rebalancing")
class AccountController {

    private static final BigDecimal PERCENT = BigDecimal.valueOf(100);

    /** A place that was left by a move in the last day. */
    @Schema(name = "RebalancingDeparture")
    record Departure(String offerId, Instant at) {}

    /**
     * The account of one workload.
     *
     * @param homeOfferId where it would be if it had not been moved
     * @param spent on running and on disruption, since it was first looked at
     * @param stayed what running at home would have cost
     * @param disruption the part of spent that moves cost
     * @param allowance by how much spent may exceed stayed at most, beside one way home
     * @param returns how many of the moves were ways home
     * @param oscillations how many moves went to a place that was left less than a day before
     * @param resting until when it is not moved
     */
    @Schema(name = "RebalancingAccount")
    record View(
            String workloadId,
            String team,
            String environment,
            String offerId,
            String homeOfferId,
            Instant since,
            Instant reckonedTo,
            Money spent,
            Money stayed,
            Money disruption,
            Money saved,
            @Nullable BigDecimal savedPercent,
            Money allowance,
            int moves,
            int returns,
            int oscillations,
            @Nullable Instant resting,
            List<Departure> departures) {}

    record RebalancingPage(List<View> items, @Nullable String next) {}

    private final AccountStore store;

    AccountController(AccountStore store) {
        this.store = store;
    }

    @GetMapping("/api/v1/rebalancing")
    @Operation(summary = "What moves of running workloads have cost, beside what staying would have cost")
    RebalancingPage list(
            @RequestParam(name = "workload_id", required = false) @Nullable String workloadId,
            @RequestParam(name = "limit", required = false) @Nullable Integer limit,
            @RequestParam(name = "cursor", required = false) @Nullable String cursor) {
        Page<View> page = store.list(workloadId, cursor, Cursors.limit(limit), Actor.current())
                .map(AccountController::view);
        return new RebalancingPage(page.items(), page.next());
    }

    private static View view(AccountStore.Stored stored) {
        Account account = stored.account();
        Money spent = money(account.spent());
        Money stayed = money(account.stayed());
        Money saved = stayed.minus(spent);
        return new View(
                stored.workloadId(),
                stored.team(),
                stored.environment(),
                account.place(),
                account.home(),
                account.since(),
                account.lookedAt(),
                spent,
                stayed,
                money(account.disruption()),
                saved,
                stayed.amount().signum() == 0
                        ? null
                        : saved.amount().multiply(PERCENT).divide(stayed.amount(), 2, RoundingMode.HALF_EVEN),
                money(account.allowance()),
                account.moves(),
                account.returns(),
                account.oscillations(),
                account.restUntil(),
                account.departures().stream()
                        .map(left -> new Departure(left.offer(), left.at()))
                        .toList());
    }

    private static Money money(double usd) {
        return Money.usd(AccountStore.decimal(usd).stripTrailingZeros());
    }
}
