package io.swen.routing.placement;

import io.swen.platform.money.Money;
import io.swen.routing.candidate.OfferIndex;
import io.swen.routing.candidate.Region;
import io.swen.routing.candidate.Shape;
import io.swen.routing.workload.Architecture;
import io.swen.routing.workload.Kind;
import io.swen.routing.workload.Residency;
import io.swen.routing.workload.WorkloadSpec;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Finds the best offers for a workload in one pass over all offers, which allocates nothing for an offer.
 *
 * <p>Values are whole millionths and weights whole ten-thousandths, so a score is a whole number and the same on every
 * machine. No value depends on what else is on offer, so that an offer keeps its score whatever joins or leaves
 * (docs/placement/scoring.md). With {@code hours} the estimated duration, or 730 for a service without one:
 *
 * <ul>
 *   <li>expected interruptions of a replica = −ln(1 − chance of one); each costs the restart time, and half a checkpoint
 *       interval (half the duration for a batch without checkpoints)
 *   <li>total cost = price after discounts × replicas × (hours + expected rework) + data size × transfer price per GB + disks +
 *       commitments that would be left unused
 *   <li>cost value = yardstick / (yardstick + total cost), where the yardstick is what the run costs by the reference list
 *   <li>latency value = mean of 1 / (1 + round trip / 100 ms) to the users and to the data, as far as given; 0.5 where neither
 *       is, or where a region's place is not known
 *   <li>reliability value = the chance that a replica runs undisturbed
 *   <li>performance value = mean over CPU and memory (and GPUs, if any are needed) of f(offered / needed), where f rises from
 *       0.8 at 1 to 1 at 1.25, stays 1 to 2, and falls as 2 / x after that
 *   <li>carbon value = 400 / (400 + grams of CO2e per kWh); a region that is not known counts as the dirtiest that is
 *   <li>model value = what the model says, while it counts
 * </ul>
 *
 * <p>The highest score wins; of equal scores the lower price, then the better known one, then the first offer id.
 */
@Component
public class PlacementEngine {

    /** Raised whenever the same inputs may give another outcome. */
    public static final int VERSION = 4;

    static final int VALUE_SCALE = 6;
    static final int SCORE_SCALE = VALUE_SCALE + Weights.SCALE;
    static final double HOURS_PER_MONTH = 730;
    private static final double ONE = 1_000_000;
    private static final double LATENCY_HALF_MS = 100;
    private static final double CARBON_HALF_GRAMS = 400;
    private static final long NEUTRAL = 500_000;
    private static final double PRICE_UNIT = 1e-12;
    /** Enough to find the best offer that is not the winner in another zone. */
    private static final int KEPT = 32;

    private final PlacementPolicy policy;
    private final ConcurrentLinkedQueue<Scratch> scratches = new ConcurrentLinkedQueue<>();

    public PlacementEngine(PlacementPolicy policy) {
        this.policy = policy;
    }

    public PlacementPolicy policy() {
        return policy;
    }

    /** Decides on what is known. */
    public Placement place(Knowledge knowledge, PlacementRequest request) {
        Run run = new Run(knowledge, request);
        run.search();
        return new PlacementNarrator(run).placement();
    }

    /**
     * The offers that fit a workload, with what each scores.
     *
     * @param offers in the order of the index
     * @param scores in units of {@link #SCORE_UNITS}
     * @param leftOut what the offers that were left out score at most; 0 where none was
     */
    public record Fitting(int[] offers, long[] scores, long leftOut) {}

    /** A score of 1. */
    public static final long SCORE_UNITS =
            BigDecimal.ONE.scaleByPowerOfTen(SCORE_SCALE).longValueExact();

    /**
     * Scores every offer that fits.
     *
     * @param judged how many a model is asked about, the best without it; the others are left out
     */
    public Fitting fitting(Knowledge knowledge, PlacementRequest request, int judged) {
        Run run = new Run(knowledge, request);
        return run.fitting(judged);
    }

    /**
     * How one offer would do now, beside what would be chosen.
     *
     * @param placement the choice of now
     * @param price list price of the offer per hour and replica, null where it is no longer offered
     * @param eligible whether it is still available and fits
     * @param score its score of now, null where it does not fit
     */
    public record Comparison(
            Placement placement,
            @Nullable Money price,
            boolean eligible,
            @Nullable BigDecimal score) {}

    /** The offer that {@link #place} would choose, without its explanation; -1 where none fits. */
    public int choose(Knowledge knowledge, PlacementRequest request) {
        Run run = new Run(knowledge, request);
        run.search();
        return run.eligible == 0 ? -1 : run.best[0];
    }

    /** The offers that meet every constraint, in the order of the index. */
    public int[] eligible(Knowledge knowledge, PlacementRequest request) {
        Run run = new Run(knowledge, request);
        return IntStream.range(0, run.index.size())
                .filter(offer -> run.fails(offer) == 0)
                .toArray();
    }

