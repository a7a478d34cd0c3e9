package io.swen.gitops.approval;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.swen.gitops.change.ChangeItem;
import io.swen.gitops.change.ChangeSnapshot;
import io.swen.gitops.change.ItemAction;
import io.swen.gitops.contract.Plan;
import io.swen.gitops.contract.Workload;
import io.swen.gitops.contract.WorkloadKind;
import io.swen.platform.client.RemoteException;
import io.swen.platform.client.ServiceClients;
import io.swen.platform.client.SwenService;
import io.swen.platform.money.Money;
import io.swen.platform.page.Page;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/** Says how much of the budgets is spent with a change, by what telemetry-service knows of budgets and of costs so far. */
@Component
public class Budgets {

    /** A budget of telemetry-service as far as it is asked about; other fields are none of this service's business. */
    @com.fasterxml.jackson.annotation.JsonIgnoreProperties(ignoreUnknown = true)
    record Budget(
            String name,
            @Nullable String team,
            @Nullable String environment,
            @Nullable String provider,
            Money amount,
            LocalDate month,
            Money spent) {

        boolean covers(ChangeSnapshot change) {
            return (team == null || team.equals(change.team()))
                    && (environment == null || environment.equals(change.environment()))
                    && (provider == null || placed(change).anyMatch(item -> isOn(provider, item)));
        }
    }

    private record Fetched(List<Budget> budgets, Instant at) {}

    private static final int PAGE = 200;
    private static final int MOST_PAGES = 5;
    private static final int DECIMALS = 4;
    private static final BigDecimal SECONDS_AN_HOUR = BigDecimal.valueOf(3600);

    private final RestClient telemetry;
    private final ApprovalProperties properties;
    private final Clock clock;
    private final InstantSource wall = InstantSource.system();
    private final AtomicReference<@Nullable Fetched> latest = new AtomicReference<>();
    private final CircuitBreaker breaker = CircuitBreaker.of(
            "telemetry-budgets",
            CircuitBreakerConfig.custom()
                    .slidingWindowSize(10)
                    .minimumNumberOfCalls(5)
                    .failureRateThreshold(60)
                    .waitDurationInOpenState(Duration.ofSeconds(5))
                    .permittedNumberOfCallsInHalfOpenState(1)
                    .build());

    Budgets(ServiceClients clients, ApprovalProperties properties, Clock clock) {
        this.telemetry = clients.to(SwenService.TELEMETRY, properties.budgetTimeout());
        this.properties = properties;
        this.clock = clock;
    }

    /**
     * Of all budgets that cover the change the one that is used most: what was spent this month, and what the change adds until the
     * month's end, or for as long as its batch workloads take.
     */
    public BudgetUse with(ChangeSnapshot change) {
        List<Budget> budgets;
        try {
            budgets = budgets();
        } catch (CallNotPermittedException open) {
            return new BudgetUse.Unknown("telemetry-service keeps failing and is left alone for a while");
        } catch (RemoteException | RestClientException failed) {
            return new BudgetUse.Unknown(String.valueOf(failed.getMessage()));
        }
        return budgets.stream()
                .filter(budget -> budget.covers(change))
                .map(budget -> new BudgetUse.Known(part(budget, change), budget.name()))
                .max(Comparator.comparing(BudgetUse.Known::part))
                .<BudgetUse>map(known -> known)
                .orElseGet(BudgetUse.None::new);
    }

    private BigDecimal part(Budget budget, ChangeSnapshot change) {
        return budget.spent()
                .amount()
                .add(added(budget, change))
                .divide(budget.amount().amount(), DECIMALS, RoundingMode.HALF_UP);
    }

    private BigDecimal added(Budget budget, ChangeSnapshot change) {
        Plan plan = change.requiredPlan();
        BigDecimal more = plan.requiredCostAfter()
                .amount()
                .subtract(plan.requiredCostBefore().amount());
        String provider = budget.provider();
        if (provider != null) {
            more = more.min(placed(change)
                    .filter(item -> isOn(provider, item))
                    .map(item -> item.requiredDecision().hourlyCost().amount())
                    .reduce(BigDecimal.ZERO, BigDecimal::add));
        }
        if (more.signum() <= 0) {
            return BigDecimal.ZERO;
        }
        Instant now = clock.instant();
        Instant monthEnds = YearMonth.from(now.atZone(ZoneOffset.UTC))
                .plusMonths(1)
                .atDay(1)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
        BigDecimal hours = BigDecimal.valueOf(Duration.between(now, monthEnds).toSeconds())
                .divide(SECONDS_AN_HOUR, DECIMALS, RoundingMode.HALF_UP);
        return more.multiply(longest(change).map(hours::min).orElse(hours));
    }

    /** How long the change costs something, where it is about batch workloads alone that say how long they take. */
    private static java.util.Optional<BigDecimal> longest(ChangeSnapshot change) {
        List<Workload> workloads =
                placed(change).map(ChangeItem::requiredWorkload).toList();
        boolean known = workloads.stream()
                .allMatch(
                        workload -> workload.kind() == WorkloadKind.BATCH && workload.estimatedDurationHours() != null);
        return known
                ? workloads.stream()
                        .flatMap(workload -> Stream.ofNullable(workload.estimatedDurationHours()))
                        .max(BigDecimal::compareTo)
                : java.util.Optional.empty();
    }

    private static Stream<ChangeItem> placed(ChangeSnapshot change) {
        return change.items().stream().filter(item -> item.action() != ItemAction.TEARDOWN);
    }

    private static boolean isOn(String provider, ChangeItem item) {
        return item.requiredDecision().offer().provider().id().equals(provider);
    }

    private List<Budget> budgets() {
        Fetched known = latest.get();
        if (known != null && wall.instant().isBefore(known.at().plus(properties.budgetsFresh()))) {
            return known.budgets();
        }
        List<Budget> budgets = breaker.executeSupplier(this::fetch);
        latest.set(new Fetched(budgets, wall.instant()));
        return budgets;
    }

    private List<Budget> fetch() {
        List<Budget> budgets = new ArrayList<>();
        @Nullable String cursor = null;
        for (int page = 0; page < MOST_PAGES; page++) {
            @Nullable String after = cursor;
            Page<Budget> answer = telemetry
                    .get()
                    .uri(builder -> {
                        builder.path("/api/v1/budgets").queryParam("limit", PAGE);
                        if (after != null) {
                            builder.queryParam("cursor", after);
                        }
                        return builder.build();
                    })
                    .retrieve()
                    .body(new ParameterizedTypeReference<Page<Budget>>() {});
            if (answer == null) {
                throw new RestClientException("telemetry-service answered nothing");
            }
            budgets.addAll(answer.items());
            cursor = answer.next();
            if (cursor == null) {
                return List.copyOf(budgets);
            }
        }
        throw new RestClientException("telemetry-service has more than " + PAGE * MOST_PAGES + " budgets");
    }
}
