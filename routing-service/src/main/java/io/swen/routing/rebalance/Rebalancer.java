package io.swen.routing.rebalance;

import io.micrometer.core.instrument.MeterRegistry;
import io.swen.platform.money.Money;
import io.swen.routing.decision.RunningPlacement;
import io.swen.routing.decision.RunningPlacements;
import io.swen.routing.metric.RoutingMetric;
import io.swen.routing.optimisation.Draft;
import io.swen.routing.optimisation.Recommendation;
import io.swen.routing.optimisation.Recommendation.Evidence;
import io.swen.routing.optimisation.Recommendation.Kind;
import io.swen.routing.optimisation.Recommendation.Level;
import io.swen.routing.optimisation.Recommendation.Proposal;
import io.swen.routing.optimisation.Recommendation.Risk;
import io.swen.routing.optimisation.Recommendations;
import io.swen.routing.placement.Knowledge;
import io.swen.routing.placement.PlacementEngine;
import io.swen.routing.placement.PlacementRequest;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Looks at what runs, one workload after the other, keeps its account and proposes the move that pays. */
@Component
class Rebalancer {

    private static final Logger LOG = LoggerFactory.getLogger(Rebalancer.class);
    private static final int PAGE = 200;
    private static final BigDecimal HOURS_A_MONTH = BigDecimal.valueOf(730);
    private static final int MONEY_DIGITS = 6;
    /** What is applied may cost this much more an hour than what was reckoned with. */
    private static final BigDecimal TOLERANCE = new BigDecimal("1.02");

    private final RunningPlacements placements;
    private final AccountStore accounts;
    private final Recommendations recommendations;
    private final PlacementEngine engine;
    private final RebalanceProperties properties;
    private final MovePolicy policy;
    private final TransactionTemplate transactions;
    private final MeterRegistry metrics;
    private final Clock clock;
    /** When what was applied by itself in the last hour was. */
    private final Deque<Instant> applied = new ArrayDeque<>();

    private @Nullable String next;