    /** Decides anew and says how a certain offer would do. */
    public Comparison compare(Knowledge knowledge, PlacementRequest request, String offerId) {
        Run run = new Run(knowledge, request);
        run.search();
        Placement placement = new PlacementNarrator(run).placement();
        int offer = run.index.find(offerId);
        if (offer < 0) {
            return new Comparison(placement, null, false, null);
        }
        int stands = run.spreads() ? run.standsFor(offer) : offer;
        boolean eligible = stands >= 0 && run.fails(offer) == 0;
        return new Comparison(
                placement,
                Money.usd(OfferIndex.amount(run.index.price(offer))),
                eligible,
                eligible ? BigDecimal.valueOf(run.score(stands), SCORE_SCALE) : null);
    }

    /** Memory that is used again from decision to decision. */
    private static final class Scratch {
        int[] offers = new int[0];
        double[] totals = new double[0];
        long[] scores = new long[0];

        void fit(int size) {
            if (offers.length < size) {
                offers = new int[size];
                totals = new double[size];
                scores = new long[size];
            }
        }
    }

    /** One search: everything that depends on the workload alone is computed once, before the pass over the offers. */
    final class Run {
        final Knowledge knowledge;
        final OfferIndex index;
        final ModelUse model;
        final PlacementRequest request;
        final WorkloadSpec spec;
        final Weights weights;
        final Terms terms;
        final double hours;
        final int replicas;
        final double yardstick;
        final int[] excluded = new int[Constraint.values().length];
        /** The cheapest offer that nothing but the constraint stands against, or -1. */
        final int[] onlyFailing = new int[Constraint.values().length];

        final int[] best = new int[KEPT];
        private final long[] bestScores = new long[KEPT];
        private final double[] onlyFailingTotal = new double[Constraint.values().length];
        int kept;
        int eligible;
        int modelCalls;
        int cheapest = -1;
        double cheapestTotal = Double.POSITIVE_INFINITY;
        int baseline = -1;
        /** The cheapest of each provider; providers are told apart by name, of which there are few. */
        final Map<String, Integer> cheapestOf = new TreeMap<>();

        private final int[] shapeFails;
        private final int[] regionFails;
        private final int @Nullable [] zoneFails;
        /** Rules that bar a family in a region: a bit for each. */
        private final long[] shapeBarred;

        private final long[] regionBarred;
        private final long[] performance;
        private final long[] latency;
        private final long[] carbon;
        /** USD over the run that do not depend on the type: transfer and disks. */
        private final double[] fixed;

        private final InterruptionForecast.Horizon interruptions;
        private final OutcomePredictor.@Nullable Scorer scorer;
        private final double lostPerInterruption;
        private final Terms.Stranded stranded;
        private final int[] lost;
        private final boolean hasDeadline;
        /** The only offer to be considered; −1 for all, −2 where it is not offered any more. */
        private final int pinned;

        private final double hoursUntilDeadline;
        private final double leastReliability;
        /** By region, as a budget may be a provider's. */
        private final long[] dearestByBudget;

        private final long dearestByWorkload;
        private final int spread;
        /** With a spread over zones: the offers of one type, option and region, by the one that stands for them. */
        private final Map<Integer, int[]> groups = new HashMap<>();

        private final int home;
        private final double[] cheapestTotals;
        private final int[] cheapestOffers;
        private final long costWeight;
        private final long latencyWeight;
        private final long reliabilityWeight;
        private final long performanceWeight;
        private final long carbonWeight;
        private final long modelWeight;

