package io.swen.telemetry.budget;

import io.swen.platform.audit.AuditEntry;
import io.swen.platform.audit.AuditLog;
import io.swen.platform.id.Uuids;
import io.swen.platform.money.Money;
import io.swen.platform.page.ETags;
import io.swen.platform.page.Page;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.FieldProblem;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import io.swen.telemetry.budget.BudgetController.BudgetRequest;
import io.swen.telemetry.budget.BudgetController.BudgetView;
import io.swen.telemetry.cost.CostScope;
import io.swen.telemetry.cost.Costs;
import io.swen.telemetry.cost.MonthEnd;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Makes, changes and watches budgets. */
@Service
public class Budgets {

    private static final int MOST_BUDGETS = 1000;
    private static final int LONGEST_NAME = 100;
    private static final int MOST_THRESHOLDS = 10;
    private static final int HIGHEST_THRESHOLD = 1000;
    private static final BigDecimal HIGHEST_AMOUNT = new BigDecimal("1000000000");
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Set<String> PROVIDERS = Set.of("aws", "alibaba");
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final int SHOWN_DECIMALS = 6;

    /** How a budget stands. */
    record Standing(BigDecimal spentUsd, MonthEnd monthEnd, String basis, boolean simulated) {}

    /**
     * How a budget stands, for reports.
     *
     * @param spentPercent of the amount
     */
    public record Status(
            String name,
            @Nullable String team,
            Money amount,
            Money spent,
            Money forecast,
            BigDecimal spentPercent,
            String state) {}

    private final BudgetStore store;
    private final Costs costs;
    private final AuditLog audit;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Budgets(BudgetStore store, Costs costs, AuditLog audit, ApplicationEventPublisher events, Clock clock) {
        this.store = store;
        this.costs = costs;
        this.audit = audit;
        this.events = events;
        this.clock = clock;
    }

    /** How the budgets stand that a scope of one team, or of all, is about. */
    public List<Status> statuses(@Nullable String team) {
        return store.all().stream()
                .filter(budget -> team == null || team.equals(budget.team()))
                .map(this::view)
                .map(view -> new Status(
                        view.name(),
                        view.team(),
                        view.amount(),
                        view.spent(),
                        view.forecast(),
                        view.spentPercent(),
                        view.state()))
                .toList();
    }

    Page<BudgetView> page(
            Actor actor, @Nullable String team, @Nullable String environment, @Nullable UUID after, int limit) {
        List<Budget> seen = store.all().stream()
                .filter(budget -> sees(actor, budget))
                .filter(budget -> team == null || team.equals(budget.team()))
                .filter(budget -> environment == null || environment.equals(budget.environment()))
                .filter(budget -> after == null || budget.id().toString().compareTo(after.toString()) > 0)
                .limit(limit + 1L)
                .toList();
        return Page.of(seen, limit, budget -> io.swen.platform.page.Cursors.encode(budget.id()))
                .map(this::view);
    }

    BudgetView get(Actor actor, UUID id) {
        return view(visible(store.find(id).orElse(null), actor, id));
    }

    @Transactional
    public BudgetView create(BudgetRequest request, Actor actor) {
        if (store.count() >= MOST_BUDGETS) {
            throw ProblemException.of(
                    ErrorCode.UNPROCESSABLE, "there are " + MOST_BUDGETS + " budgets, no more are kept");
        }
        Instant now = clock.instant();
        Budget budget = checked(request, Uuids.next(), actor.id(), now, now, 1);
        require(actor, budget);
        store.insert(budget);
        record("budget.create", null, budget);
        return view(budget);
    }

    @Transactional
    public BudgetView replace(UUID id, BudgetRequest request, @Nullable String ifMatch, Actor actor) {
        Budget before = visible(store.lock(id).orElse(null), actor, id);
        ETags.requireMatch(ifMatch, before.version());
        Budget after = checked(request, id, before.author(), before.createdAt(), clock.instant(), before.version() + 1);
        require(actor, after);
        store.update(after);
        record("budget.update", before, after);
        return view(after);
    }

