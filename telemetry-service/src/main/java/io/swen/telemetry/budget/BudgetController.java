package io.swen.telemetry.budget;

import io.swagger.v3.oas.annotations.Operation;
import io.swen.platform.idempotency.Idempotency;
import io.swen.platform.money.Money;
import io.swen.platform.page.Cursors;
import io.swen.platform.page.ETags;
import io.swen.platform.page.Page;
import io.swen.platform.security.Actor;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Budgets of a calendar month. */
@RestController
class BudgetController {

    private static final String BUDGETS = "/api/v1/budgets";

    private final Budgets budgets;
    private final Idempotency idempotency;

    BudgetController(Budgets budgets, Idempotency idempotency) {
        this.budgets = budgets;
        this.idempotency = idempotency;
    }

    /**
     * What a budget is to be.
     *
     * @param team absent for all teams together, like environment and provider
     * @param amount USD a month
     * @param thresholds per cent; 70, 85 and 95 when absent
     */
    record BudgetRequest(
            @Nullable String name,
            @Nullable String team,
            @Nullable String environment,
            @Nullable String provider,
            @Nullable Money amount,
            @Nullable List<@Nullable Integer> thresholds) {}

    /** A threshold that was crossed this month; {@code kind} is spent or forecast. */
    record CrossingView(int thresholdPercent, String kind, Money amount, Instant at) {}

    /**
     * A budget and how it stands this month.
     *
     * @param month its first day
     * @param forecast what the month is expected to come to
     * @param forecastLow80 the bounds hold the outcome in four of five months; null where the history is too short
     * @param state {@code ok}, {@code forecast_exceeded}, {@code warning} (the lowest threshold is passed) or {@code exceeded}
     * @param basis {@code metered}, {@code billed} or {@code mixed}
     */
    record BudgetView(
            UUID id,
            String name,
            @Nullable String team,
            @Nullable String environment,
            @Nullable String provider,
            Money amount,
            List<Integer> thresholds,
            LocalDate month,
            Money spent,
            BigDecimal spentPercent,
            Money forecast,
            @Nullable Money forecastLow80,
            @Nullable Money forecastHigh80,
            String forecastModel,
            BigDecimal forecastPercent,
            String state,
            List<CrossingView> crossings,
            String basis,
            boolean simulated,
            Instant createdAt,
            Instant updatedAt,
            long version) {

        BudgetView {
            thresholds = List.copyOf(thresholds);
            crossings = List.copyOf(crossings);
        }
    }

    @Operation(summary = "Budgets, and how they stand this month")
    @GetMapping(path = BUDGETS, produces = "application/json")
    Page<BudgetView> list(
            @RequestParam(name = "team", required = false) @Nullable String team,
            @RequestParam(name = "environment", required = false) @Nullable String environment,
            @RequestParam(name = "cursor", required = false) @Nullable String cursor,
            @RequestParam(name = "limit", required = false) @Nullable Integer limit) {
        return budgets.page(Actor.current(), team, environment, Cursors.id(cursor), Cursors.limit(limit));
    }

    @Operation(summary = "A budget, and how it stands this month")
    @GetMapping(path = BUDGETS + "/{id}", produces = "application/json")
    ResponseEntity<BudgetView> get(@PathVariable("id") UUID id) {
        return answer(ResponseEntity.ok(), budgets.get(Actor.current(), id));
    }

    @Operation(summary = "Make a budget")
    @PostMapping(path = BUDGETS, consumes = "application/json", produces = "application/json")
    ResponseEntity<?> create(
            @RequestBody BudgetRequest request,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
        return idempotency.once(key, "POST " + BUDGETS, request, () -> {
            BudgetView made = budgets.create(request, Actor.current());
            return answer(ResponseEntity.created(URI.create(BUDGETS + "/" + made.id())), made);
        });
    }

    @Operation(summary = "Change a budget; needs If-Match")
    @PutMapping(path = BUDGETS + "/{id}", consumes = "application/json", produces = "application/json")
    ResponseEntity<BudgetView> replace(
            @PathVariable("id") UUID id,
            @RequestBody BudgetRequest request,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        return answer(ResponseEntity.ok(), budgets.replace(id, request, ifMatch, Actor.current()));
    }

    @Operation(summary = "Remove a budget; needs If-Match")
    @DeleteMapping(path = BUDGETS + "/{id}")
    ResponseEntity<Void> delete(
            @PathVariable("id") UUID id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        budgets.delete(id, ifMatch, Actor.current());
        return ResponseEntity.noContent().build();
    }

    private static ResponseEntity<BudgetView> answer(ResponseEntity.BodyBuilder answer, BudgetView budget) {
        return answer.eTag(ETags.of(budget.version())).body(budget);
    }
}