        Run(Knowledge knowledge, PlacementRequest request) {
            this.knowledge = knowledge;
            this.index = knowledge.offers().index();
            this.request = request;
            this.spec = request.spec();
            this.model = knowledge.modelUse();
            OutcomePredictor predictor = knowledge.predictor();
            this.scorer = predictor != null && model.used() ? predictor.scorer(index, request) : null;
            Weights given = request.weights();
            this.weights = given == null ? Weights.of(spec, policy, scorer != null) : given;
            this.costWeight = weights.units(Factor.COST);
            this.latencyWeight = weights.units(Factor.LATENCY);
            this.reliabilityWeight = weights.units(Factor.RELIABILITY);
            this.performanceWeight = weights.units(Factor.PERFORMANCE);
            this.carbonWeight = weights.units(Factor.CARBON);
            this.modelWeight = weights.units(Factor.MODEL);
            this.terms = new Terms(knowledge.agreements(), index, request.now());
            Double estimated = spec.estimatedDurationHours();
            this.hours = estimated == null ? HOURS_PER_MONTH : estimated;
            this.replicas = spec.container().replicas();
            this.yardstick = knowledge.tariffs().yardstick(spec) * replicas * hours;
            this.hasDeadline = spec.deadline() != null;
            this.hoursUntilDeadline = spec.deadline() == null
                    ? Double.POSITIVE_INFINITY
                    : hoursOf(Duration.between(request.now(), spec.deadline()).minus(policy.startup()));
            this.leastReliability = spec.minimumReliability() == null ? 0 : spec.minimumReliability();
            Money own = spec.maxHourlyCost();
            this.dearestByWorkload = dearest(own == null ? null : own.amount());
            this.spread = spec.zoneSpread() == null ? 1 : spec.zoneSpread();
            this.shapeFails = new int[index.shapes()];
            this.performance = new long[index.shapes()];
            for (int i = 0; i < index.shapes(); i++) {
                Shape shape = index.shape(i);
                shapeFails[i] = shapeFails(shape);
                performance[i] = (shapeFails[i] & Constraint.NEEDS) == 0 ? performance(shape) : 0;
            }
            this.regionFails = new int[index.regions()];
            this.dearestByBudget = new long[index.regions()];
            this.latency = new long[index.regions()];
            this.carbon = new long[index.regions()];
            this.fixed = new double[index.regions()];
            for (int i = 0; i < index.regions(); i++) {
                String region = index.regionName(i);
                regionFails[i] = regionFails(region, index.place(i));
                dearestByBudget[i] = dearest(request.limits().hourlyCostAt(Families.provider(region)));
                latency[i] = latency(region, index.place(i));
                carbon[i] = carbon(region);
                fixed[i] = transferCost(region) + storageCost(region);
            }
            this.zoneFails = zoneFails();
            List<PlacementPolicy.Barred> pairs = policy.barred().stream()
                    .filter(barred -> barred.region() != null && barred.family() != null)
                    .toList();
            this.shapeBarred = new long[pairs.isEmpty() ? 0 : index.shapes()];
            this.regionBarred = new long[pairs.isEmpty() ? 0 : index.regions()];
            for (int rule = 0; rule < pairs.size(); rule++) {
                bar(pairs.get(rule), 1L << rule);
            }
            this.interruptions = knowledge.interruptions().at(index, hours);
            this.lostPerInterruption = lostPerInterruption();
            String only = request.pinnedOffer();
            this.pinned = only == null ? -1 : index.find(only) < 0 ? -2 : index.find(only);
            this.lost = request.lostOffers().stream()
                    .mapToInt(index::find)
                    .filter(offer -> offer >= 0)
                    .sorted()
                    .toArray();
            this.home = home();
            this.stranded = stranded();
            this.cheapestTotals = new double[index.regions()];
            this.cheapestOffers = new int[index.regions()];
            Arrays.fill(cheapestTotals, Double.POSITIVE_INFINITY);
            Arrays.fill(cheapestOffers, -1);
            Arrays.fill(onlyFailing, -1);
            Arrays.fill(onlyFailingTotal, Double.POSITIVE_INFINITY);
        }

        Fitting fitting(int judged) {
            Scratch own = new Scratch();
            own.fit(index.size());
            int count = filter(own);
            if (spreads()) {
                count = group(own, count);
            }
            int[] offers = Arrays.copyOf(own.offers, count);
            long[] scores = new long[count];
            for (int i = 0; i < count; i++) {
                scores[i] = analytic(offers[i], own.totals[i]);
            }
            return scorer == null ? new Fitting(offers, scores, 0) : judged(offers, scores, judged, scorer);
        }

        private Fitting judged(int[] offers, long[] scores, int most, OutcomePredictor.Scorer by) {
            long least = Long.MIN_VALUE;
            if (most < scores.length) {
                long[] sorted = scores.clone();
                Arrays.sort(sorted);
                least = sorted[sorted.length - most];
            }
            int kept = 0;
            long leftOut = 0;
            for (int i = 0; i < offers.length; i++) {
                if (scores[i] >= least) {
                    offers[kept] = offers[i];
                    scores[kept++] = scores[i] + modelWeight * by.millionths(offers[i]);
                } else {
                    leftOut = Math.max(leftOut, scores[i] + modelWeight * by.upperBound());
                }
            }
            return new Fitting(Arrays.copyOf(offers, kept), Arrays.copyOf(scores, kept), leftOut);
        }

        void search() {
            Scratch scratch = scratches.poll();
            if (scratch == null) {
                scratch = new Scratch();
            }
            boolean later = scorer != null || spreads();
            if (later) {
                scratch.fit(index.size());
            }
            int count = filter(later ? scratch : null);
            if (spreads()) {
                count = group(scratch, count);
            }
            if (later) {
                rank(scratch, count);
            }
            scratches.add(scratch);
            findCheapest();
        }