    @Transactional
    public void delete(UUID id, @Nullable String ifMatch, Actor actor) {
        Budget before = visible(store.lock(id).orElse(null), actor, id);
        ETags.requireMatch(ifMatch, before.version());
        store.delete(id);
        record("budget.delete", before, null);
    }

    /**
     * Looks whether the budget passed a threshold since the last look, and tells of each once a month.
     *
     * @return how many percent of it are spent; empty where it is gone
     */
    @Transactional
    public Optional<BigDecimal> watch(UUID id) {
        Budget budget = store.lock(id).orElse(null);
        if (budget == null) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        LocalDate month = month(now);
        Standing standing = standing(budget);
        for (int threshold : budget.thresholds()) {
            BigDecimal limit = budget.amountUsd().multiply(BigDecimal.valueOf(threshold, 2));
            if (standing.spentUsd().compareTo(limit) >= 0) {
                cross(budget, month, threshold, "spent", standing.spentUsd(), standing.simulated(), now);
            }
            MonthEnd end = standing.monthEnd();
            if (end.usd().compareTo(limit) >= 0) {
                cross(budget, month, threshold, "forecast", end.usd(), standing.simulated(), now);
            }
        }
        return Optional.of(percent(standing.spentUsd(), budget));
    }

    List<UUID> ids() {
        return store.all().stream().map(Budget::id).toList();
    }

    private void cross(
            Budget budget,
            LocalDate month,
            int threshold,
            String kind,
            BigDecimal usd,
            boolean simulated,
            Instant now) {
        if (store.cross(budget, month, threshold, kind, usd, now)) {
            events.publishEvent(new BudgetThresholdCrossed(
                    budget.id(),
                    budget.name(),
                    budget.team(),
                    budget.environment(),
                    budget.provider(),
                    month,
                    threshold,
                    kind,
                    shown(usd),
                    shown(budget.amountUsd()),
                    simulated,
                    now));
        }
    }

    private Standing standing(Budget budget) {
        CostScope scope = CostScope.of(budget.team(), budget.environment(), budget.provider());
        Costs.Spend spend = costs.monthToDate(scope);
        return new Standing(spend.usd(), costs.monthEnd(scope), spend.basis(), spend.simulated());
    }

    BudgetView view(Budget budget) {
        LocalDate month = month(clock.instant());
        Standing standing = standing(budget);
        MonthEnd end = standing.monthEnd();
        BigDecimal percent = percent(standing.spentUsd(), budget);
        BigDecimal foreseen = percent(end.usd(), budget);
        return new BudgetView(
                budget.id(),
                budget.name(),
                budget.team(),
                budget.environment(),
                budget.provider(),
                shown(budget.amountUsd()),
                budget.thresholds(),
                month,
                shown(standing.spentUsd()),
                percent,
                shown(end.usd()),
                end.low80() == null ? null : shown(end.low80()),
                end.high80() == null ? null : shown(end.high80()),
                end.model(),
                foreseen,
                state(budget, percent, foreseen),
                store.crossings(budget.id(), month).stream()
                        .map(crossing -> new BudgetController.CrossingView(
                                crossing.threshold(), crossing.kind(), shown(crossing.amountUsd()), crossing.at()))
                        .toList(),
                standing.basis(),
                standing.simulated(),
                budget.createdAt(),
                budget.updatedAt(),
                budget.version());
    }

    /** The worst that can be said: exceeded, over a threshold, foreseen to exceed, or ok. */
    private static String state(Budget budget, BigDecimal percent, BigDecimal foreseen) {
        if (percent.compareTo(HUNDRED) >= 0) {
            return "exceeded";
        }
        if (!budget.thresholds().isEmpty()
                && percent.compareTo(BigDecimal.valueOf(budget.thresholds().getFirst())) >= 0) {
            return "warning";
        }
        return foreseen.compareTo(HUNDRED) >= 0 ? "forecast_exceeded" : "ok";
    }

    private static BigDecimal percent(BigDecimal usd, Budget budget) {
        return usd.multiply(HUNDRED).divide(budget.amountUsd(), 1, RoundingMode.HALF_EVEN);
    }