    Rebalancer(
            RunningPlacements placements,
            AccountStore accounts,
            Recommendations recommendations,
            PlacementEngine engine,
            RebalanceProperties properties,
            PlatformTransactionManager transactions,
            MeterRegistry metrics,
            Clock clock) {
        this.placements = placements;
        this.accounts = accounts;
        this.recommendations = recommendations;
        this.engine = engine;
        this.properties = properties;
        this.policy = new MovePolicy(properties.terms());
        this.transactions = new TransactionTemplate(transactions);
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Looks at what runs, from where the last round stopped; called by one thread in one instance at a time. */
    void round(Knowledge knowledge) {
        int looked = 0;
        while (looked < properties.mostLooked()) {
            List<RunningPlacement> page = placements.page(next, Math.min(PAGE, properties.mostLooked() - looked));
            for (RunningPlacement running : page) {
                try {
                    transactions.executeWithoutResult(status -> look(knowledge, running));
                } catch (RuntimeException e) {
                    // One that cannot be looked at must not keep the others from it.
                    count("failed");
                    LOG.warn("workload {} could not be looked at: {}", running.workloadId(), e.toString());
                    LOG.debug("looking failed", e);
                }
            }
            looked += page.size();
            if (page.size() < PAGE) {
                next = null;
                return;
            }
            next = page.getLast().workloadId();
        }
    }

    private void look(Knowledge knowledge, RunningPlacement running) {
        Instant now = clock.instant();
        MoveCosts costs = new MoveCosts(knowledge, engine.policy(), running, properties.horizon(), now);
        double rate = costs.rate(running.offerId());
        Account before = accounts.find(running.workloadId()).orElse(null);
        if (Double.isNaN(rate)) {
            // Not in the lists any more; what it costs is what it cost when it was decided.
            rate = running.hourlyCost().amount().doubleValue();
        }
        double expected = costs.expectedRate(running.offerId());
        Account account = before == null
                ? Account.open(
                        running.decisionId(), running.offerId(), running.runningSince(), rate, policy.allowance(rate))
                : follow(before, running, rate);
        boolean away = !account.standsAtHome();
        MovePolicy.Target home =
                away && costs.isAvailable(account.home()) ? target(costs, running, account.home()) : null;
        List<String> barred = policy.barred(account, now);
        MovePolicy.Look look = new MovePolicy.Look(
                now,
                rate,
                Double.isNaN(expected) ? rate : expected,
                costs.hoursLeft(),
                home,
                best(knowledge, running, costs, barred, now));
        MovePolicy.Verdict verdict = policy.look(account, look);
        Account after = switch (verdict) {
            case MovePolicy.Verdict.Stay stay -> {
                count(stay.outcome());
                if (!stay.outcome().equals("held_back")) {
                    recommendations.withdraw(Kind.MOVE, running.workloadId(), stay.why());
                }
                yield stay.account();
            }
            case MovePolicy.Verdict.Move move -> {
                if (budgetIsSpent(now)) {
                    count("over_budget");
                    yield move.account();
                }
                count("move");
                yield propose(running, costs, look, move.account(), move.target(), false, move.why(), barred);
            }
            case MovePolicy.Verdict.GoHome back -> {
                count("go_home");
                yield propose(running, costs, look, back.account(), back.target(), true, back.why(), List.of());
            }
        };
        accounts.put(running.spec(), after);
    }

    /** The account of now, where the workload may have come to another place since it was looked at. */
    private Account follow(Account before, RunningPlacement running, double rate) {
        if (before.decision().equals(running.decisionId())) {
            return before;
        }
        Instant arrived = running.runningSince();
        Account until = before.reckonedTo(arrived, before.rate(), before.homeRate());
        Account.Offered offered = before.offered();
        if (offered != null
                && offered.offer().equals(running.offerId())
                && recommendations
                        .ofDecision(running.decisionId())
                        .filter(found -> found.kind() == Kind.MOVE)
                        .isPresent()) {
            return until.moved(
                    running.decisionId(),
                    running.offerId(),
                    arrived,
                    rate,
                    offered.disruption(),
                    offered.home(),
                    policy.restAfter(arrived, offered.home()));
        }
        return until.placedAnew(running.decisionId(), running.offerId(), arrived, rate);
    }

    private MovePolicy.@Nullable Target best(
            Knowledge knowledge, RunningPlacement running, MoveCosts costs, List<String> barred, Instant now) {
        List<String> excluded = new ArrayList<>(running.lostOffers());
        // Where it is may have been gone back to, and is what the others are compared with.
        barred.stream().filter(each -> !each.equals(running.offerId())).forEach(excluded::add);
        PlacementEngine.Comparison comparison = engine.compare(
                knowledge,
                new PlacementRequest(running.spec(), now, PlacementRequest.Limits.NONE, excluded),
                running.offerId());
        var offer = comparison.placement().offer();
        BigDecimal score = comparison.score();
        if (offer == null
                || offer.offerId().equals(running.offerId())
                || (score != null && score.compareTo(comparison.placement().score()) >= 0)) {
            return null;
        }
        return target(costs, running, offer.offerId());
    }

    private static MovePolicy.Target target(MoveCosts costs, RunningPlacement running, String offerId) {
        return new MovePolicy.Target(
                offerId,
                costs.rate(offerId),
                costs.expectedRate(offerId),
                costs.move(running.offerId(), offerId).total());
    }

    private Account propose(
            RunningPlacement running,
            MoveCosts costs,
            MovePolicy.Look look,
            Account account,
            MovePolicy.Target target,
            boolean goesHome,
            String why,
            List<String> barred) {
        Account offering = account.offering(
                new Account.Offered(target.offer(), target.disruption(), goesHome), restNow(account, look.at()));
        Recommendation proposed = recommendations
                .propose(draft(running, costs, look, account, target, goesHome, why, barred))
                .orElse(null);
        if (proposed != null && proposed.state() == Recommendation.State.APPLIED) {
            applied.addLast(look.at());
            LOG.info("workload {} is moved: {}", running.workloadId(), why);
            // Should the move come to nothing, it is not tried again at once.
            return offering;
        }
        return offering.offering(
                new Account.Offered(target.offer(), target.disruption(), goesHome), account.restUntil());
    }

    private Instant restNow(Account account, Instant at) {
        Instant rest = policy.restAfter(at, false);
        Instant before = account.restUntil();
        return before != null && before.isAfter(rest) ? before : rest;
    }

    private Draft draft(
            RunningPlacement running,
            MoveCosts costs,
            MovePolicy.Look look,
            Account account,
            MovePolicy.Target target,
            boolean goesHome,
            String why,
            List<String> barred) {
        double net = (look.expectedRate() - target.expectedRate()) * look.hours() - target.disruption();
        boolean service = running.spec().estimatedDurationHours() == null;
        Money counted = money(net);
        Money month = service
                ? Money.usd(BigDecimal.valueOf(look.expectedRate() - target.expectedRate())
                        .multiply(HOURS_A_MONTH)
                        .subtract(BigDecimal.valueOf(target.disruption()))
                        .setScale(MONEY_DIGITS, RoundingMode.HALF_EVEN))
                : counted;
        boolean inOrder = counted.amount().compareTo(month.amount()) <= 0;
        MoveCosts.Parts parts = costs.move(running.offerId(), target.offer());
        return new Draft(
                Kind.MOVE,
                running.workloadId(),
                running.workloadId(),
                null,
                running.spec().team(),
                running.spec().environment(),
                month,
                inOrder ? counted : month,
                inOrder ? month : counted,
                new Risk(
                        goesHome ? Level.LOW : Level.MEDIUM,
                        null,
                        String.format(
                                Locale.ROOT,
                                "prices may turn; all moves of this workload together may lose at most %.4f USD and one way home",
                                account.allowance())),
                why + (service ? ". The interval is from " + number(look.hours()) + " hours to a month of 730" : ""),
                List.of(
                        new Evidence("from_offer", running.offerId()),
                        new Evidence("to_offer", target.offer()),
                        new Evidence("hourly_cost", number(look.rate())),
                        new Evidence("hourly_cost_there", number(target.rate())),
                        new Evidence("with_interruptions", number(look.expectedRate())),
                        new Evidence("with_interruptions_there", number(target.expectedRate())),
                        new Evidence("startup", number(parts.startup())),
                        new Evidence("overlap", number(parts.overlap())),
                        new Evidence("rework", number(parts.rework())),
                        new Evidence("egress", number(parts.egress())),
                        new Evidence("stranded_commitment", number(parts.stranded())),
                        new Evidence("hours_counted", number(look.hours())),
                        new Evidence("spent_so_far", number(account.spent())),
                        new Evidence("staying_would_have_cost", number(account.stayed()))),
                new Proposal(
                        null,
                        null,
                        null,
                        costs.durationElsewhere(),
                        target.offer(),
                        goesHome,
                        barred,
                        Money.usd(BigDecimal.valueOf(target.rate())
                                .multiply(TOLERANCE)
                                .setScale(MONEY_DIGITS, RoundingMode.CEILING)),
                        false));
    }

    private boolean budgetIsSpent(Instant now) {
        Instant anHourAgo = now.minus(Duration.ofHours(1));
        while (!applied.isEmpty() && !applied.getFirst().isAfter(anHourAgo)) {
            applied.removeFirst();
        }
        return applied.size() >= properties.movesPerHour();
    }

    private void count(String outcome) {
        metrics.counter(RoutingMetric.REBALANCING.id(), "outcome", outcome).increment();
    }

    private static Money money(double usd) {
        return Money.usd(BigDecimal.valueOf(usd).setScale(MONEY_DIGITS, RoundingMode.HALF_EVEN));
    }

    private static String number(double value) {
        return BigDecimal.valueOf(value)
                .setScale(MONEY_DIGITS, RoundingMode.HALF_EVEN)
                .stripTrailingZeros()
                .toPlainString();
    }
}