        /** One pass over all offers; what is left is ranked at once, or collected where it has to be looked at again. */
        private int filter(@Nullable Scratch into) {
            int count = 0;
            int size = index.size();
            for (int offer = 0; offer < size; offer++) {
                int shape = shapeFails[index.shapeOf(offer)];
                if ((shape & Constraint.NEEDS) != 0) {
                    excluded[Integer.numberOfTrailingZeros(shape)]++;
                    continue;
                }
                int region = index.regionOf(offer);
                int fails = fails(offer);
                if (region == home
                        && (fails & Constraint.BARRED.bit()) == 0
                        && index.isOnDemand(offer)
                        && index.isAvailable(offer)
                        && (baseline < 0 || isBefore(offer, baseline))) {
                    baseline = offer;
                }
                if (fails == 0) {
                    count++;
                    double total = ownTotal(offer);
                    if (into == null) {
                        eligible(offer, region, total, analytic(offer, total));
                    } else {
                        into.offers[count - 1] = offer;
                        into.totals[count - 1] = total;
                    }
                } else {
                    excluded[Integer.numberOfTrailingZeros(fails)]++;
                    if ((fails & (fails - 1)) == 0) {
                        onlyFails(Integer.numberOfTrailingZeros(fails), offer);
                    }
                }
            }
            return count;
        }

        private void eligible(int offer, int region, double total, long score) {
            eligible++;
            // A region belongs to one provider, so the cheapest of each region gives the cheapest of each provider.
            if (total < cheapestTotals[region]
                    || (total == cheapestTotals[region] && isBefore(offer, cheapestOffers[region]))) {
                cheapestTotals[region] = total;
                cheapestOffers[region] = offer;
            }
            if (scorer == null) {
                keep(offer, score);
            }
        }

        private void onlyFails(int constraint, int offer) {
            double total = ownTotal(offer);
            if (total < onlyFailingTotal[constraint]
                    || (total == onlyFailingTotal[constraint] && isBefore(offer, onlyFailing[constraint]))) {
                onlyFailingTotal[constraint] = total;
                onlyFailing[constraint] = offer;
            }
        }

        /** Leaves of each type, option and region with enough zones the one offer that stands for all. */
        private int group(Scratch scratch, int count) {
            Map<Long, int[]> chains = new HashMap<>();
            int[] next = new int[count];
            for (int i = 0; i < count; i++) {
                int offer = scratch.offers[i];
                // Of each chain: its head and its length.
                int[] chain = chains.computeIfAbsent(groupOf(offer), key -> new int[] {-1, 0});
                next[i] = chain[0];
                chain[0] = i;
                chain[1]++;
            }
            int left = 0;
            int[] members = new int[count];
            boolean[] stands = new boolean[count];
            for (int[] chain : chains.values()) {
                int size = 0;
                for (int i = chain[0]; i >= 0; i = next[i]) {
                    members[size++] = i;
                }
                if (size < spread) {
                    excluded[Constraint.ZONE_SPREAD.ordinal()] += size;
                    continue;
                }
                int[] chosen = new int[spread];
                for (int rank = 0; rank < spread; rank++) {
                    int at = rank;
                    for (int j = rank + 1; j < size; j++) {
                        if (isBetter(scratch.offers[members[j]], scratch.offers[members[at]])) {
                            at = j;
                        }
                    }
                    int swap = members[at];
                    members[at] = members[rank];
                    members[rank] = swap;
                    chosen[rank] = scratch.offers[swap];
                }
                stands[members[0]] = true;
                // All of a group fit, though one stands for them.
                eligible += size - 1;
                groups.put(chosen[0], chosen);
            }
            for (int i = 0; i < count; i++) {
                if (stands[i]) {
                    int offer = scratch.offers[i];
                    scratch.offers[left] = offer;
                    scratch.totals[left++] = total(offer);
                }
            }
            return left;
        }

        private long groupOf(int offer) {
            return ((long) index.regionOf(offer) * index.shapes() + index.shapeOf(offer)) * 3
                    + index.option(offer).ordinal();
        }

        /** Of one type, option and region: whether a replica is better off in a's zone than in b's. */
        private boolean isBetter(int a, int b) {
            long scoreA = costWeight * costValue(ownTotal(a)) + reliabilityWeight * ownReliability(a);
            long scoreB = costWeight * costValue(ownTotal(b)) + reliabilityWeight * ownReliability(b);
            return scoreA > scoreB || (scoreA == scoreB && isBefore(a, b));
        }

        /**
         * Ranks what was collected. The model is asked about the analytically best first; whatever could not reach the last kept
         * place even with the model's highest answer is not asked about, which changes nothing of the outcome.
         */
        private void rank(Scratch scratch, int count) {
            for (int i = 0; i < count; i++) {
                int offer = scratch.offers[i];
                scratch.scores[i] = analytic(offer, scratch.totals[i]);
                eligible(offer, index.regionOf(offer), scratch.totals[i], scratch.scores[i]);
                if (scorer != null) {
                    keep(offer, scratch.scores[i]);
                }
            }
            if (scorer == null) {
                return;
            }
            int[] asked = Arrays.copyOf(best, kept);
            long[] analytic = Arrays.copyOf(bestScores, kept);
            kept = 0;
            for (int i = 0; i < asked.length; i++) {
                keep(asked[i], analytic[i] + modelWeight * modelValue(asked[i]));
            }
            Arrays.sort(asked);
            long most = modelWeight * scorer.upperBound();
            for (int i = 0; i < count; i++) {
                boolean hopeless = kept == KEPT && scratch.scores[i] + most < bestScores[KEPT - 1];
                if (!hopeless && Arrays.binarySearch(asked, scratch.offers[i]) < 0) {
                    keep(scratch.offers[i], scratch.scores[i] + modelWeight * modelValue(scratch.offers[i]));
                }
            }
        }