    private Budget checked(
            BudgetRequest request, UUID id, UUID author, Instant created, Instant updated, long version) {
        List<FieldProblem> problems = new ArrayList<>();
        String name = request.name();
        if (name == null
                || name.isBlank()
                || name.length() > LONGEST_NAME
                || name.chars().anyMatch(c -> c < ' ')) {
            problems.add(new FieldProblem("name", name, "1 to " + LONGEST_NAME + " printable characters"));
        }
        label("team", request.team(), problems);
        label("environment", request.environment(), problems);
        if (request.provider() != null && !PROVIDERS.contains(request.provider())) {
            problems.add(new FieldProblem("provider", request.provider(), "aws or alibaba"));
        }
        Money amount = request.amount();
        if (amount == null
                || !amount.currency().equals("USD")
                || amount.amount().signum() <= 0
                || amount.amount().compareTo(HIGHEST_AMOUNT) > 0) {
            problems.add(new FieldProblem(
                    "amount",
                    amount == null ? null : amount.toString(),
                    "an amount in USD above 0 and at most " + HIGHEST_AMOUNT));
        }
        List<@Nullable Integer> given = request.thresholds();
        List<Integer> thresholds = new ArrayList<>();
        if (given == null) {
            thresholds.addAll(Budget.DEFAULT_THRESHOLDS);
        } else {
            for (Integer threshold : given) {
                if (threshold != null && threshold >= 1 && threshold <= HIGHEST_THRESHOLD) {
                    thresholds.add(threshold);
                }
            }
            if (thresholds.size() != given.size()
                    || given.isEmpty()
                    || given.size() > MOST_THRESHOLDS
                    || thresholds.stream().distinct().count() != thresholds.size()) {
                problems.add(new FieldProblem(
                        "thresholds",
                        given.toString(),
                        "1 to " + MOST_THRESHOLDS + " different whole per cents from 1 to " + HIGHEST_THRESHOLD));
            }
        }
        if (!problems.isEmpty() || name == null || amount == null) {
            throw ProblemException.invalidFields(problems);
        }
        return new Budget(
                id,
                name.strip(),
                request.team(),
                request.environment(),
                request.provider(),
                amount.amount(),
                thresholds.stream().sorted().toList(),
                author,
                created,
                updated,
                version);
    }

    private static void label(String field, @Nullable String given, List<FieldProblem> problems) {
        if (given != null && !LABEL.matcher(given).matches()) {
            problems.add(
                    new FieldProblem(field, given, "a DNS label: lower-case letters, digits and hyphens, at most 63"));
        }
    }

    private void record(String action, @Nullable Budget before, @Nullable Budget after) {
        Budget about = after == null ? before : after;
        if (about == null) {
            throw new IllegalArgumentException("nothing happened");
        }
        audit.record(AuditEntry.of(action, "budget", about.id().toString())
                .in(about.team(), about.environment())
                .change(before, after));
    }

    /** A budget over all teams tells of all of them, so only those see it who see all. */
    private static boolean sees(Actor actor, Budget budget) {
        Set<String> teams = actor.teamFilter();
        Set<String> environments = actor.environmentFilter();
        return (teams == null || (budget.team() != null && teams.contains(budget.team())))
                && (environments == null
                        || (budget.environment() != null && environments.contains(budget.environment())));
    }

    private static void require(Actor actor, Budget budget) {
        if (!sees(actor, budget)) {
            throw ProblemException.of(
                    ErrorCode.FORBIDDEN, "the budget covers a team or an environment that the caller does not see");
        }
    }

    private static Budget visible(@Nullable Budget budget, Actor actor, UUID id) {
        if (budget == null || !sees(actor, budget)) {
            throw ProblemException.notFound("budget", id);
        }
        return budget;
    }

    private static LocalDate month(Instant now) {
        return now.atOffset(ZoneOffset.UTC).toLocalDate().withDayOfMonth(1);
    }

    private static Money shown(BigDecimal usd) {
        return Money.usd(usd.setScale(SHOWN_DECIMALS, RoundingMode.HALF_EVEN));
    }
}
