package io.swen.routing.spot;

import io.swen.platform.money.Money;
import io.swen.routing.candidate.Offer;
import io.swen.routing.candidate.OfferIndex;
import io.swen.routing.candidate.PurchaseOption;
import io.swen.routing.placement.DeadlineAdvice;
import io.swen.routing.placement.InterruptionForecast;
import io.swen.routing.placement.Knowledge;
import io.swen.routing.placement.Placement;
import io.swen.routing.placement.PlacementEngine;
import io.swen.routing.placement.PlacementRequest;
import io.swen.routing.spot.SpotPlan.Purchase;
import io.swen.routing.workload.Kind;
import io.swen.routing.workload.WorkloadSpec;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Says for work with a deadline whether spot capacity, on-demand capacity or waiting is best now, from what is known now.
 *
 * <p>Work with checkpoints goes by the policy of the benchmark ({@link WaitingValues}) with its own prices, its offer's chance of
 * interruption and its checkpoints: a loss costs a restart, the work since the last checkpoint and the time that a change takes.
 * Work without checkpoints begins anew after a loss, so it takes spot capacity only while there is time for one such loss at the
 * very end and for all the work on on-demand capacity after it, and it is never moved.
 */
@Component
class SpotAdvisor implements DeadlineAdvice {

    /** Slack beyond this changes no choice, and need not be worked out. */
    private static final double MOST_SLACK_HOURS = 24;

    /** Beyond so many ticks they are made longer. */
    private static final int MOST_TICKS = 1_000;

    private static final int GRID = 2;

    /** Differences below this share are noise of the programme's numbers. */
    private static final double TIE = 1e-3;

    private static final double HOUR = 3600;
    private static final double HORIZON_HOURS = 24;
    private static final int CENTS = 4;

    private final PlacementEngine engine;

    private final SpotProperties properties;
    private final RunHazards hazards = SpotExperience.of(CarriedTraces.all()).pooled();
    private final LossCurve curve = LossCurve.of(CarriedTraces.all());

    SpotAdvisor(PlacementEngine engine, SpotProperties properties) {
        this.engine = engine;
        this.properties = properties;
    }

    @Override
    public boolean leavesRoom(WorkloadSpec spec, List<String> lostOffers, Knowledge knowledge, Instant now) {
        SpotPlan plan = plan(SpotWork.unplaced(spec, lostOffers), knowledge, now);
        return !plan.forced() || plan.advice() != Purchase.ON_DEMAND;
    }

    SpotPlan plan(SpotWork work, Knowledge knowledge, Instant now) {
        WorkloadSpec spec = work.spec();
        Instant deadline = spec.deadline();
        Double estimated = spec.estimatedDurationHours();
        if (spec.kind() != Kind.BATCH || !spec.interruptible() || deadline == null || estimated == null) {
            return SpotPlan.none(
                    spec.id(),
                    "the policy is for interruptible batch work with a deadline and an estimated duration",
                    now);
        }
        if (work.state().isTerminal()) {
            return SpotPlan.none(spec.id(), "it has " + work.state().id(), now);
        }
        Placement placement = engine.place(
                knowledge, new PlacementRequest(spec, now, PlacementRequest.Limits.NONE, work.lostOffers()));
        Market market = market(work, placement, knowledge);
        if (market == null) {
            return SpotPlan.none(
                    spec.id(),
                    "no on-demand offer fits, so that nothing could be promised: " + placement.summary(),
                    now);
        }
        return new Sums(work, market, knowledge, deadline, estimated, now).plan();
    }

    /**
     * What may be bought.
     *
     * @param spotOffer null where none fits now
     * @param spotCost of all replicas an hour; of the last place where none fits now, null where there was none
     */
    private record Market(
            @Nullable String spotOffer,
            @Nullable BigDecimal spotCost,
            String onDemandOffer,
            BigDecimal onDemandCost,
            @Nullable Purchase running) {}