        private void keep(int offer, long score) {
            if (kept == KEPT) {
                long worst = bestScores[KEPT - 1];
                if (score < worst || (score == worst && isBefore(best[KEPT - 1], offer))) {
                    return;
                }
            } else {
                kept++;
            }
            int at = kept - 1;
            while (at > 0
                    && (bestScores[at - 1] < score || (bestScores[at - 1] == score && isBefore(offer, best[at - 1])))) {
                best[at] = best[at - 1];
                bestScores[at] = bestScores[at - 1];
                at--;
            }
            best[at] = offer;
            bestScores[at] = score;
        }

        private void findCheapest() {
            for (int offer : cheapestOffers) {
                if (offer >= 0) {
                    cheapestOf.merge(index.provider(offer), offer, (a, b) -> isCheaperInAll(b, a) ? b : a);
                }
            }
            for (int offer : cheapestOf.values()) {
                if (cheapest < 0 || isCheaperInAll(offer, cheapest)) {
                    cheapest = offer;
                }
            }
            cheapestTotal = cheapest < 0 ? Double.POSITIVE_INFINITY : total(cheapest);
        }

        private boolean isCheaperInAll(int a, int b) {
            double totalA = total(a);
            double totalB = total(b);
            return totalA < totalB || (totalA == totalB && isBefore(a, b));
        }

        /** The order of equals: the lower price first, then the better known one, then the first id. */
        private boolean isBefore(int a, int b) {
            int order = Long.compare(terms.price(a), terms.price(b));
            if (order == 0) {
                order = index.priceOrigin(a).compareTo(index.priceOrigin(b));
            }
            return order == 0 ? index.compareIds(a, b) < 0 : order < 0;
        }

        /** The constraints that an offer fails, apart from the spread over zones: a bit for each, 0 where it meets all. */
        int fails(int offer) {
            int fails = shapeFails[index.shapeOf(offer)] | regionFails[index.regionOf(offer)];
            if (zoneFails != null) {
                fails |= zoneFails[index.zoneOf(offer)];
            }
            if (shapeBarred.length > 0
                    && (shapeBarred[index.shapeOf(offer)] & regionBarred[index.regionOf(offer)]) != 0) {
                fails |= Constraint.BARRED.bit();
            }
            if (!spec.interruptible() && index.isSpot(offer)) {
                fails |= Constraint.INTERRUPTIBLE.bit();
            }
            if (!index.isAvailable(offer)) {
                fails |= Constraint.AVAILABILITY.bit();
            }
            if (pinned != -1 && offer != pinned) {
                fails |= Constraint.PINNED.bit();
            }
            if (lost.length > 0 && Arrays.binarySearch(lost, offer) >= 0) {
                fails |= Constraint.LOST_BEFORE.bit();
            }
            if (leastReliability > 0 && 1 - interruptions.probability(offer) < leastReliability) {
                fails |= Constraint.MINIMUM_RELIABILITY.bit();
            }
            if (hasDeadline && hours + rework(offer) > hoursUntilDeadline) {
                fails |= Constraint.DEADLINE.bit();
            }
            long price = terms.price(offer);
            if (price > dearestByBudget[index.regionOf(offer)]) {
                fails |= Constraint.BUDGET.bit();
            }
            if (price > dearestByWorkload) {
                fails |= Constraint.MAX_HOURLY_COST.bit();
            }
            return fails;
        }

        boolean spreads() {
            return spread > 1;
        }

        /** The offers that replicas are spread over, in turn. */
        int[] zonesOf(int offer) {
            return groups.getOrDefault(offer, new int[] {offer});
        }

        /** With a spread: the offer that stands for this one's type, option and region, or -1 where there is none. */
        int standsFor(int offer) {
            for (int stands : groups.keySet()) {
                if (groupOf(stands) == groupOf(offer)) {
                    return stands;
                }
            }
            return -1;
        }

        /** How many replicas the offer of a rank gets when all go to so many offers in turn. */
        int replicasOf(int rank, int offers) {
            return replicas / offers + (rank < replicas % offers ? 1 : 0);
        }

        long score(int offer) {
            return analytic(offer, total(offer)) + modelWeight * modelValue(offer);
        }

        /** The score without the model's part. */
        private long analytic(int offer, double total) {
            return costWeight * costValue(offer, total)
                    + latencyWeight * latency[index.regionOf(offer)]
                    + reliabilityWeight * reliabilityValue(offer)
                    + performanceWeight * performance[index.shapeOf(offer)]
                    + carbonWeight * carbon[index.regionOf(offer)];
        }

        /** A factor's value in millionths. */
        long value(Factor factor, int offer) {
            return switch (factor) {
                case COST -> costValue(offer, total(offer));
                case LATENCY -> latency[index.regionOf(offer)];
                case RELIABILITY -> reliabilityValue(offer);
                case PERFORMANCE -> performance[index.shapeOf(offer)];
                case CARBON -> carbon[index.regionOf(offer)];
                case MODEL -> modelValue(offer);
            };
        }

        private long modelValue(int offer) {
            if (scorer == null) {
                return 0;
            }
            modelCalls++;
            return Math.clamp(scorer.millionths(offer), 0, (long) ONE);
        }

        String explainModel(int offer) {
            return Objects.requireNonNull(knowledge.predictor()).explain(index, request, offer);
        }

        /** With a spread, the mean over all replicas of what each would have if all were where it is. */
        private long costValue(int offer, double total) {
            int[] zones = spread > 1 ? groups.get(offer) : null;
            if (zones == null) {
                return costValue(total);
            }
            long sum = 0;
            for (int rank = 0; rank < zones.length; rank++) {
                sum += replicasOf(rank, zones.length) * costValue(ownTotal(zones[rank]));
            }
            return (sum + replicas / 2) / replicas;
        }

        private long costValue(double total) {
            return Math.round(ONE * yardstick / (yardstick + total));
        }

        /** Expected cost in USD for the whole run; with a spread over zones, that of all replicas where they are. */
        double total(int offer) {
            int[] zones = groups.get(offer);
            if (zones == null) {
                return ownTotal(offer);
            }
            double total = fixed[index.regionOf(offer)] + stranded.cost(offer);
            for (int rank = 0; rank < zones.length; rank++) {
                total += compute(zones[rank], replicasOf(rank, zones.length));
            }
            return total;
        }

        /** Expected cost in USD if all replicas ran on this offer. */
        private double ownTotal(int offer) {
            double total = compute(offer, replicas) + fixed[index.regionOf(offer)];
            return stranded.isNothing() ? total : total + stranded.cost(offer);
        }

        private double compute(int offer, int count) {
            return terms.price(offer) * PRICE_UNIT * count * (hours + rework(offer));
        }

        /** USD per hour of all replicas, in units of {@link OfferIndex#MONEY_SCALE} decimals. */
        long hourly(int offer) {
            int[] zones = zonesOf(offer);
            long hourly = 0;
            for (int rank = 0; rank < zones.length; rank++) {
                hourly = Math.addExact(
                        hourly, Math.multiplyExact(terms.price(zones[rank]), replicasOf(rank, zones.length)));
            }
            return hourly;
        }

        double strandedBy(int offer) {
            return stranded.cost(offer);
        }

        List<PlacementPolicy.Barred> barred() {
            return policy.barred();
        }

        int alternatives() {
            return policy.alternatives();
        }

        double transferTo(int offer) {
            return transferCost(index.regionName(index.regionOf(offer)));
        }

        double storageAt(int offer) {
            return storageCost(index.regionName(index.regionOf(offer)));
        }

        /** Hours that a replica is expected to work twice. */
        double rework(int offer) {
            return interruptions.interruptions(offer) * lostPerInterruption;
        }

        /** The chance that a replica runs undisturbed; with a spread, the mean over all replicas. */
        long reliabilityValue(int offer) {
            int[] zones = spread > 1 ? groups.get(offer) : null;
            if (zones == null) {
                return ownReliability(offer);
            }
            long sum = 0;
            for (int rank = 0; rank < zones.length; rank++) {
                sum += replicasOf(rank, zones.length) * ownReliability(zones[rank]);
            }
            return (sum + replicas / 2) / replicas;
        }

        private long ownReliability(int offer) {
            return Math.round(ONE * (1 - interruptions.probability(offer)));
        }

        private double lostPerInterruption() {
            double restart = hoursOf(policy.restart());
            var checkpoint = spec.container().checkpoint();
            if (checkpoint != null) {
                return restart + hoursOf(checkpoint.interval()) / 2;
            }
            return spec.kind() == Kind.BATCH ? restart + hours / 2 : restart;
        }