    private static @Nullable Market market(SpotWork work, Placement placement, Knowledge knowledge) {
        OfferIndex index = knowledge.offers().index();
        int replicas = work.spec().container().replicas();
        String here = work.offerId();
        int running = here == null ? -1 : index.find(here);
        BigDecimal hereCost =
                running < 0 ? null : OfferIndex.amount(index.price(running)).multiply(BigDecimal.valueOf(replicas));
        Purchase bought = running < 0 ? null : index.isSpot(running) ? Purchase.SPOT : Purchase.ON_DEMAND;
        Placement.Baseline baseline = placement.baseline();
        if (bought == Purchase.ON_DEMAND && hereCost != null && here != null) {
            Spot spot = spot(placement, work, index, replicas);
            return new Market(spot.offer(), spot.cost(), here, hereCost, bought);
        }
        if (baseline == null) {
            return null;
        }
        String onDemand = baseline.offer().offerId();
        BigDecimal onDemandCost = baseline.hourlyCost().amount();
        if (bought == Purchase.SPOT) {
            return new Market(here, hereCost, onDemand, onDemandCost, bought);
        }
        Spot spot = spot(placement, work, index, replicas);
        return new Market(spot.offer(), spot.cost(), onDemand, onDemandCost, null);
    }

    private record Spot(@Nullable String offer, @Nullable BigDecimal cost) {}

    private static Spot spot(Placement placement, SpotWork work, OfferIndex index, int replicas) {
        Offer chosen = placement.offer();
        Money cost = placement.hourlyCost();
        if (chosen != null && cost != null && chosen.purchaseOption() == PurchaseOption.SPOT) {
            return new Spot(chosen.offerId(), cost.amount());
        }
        for (Placement.Alternative alternative : placement.alternatives()) {
            if (alternative.offer().purchaseOption() == PurchaseOption.SPOT) {
                return new Spot(
                        alternative.offer().offerId(), alternative.hourlyCost().amount());
            }
        }
        return new Spot(
                null,
                work.lostOffers().stream()
                        .map(index::find)
                        .filter(offer -> offer >= 0 && index.isSpot(offer))
                        .map(offer -> OfferIndex.amount(index.price(offer)).multiply(BigDecimal.valueOf(replicas)))
                        .min(BigDecimal::compareTo)
                        .orElse(null));
    }

    /** One plan being worked out. */
    private final class Sums {
        private final SpotWork work;
        private final Market market;
        private final Knowledge knowledge;
        private final Instant deadline;
        private final Instant now;
        private final double estimated;
        private final double hoursLeft;
        private final double elapsed;
        private final double workLeft;
        private final double delay;

        Sums(SpotWork work, Market market, Knowledge knowledge, Instant deadline, double estimated, Instant now) {
            this.work = work;
            this.market = market;
            this.knowledge = knowledge;
            this.deadline = deadline;
            this.now = now;
            this.estimated = estimated;
            this.hoursLeft = hours(Duration.between(now, deadline));
            Instant since = work.runningSince();
            this.elapsed =
                    since == null || market.running() == null ? 0 : Math.max(0, hours(Duration.between(since, now)));
            this.workLeft = Math.max(estimated - elapsed, hours(properties.tick()) / GRID);
            WorkloadSpec.Checkpoint checkpoint = work.spec().container().checkpoint();
            this.delay = hours(engine.policy().restart())
                    + hours(properties.lead())
                    + (checkpoint == null ? 0 : hours(checkpoint.interval()));
        }

        SpotPlan plan() {
            return work.spec().container().checkpoint() == null ? withoutCheckpoints() : withCheckpoints();
        }