        private int shapeFails(Shape shape) {
            int fails = 0;
            if (spec.architecture() != Architecture.ANY
                    && !shape.architecture().equals(spec.architecture().id())) {
                fails |= Constraint.ARCHITECTURE.bit();
            }
            if (shape.vcpu() < spec.cpuCores()) {
                fails |= Constraint.CPU_CORES.bit();
            }
            if (shape.memoryGb() < spec.memoryGb()) {
                fails |= Constraint.MEMORY_GB.bit();
            }
            if (shape.gpus() < spec.gpus()) {
                fails |= Constraint.GPUS.bit();
            }
            if (spec.gpuModel() != null && !sameModel(spec.gpuModel(), shape.gpuModel())) {
                fails |= Constraint.GPU_MODEL.bit();
            }
            Double network = shape.networkGbps();
            Double needed = spec.networkGbps();
            if (needed != null && network == null) {
                fails |= Constraint.NETWORK_UNKNOWN.bit();
            } else if (needed != null && network != null && network < needed) {
                fails |= Constraint.NETWORK_GBPS.bit();
            }
            if (spec.container().diskGb() > knowledge.tariffs().largestDisk(shape.provider())) {
                fails |= Constraint.DISK_GB.bit();
            }
            if (policy.barred().stream().anyMatch(barred -> bars(barred, shape))) {
                fails |= Constraint.BARRED.bit();
            }
            Integer vcpus = request.limits().vcpus();
            if (vcpus != null && (long) shape.vcpu() * replicas > vcpus) {
                fails |= Constraint.QUOTA_VCPUS.bit();
            }
            Integer gpus = request.limits().gpus();
            if (gpus != null && (long) shape.gpus() * replicas > gpus) {
                fails |= Constraint.QUOTA_GPUS.bit();
            }
            return fails;
        }

        /** Whether a rule bars a type everywhere; a rule for regions is looked at with them. */
        private static boolean bars(PlacementPolicy.Barred barred, Shape shape) {
            return barred.region() == null
                    && (barred.provider() == null || barred.provider().equals(shape.provider()))
                    && Families.holds(barred.family(), shape.instanceType());
        }

        private void bar(PlacementPolicy.Barred barred, long bit) {
            for (int i = 0; i < shapeBarred.length; i++) {
                Shape shape = index.shape(i);
                boolean provider =
                        barred.provider() == null || barred.provider().equals(shape.provider());
                if (provider && Families.holds(barred.family(), shape.instanceType())) {
                    shapeBarred[i] |= bit;
                }
            }
            for (int i = 0; i < regionBarred.length; i++) {
                if (index.regionName(i).equals(barred.region())) {
                    regionBarred[i] |= bit;
                }
            }
        }

        private int regionFails(String region, @Nullable Region place) {
            int fails = 0;
            if (!spec.regionsAllowed().isEmpty() && !spec.regionsAllowed().contains(region)) {
                fails |= Constraint.REGIONS_ALLOWED.bit();
            }
            if (spec.regionsForbidden().contains(region)) {
                fails |= Constraint.REGIONS_FORBIDDEN.bit();
            }
            if (!spec.residency().isEmpty()) {
                if (place == null || place.country().isEmpty()) {
                    fails |= Constraint.RESIDENCY_UNKNOWN.bit();
                } else if (spec.residency().stream().noneMatch(area -> Residency.holds(area, place.country()))) {
                    fails |= Constraint.RESIDENCY.bit();
                }
            }
            for (PlacementPolicy.Barred barred : policy.barred()) {
                boolean here = region.equals(barred.region())
                        && (barred.provider() == null || barred.provider().equals(Families.provider(region)));
                if (here && barred.family() == null) {
                    fails |= Constraint.BARRED.bit();
                }
            }
            return fails;
        }

        /** Null where no affinity asks for anything. */
        private int @Nullable [] zoneFails() {
            if (spec.affinity().isEmpty() && spec.antiAffinity().isEmpty()) {
                return null;
            }
            int[] regionOfZone = new int[index.zones()];
            for (int offer = 0; offer < index.size(); offer++) {
                regionOfZone[index.zoneOf(offer)] = index.regionOf(offer);
            }
            int[] fails = new int[index.zones()];
            for (int zone = 0; zone < fails.length; zone++) {
                String region = index.regionName(regionOfZone[zone]);
                for (WorkloadSpec.Affinity affinity : spec.affinity()) {
                    if (!isNear(affinity, region, index.zoneName(zone))) {
                        fails[zone] |= Constraint.AFFINITY.bit();
                    }
                }
                for (WorkloadSpec.Affinity affinity : spec.antiAffinity()) {
                    if (isNear(affinity, region, index.zoneName(zone))) {
                        fails[zone] |= Constraint.ANTI_AFFINITY.bit();
                    }
                }
            }
            return fails;
        }

        private boolean isNear(WorkloadSpec.Affinity affinity, String region, String zone) {
            PlacementRequest.Neighbour neighbour = request.neighbours().get(affinity.workloadId());
            if (neighbour == null) {
                return false;
            }
            return switch (affinity.scope()) {
                case ZONE -> neighbour.zones().contains(zone);
                case REGION -> neighbour.region().equals(region);
                case PROVIDER -> neighbour.provider().equals(Families.provider(region));
            };
        }

        private long performance(Shape shape) {
            double sum = headroom(shape.vcpu() / spec.cpuCores()) + headroom(shape.memoryGb() / spec.memoryGb());
            if (spec.gpus() == 0) {
                return Math.round(ONE * sum / 2);
            }
            // GPUs cannot be used in part, so there is no headroom to want, only waste to avoid.
            return Math.round(ONE * (sum + spec.gpus() / (double) shape.gpus()) / 3);
        }

        private long latency(String region, @Nullable Region place) {
            double sum = 0;
            int parts = 0;
            if (spec.usersLocation() != null) {
                sum += place == null
                        ? NEUTRAL / ONE
                        : nearness(roundTripToUsers(place).millis());
                parts++;
            }
            if (spec.dataLocation() != null) {
                LatencyMatrix.RoundTrip trip = roundTripToData(region, place);
                sum += trip == null ? NEUTRAL / ONE : nearness(trip.millis());
                parts++;
            }
            return parts == 0 ? NEUTRAL : Math.round(ONE * sum / parts);
        }

        private static double nearness(double millis) {
            return 1 / (1 + millis / LATENCY_HALF_MS);
        }

        LatencyMatrix.RoundTrip roundTripToUsers(Region place) {
            var users = Objects.requireNonNull(spec.usersLocation());
            return knowledge
                    .latency()
                    .between(users.latitude(), users.longitude(), place.latitude(), place.longitude());
        }

        /** Nothing within the data's own region; null where a place is not known. */
        LatencyMatrix.@Nullable RoundTrip roundTripToData(String region, @Nullable Region place) {
            String data = Objects.requireNonNull(spec.dataLocation());
            if (data.equals(region)) {
                return new LatencyMatrix.RoundTrip(0, true);
            }
            Region from = index.knownRegion(data);
            return from == null || place == null
                    ? null
                    : knowledge
                            .latency()
                            .between(from.latitude(), from.longitude(), place.latitude(), place.longitude());
        }

        private long carbon(String region) {
            Double grams = knowledge.carbon().of(region);
            double counted = grams == null ? knowledge.carbon().dirtiest() : grams;
            return Math.round(ONE * CARBON_HALF_GRAMS / (CARBON_HALF_GRAMS + counted));
        }

        private double transferCost(String region) {
            String data = spec.dataLocation();
            if (data == null || spec.dataSizeGb() == 0) {
                return 0;
            }
            return knowledge.tariffs().transfer(data, region).usd().doubleValue() * spec.dataSizeGb();
        }

        boolean transferIsListed(int offer) {
            String data = spec.dataLocation();
            return data == null
                    || spec.dataSizeGb() == 0
                    || knowledge
                            .tariffs()
                            .transfer(data, index.regionName(index.regionOf(offer)))
                            .listed();
        }

        private double storageCost(String region) {
            return knowledge.tariffs().storage(Families.provider(region))
                    * spec.container().diskGb()
                    * replicas
                    * hours
                    / HOURS_PER_MONTH;
        }

        private Terms.Stranded stranded() {
            String from = request.runsOn();
            int offer = from == null ? -1 : index.find(from);
            if (offer < 0 || knowledge.agreements().commitments().isEmpty()) {
                return Terms.Stranded.NOTHING;
            }
            double hourly = terms.price(offer) * PRICE_UNIT * replicas;
            return Terms.Stranded.leaving(knowledge.agreements(), index, offer, hourly, request.now(), hours);
        }

        /** The region that savings are measured in: that of the data, else the first allowed, else the default. */
        private int home() {
            String data = spec.dataLocation();
            String region = data != null
                    ? data
                    : spec.regionsAllowed().isEmpty()
                            ? policy.defaultRegion()
                            : spec.regionsAllowed().getFirst();
            int known = index.regionNumber(region);
            return known >= 0 ? known : index.regionNumber(policy.defaultRegion());
        }

        /** The highest price of a replica that an hourly limit leaves room for. */
        private long dearest(@Nullable BigDecimal limit) {
            if (limit == null) {
                return Long.MAX_VALUE;
            }
            BigDecimal units = limit.movePointRight(OfferIndex.MONEY_SCALE)
                    .divide(BigDecimal.valueOf(replicas), 0, RoundingMode.FLOOR);
            return units.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) >= 0 ? Long.MAX_VALUE : units.longValue();
        }
    }

    private static double headroom(double ratio) {
        if (ratio < 1.25) {
            return 0.8 + 0.2 * (ratio - 1) / 0.25;
        }
        return ratio <= 2 ? 1 : 2 / ratio;
    }

    private static double hoursOf(Duration duration) {
        return duration.toMillis() / 3_600_000.0;
    }

    /** Models are written as {@code A100}, {@code a100}, {@code NVIDIA A100}. */
    static boolean sameModel(String wanted, @Nullable String offered) {
        return offered != null && plain(wanted).equals(plain(offered));
    }

    private static String plain(String model) {
        String lower = model.toLowerCase(Locale.ROOT).replace("nvidia", "");
        StringBuilder letters = new StringBuilder(lower.length());
        for (int i = 0; i < lower.length(); i++) {
            char c = lower.charAt(i);
            if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
                letters.append(c);
            }
        }
        return letters.toString();
    }
}