        private SpotPlan withoutCheckpoints() {
            if (market.running() != null) {
                return answer(market.running(), false, "it has no checkpoints, so that a move would begin anew", null);
            }
            double needed = 2 * (estimated + delay);
            if (market.spotOffer() != null && hoursLeft >= needed) {
                return answer(
                        Purchase.SPOT,
                        false,
                        text(
                                "even if a place were lost at the very end, %.1f h would be left to do all of it again",
                                hoursLeft - estimated - delay),
                        null);
            }
            return answer(
                    Purchase.ON_DEMAND,
                    true,
                    market.spotOffer() == null
                            ? "no spot offer fits now"
                            : text(
                                    "it has no checkpoints and %.1f h until its deadline; for spot capacity it would need"
                                            + " %.1f h, twice its duration with a restart each",
                                    hoursLeft, needed),
                    null);
        }

        private SpotPlan withCheckpoints() {
            BigDecimal spotCost = market.spotCost();
            SpotTerms terms = terms(spotCost == null ? market.onDemandCost() : spotCost);
            if (!terms.feasible()) {
                return answer(
                        market.running() == Purchase.SPOT ? Purchase.SPOT : Purchase.ON_DEMAND,
                        true,
                        "the deadline cannot be promised any more; what makes progress now is the fastest way",
                        null);
            }
            if (spotCost == null) {
                return answer(Purchase.ON_DEMAND, false, "no spot offer fits, now or at its places before", null);
            }
            if (spotCost.compareTo(market.onDemandCost()) >= 0) {
                return answer(
                        market.running() == null ? Purchase.ON_DEMAND : market.running(),
                        false,
                        "spot capacity costs no less than on-demand capacity now",
                        null);
            }
            boolean present = market.spotOffer() != null;
            WaitingValues values = new WaitingValues(terms, hazards.withLosses(lossFactor()), GRID, false);
            int running = market.running() == null
                    ? WaitingValues.WAIT
                    : market.running() == Purchase.SPOT ? WaitingValues.SPOT : WaitingValues.ON_DEMAND;
            double[] costs = values.costs(values.ticks(), terms.workSeconds(), present, bucket(), running);
            boolean forced = terms.forcedAtStart();
            return decide(costs, forced);
        }

        private SpotPlan decide(double[] costs, boolean forced) {
            Purchase best = cheapest(costs);
            if (forced) {
                return answer(
                        best,
                        true,
                        best == Purchase.SPOT
                                ? "the deadline is near, and what runs makes progress"
                                : text(
                                        "%.1f h of work and %.1f h for a restart just fit into the %.1f h until the deadline",
                                        workLeft, delay, hoursLeft),
                        costs);
            }
            if (market.running() == Purchase.SPOT) {
                return answer(Purchase.SPOT, false, why(Purchase.SPOT, costs), costs);
            }
            if (market.running() == Purchase.ON_DEMAND) {
                // Not against the best from the next tick on, which could leave as well, but against staying for good.
                double staying = workLeft * market.onDemandCost().doubleValue();
                double saving = staying - costs[WaitingValues.SPOT];
                return saving < properties.moveMargin() * staying
                        ? answer(
                                Purchase.ON_DEMAND,
                                false,
                                market.spotOffer() == null
                                        ? "no spot offer fits now, and what runs is not stopped to wait for one"
                                        : text(
                                                "spot capacity would save %.2f of %.2f USD, which is below the margin of"
                                                        + " %.0f %%",
                                                saving, staying, 100 * properties.moveMargin()),
                                costs)
                        : answer(Purchase.SPOT, false, why(Purchase.SPOT, costs), costs);
            }
            return answer(best, false, why(best, costs), costs);
        }

        /** Where choices cost the same, the one that makes progress for less. */
        private static Purchase cheapest(double[] costs) {
            double least = Math.min(costs[0], Math.min(costs[1], costs[2])) * (1 + TIE);
            if (costs[WaitingValues.SPOT] <= least) {
                return Purchase.SPOT;
            }
            return costs[WaitingValues.ON_DEMAND] <= least ? Purchase.ON_DEMAND : Purchase.WAIT;
        }

        private String why(Purchase advice, double[] costs) {
            return switch (advice) {
                case SPOT ->
                    text(
                            "spot capacity is expected to finish it for %.2f USD, on-demand capacity now for %.2f USD; %.1f h"
                                    + " of slack are left for losses",
                            costs[WaitingValues.SPOT], costs[WaitingValues.ON_DEMAND], slack());
                case ON_DEMAND ->
                    text(
                            "on-demand capacity now is expected to cost %.2f USD in all, and nothing else less",
                            costs[WaitingValues.ON_DEMAND]);
                case WAIT ->
                    text(
                            "waiting for spot capacity is expected to cost %.2f USD in all, on-demand capacity now %.2f USD;"
                                    + " %.1f h of slack are left",
                            costs[WaitingValues.WAIT], costs[WaitingValues.ON_DEMAND], slack());
            };
        }

        private SpotTerms terms(BigDecimal spotCost) {
            double tick = properties.tick().toSeconds();
            double horizon = Math.max(tick, HOUR * Math.min(hoursLeft, workLeft + delay + MOST_SLACK_HOURS));
            double stretched = tick * Math.max(1, Math.ceil(horizon / tick / MOST_TICKS));
            return new SpotTerms(
                    stretched,
                    workLeft * HOUR,
                    horizon,
                    delay * HOUR,
                    spotCost.doubleValue(),
                    market.onDemandCost().doubleValue());
        }

        /** How many times the hazard of the traces the offer's is. */
        private double lossFactor() {
            OfferIndex index = knowledge.offers().index();
            String offerId = market.spotOffer();
            int offer = offerId == null ? -1 : index.find(offerId);
            if (offer < 0) {
                return 1;
            }
            double expected =
                    InterruptionForecast.expected(knowledge.interruptions().probability(index, offer, HORIZON_HOURS));
            return expected / (curve.hourly() * HORIZON_HOURS);
        }

        private int bucket() {
            return market.running() == Purchase.SPOT
                    ? AgeBuckets.of(Math.max(1, elapsed * HOUR / AgeBuckets.STEP_SECONDS))
                    : AgeBuckets.UNKNOWN;
        }

        private double slack() {
            return hoursLeft - workLeft - delay;
        }

        private SpotPlan answer(Purchase advice, boolean forced, String reason, double @Nullable [] costs) {
            List<SpotPlan.Option> options = new ArrayList<>();
            options.add(new SpotPlan.Option(
                    Purchase.SPOT, market.spotOffer(), money(market.spotCost()), money(costs, WaitingValues.SPOT)));
            options.add(new SpotPlan.Option(
                    Purchase.ON_DEMAND,
                    market.onDemandOffer(),
                    money(market.onDemandCost()),
                    money(costs, WaitingValues.ON_DEMAND)));
            options.add(new SpotPlan.Option(Purchase.WAIT, null, null, money(costs, WaitingValues.WAIT)));
            return new SpotPlan(
                    work.spec().id(),
                    true,
                    advice,
                    reason,
                    deadline,
                    rounded(hoursLeft),
                    rounded(workLeft),
                    rounded(slack()),
                    forced,
                    market.running(),
                    options,
                    knowledge.interruptions().id(),
                    now);
        }
    }

    private static @Nullable Money money(@Nullable BigDecimal amount) {
        return amount == null ? null : Money.usd(amount);
    }

    private static @Nullable Money money(double @Nullable [] costs, int choice) {
        return costs == null || costs[choice] >= WaitingValues.FORBIDDEN
                ? null
                : Money.usd(BigDecimal.valueOf(costs[choice]).setScale(CENTS, RoundingMode.HALF_UP));
    }

    private static double hours(Duration duration) {
        return duration.toMillis() / (HOUR * 1000);
    }

    private static double rounded(double hours) {
        return Math.round(hours * 1000) / 1000.0;
    }

    private static String text(String form, Object... values) {
        return String.format(Locale.ROOT, form, values);
    }
}
