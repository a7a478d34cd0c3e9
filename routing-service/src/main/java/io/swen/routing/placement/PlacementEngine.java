package io.swen.routing.placement;

import io.swen.platform.money.Money;
import io.swen.routing.candidate.OfferIndex;
import io.swen.routing.candidate.Region;
import io.swen.routing.candidate.Shape;
import io.swen.routing.workload.Architecture;
import io.swen.routing.workload.Kind;
import io.swen.routing.workload.WorkloadSpec;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Finds the best offers for a workload: one pass over all offers to filter them and to find the cheapest, one over those
 * that are left to score them and keep the best.
 *
 * <p>Values are whole millionths and weights whole ten-thousandths, so a score is a whole number and the same on every
 * machine. With {@code hours} the estimated duration, or 730 for a service without one:
 *
 * <ul>
 *   <li>hazard λ = −ln(1 − interruption rate) / 730 per hour; expected interruptions of a replica = λ × hours; each costs
 *       the restart time, and half a checkpoint interval (half the duration for a batch without checkpoints)
 *   <li>total cost = price × replicas × (hours + expected rework) + data size × transfer price per GB
 *   <li>cost value = cheapest fitting total cost / total cost
 *   <li>latency value = 1 / (1 + round trip / 100 ms), 0.5 for every region when users' location is unknown
 *   <li>reliability value = e^(−λ × hours), the chance that a replica runs undisturbed
 *   <li>performance value = mean over CPU and memory (and GPUs, if any are needed) of f(offered / needed), where f rises from
 *       0.8 at 1 to 1 at 1.25, stays 1 to 2, and falls as 2 / x after that
 * </ul>
 *
 * <p>The highest score wins; of equal scores the lower price, then the first offer id.
 */
@Component
public class PlacementEngine {

    static final int VALUE_SCALE = 6;
    static final int SCORE_SCALE = VALUE_SCALE + Weights.SCALE;
    static final double HOURS_PER_MONTH = 730;
    private static final double ONE = 1_000_000;
    private static final double LATENCY_HALF_MS = 100;
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
     * @param price of the offer per hour and replica, null where it is no longer offered
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
        OfferIndex index = knowledge.offers().index();
        Run run = new Run(knowledge, request);
        run.search();
        Placement placement = new PlacementNarrator(run).placement();
        int offer = index.find(offerId);
        if (offer < 0) {
            return new Comparison(placement, null, false, null);
        }
        boolean eligible = run.fails(offer) == 0;
        return new Comparison(
                placement,
                Money.usd(OfferIndex.amount(index.price(offer))),
                eligible,
                eligible ? BigDecimal.valueOf(run.score(offer), SCORE_SCALE) : null);
    }

    /** Memory that is used again from decision to decision. */
    private static final class Scratch {
        int[] eligible = new int[0];
        double[] totals = new double[0];
    }

    /** One search: everything that depends on the workload alone is computed once, before the passes over the offers. */
    final class Run {
        final Knowledge knowledge;
        final OfferIndex index;
        final ModelUse model;
        final PlacementRequest request;
        final WorkloadSpec spec;
        final Weights weights;
        final double hours;
        final int replicas;
        final int[] excluded = new int[Constraint.values().length + 1];
        final int[] best = new int[KEPT];
        private final long[] bestScores = new long[KEPT];
        int kept;
        int eligible;
        int cheapest = -1;
        double cheapestTotal = Double.POSITIVE_INFINITY;
        int baseline = -1;
        /** The cheapest of each provider; providers are told apart by name, of which there are few. */
        final java.util.Map<String, Integer> cheapestOf = new java.util.TreeMap<>();

        private final byte[] shapeFails;
        private final byte[] regionFails;
        private final long[] performance;
        private final long[] latency;
        private final double[] transfer;
        private final long[] carbon;
        private final InterruptionForecast.Horizon interruptions;
        private final OutcomePredictor.@Nullable Scorer scorer;
        private final double lostPerInterruption;
        private final int[] lost;
        private final double hoursUntilDeadline;
        private final long[] dearest;
        private final int home;
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
            Double estimated = spec.estimatedDurationHours();
            this.hours = estimated == null ? HOURS_PER_MONTH : estimated;
            this.replicas = spec.container().replicas();
            this.hoursUntilDeadline = spec.deadline() == null
                    ? Double.POSITIVE_INFINITY
                    : hoursOf(Duration.between(request.now(), spec.deadline()).minus(policy.startup()));
            this.shapeFails = new byte[index.shapes()];
            this.performance = new long[index.shapes()];
            for (int i = 0; i < index.shapes(); i++) {
                Shape shape = index.shape(i);
                shapeFails[i] = shapeFails(shape);
                performance[i] = shapeFails[i] == 0 ? performance(shape) : 0;
            }
            this.regionFails = new byte[index.regions()];
            this.dearest = new long[index.regions()];
            this.latency = new long[index.regions()];
            this.transfer = new double[index.regions()];
            for (int i = 0; i < index.regions(); i++) {
                String region = index.regionName(i);
                regionFails[i] = regionFails(region);
                dearest[i] = dearest(request.limits().hourlyCostAt(region.substring(0, region.indexOf(':'))));
                latency[i] = latency(index.place(i));
                transfer[i] = transferCost(region);
            }
            this.carbon = carbonValues();
            this.interruptions = knowledge.interruptions().at(index, hours);
            this.lostPerInterruption = lostPerInterruption();
            this.lost = request.lostOffers().stream()
                    .mapToInt(index::find)
                    .filter(offer -> offer >= 0)
                    .sorted()
                    .toArray();
            this.home = home();
        }

        Fitting fitting(int judged) {
            int[] offers = new int[index.size()];
            double[] totals = new double[index.size()];
            filter(offers, totals);
            offers = Arrays.copyOf(offers, eligible);
            long[] scores = new long[eligible];
            for (int i = 0; i < eligible; i++) {
                scores[i] = analytic(offers[i], totals[i]);
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
            if (scratch.eligible.length < index.size()) {
                scratch.eligible = new int[index.size()];
                scratch.totals = new double[index.size()];
            }
            filter(scratch.eligible, scratch.totals);
            rank(scratch.eligible, scratch.totals);
            scratches.add(scratch);
        }

        private void filter(int[] into, double[] intoTotals) {
            int count = 0;
            double[] totals = new double[index.regions()];
            int[] firsts = new int[index.regions()];
            Arrays.fill(totals, Double.POSITIVE_INFINITY);
            Arrays.fill(firsts, -1);
            for (int offer = 0; offer < index.size(); offer++) {
                int fails = fails(offer);
                excluded[fails]++;
                int region = index.regionOf(offer);
                if (fails == 0) {
                    double total = total(offer);
                    into[count] = offer;
                    intoTotals[count++] = total;
                    // A region belongs to one provider, so the cheapest of each region gives the cheapest of each
                    // provider.
                    if (total < totals[region] || (total == totals[region] && isBefore(offer, firsts[region]))) {
                        totals[region] = total;
                        firsts[region] = offer;
                    }
                }
                if (region == home
                        && fitsByShape(offer)
                        && index.isOnDemand(offer)
                        && index.isAvailable(offer)
                        && (baseline < 0 || isBefore(offer, baseline))) {
                    baseline = offer;
                }
            }
            eligible = count;
            for (int region = 0; region < firsts.length; region++) {
                if (firsts[region] >= 0) {
                    cheapestOf.merge(index.provider(firsts[region]), firsts[region], (a, b) -> isCheaper(b, a) ? b : a);
                }
            }
            for (int offer : cheapestOf.values()) {
                if (cheapest < 0 || isCheaper(offer, cheapest)) {
                    cheapest = offer;
                }
            }
            cheapestTotal = cheapest < 0 ? Double.POSITIVE_INFINITY : total(cheapest);
        }

        /** Whether it is big enough, whatever the quotas say. */
        private boolean fitsByShape(int offer) {
            byte fails = shapeFails[index.shapeOf(offer)];
            return fails == 0 || fails >= code(Constraint.QUOTA_VCPUS);
        }

        private boolean isCheaper(int a, int b) {
            double totalA = total(a);
            double totalB = total(b);
            return totalA < totalB || (totalA == totalB && isBefore(a, b));
        }

        private void rank(int[] from, double[] fromTotals) {
            for (int i = 0; i < eligible; i++) {
                int offer = from[i];
                long score = score(offer, fromTotals[i]);
                if (kept == KEPT) {
                    long worst = bestScores[KEPT - 1];
                    if (score < worst || (score == worst && isBefore(best[KEPT - 1], offer))) {
                        continue;
                    }
                } else {
                    kept++;
                }
                int at = kept - 1;
                while (at > 0
                        && (bestScores[at - 1] < score
                                || (bestScores[at - 1] == score && isBefore(offer, best[at - 1])))) {
                    best[at] = best[at - 1];
                    bestScores[at] = bestScores[at - 1];
                    at--;
                }
                best[at] = offer;
                bestScores[at] = score;
            }
        }

        /** The order of equals: the lower price first, then the better known one, then the first id. */
        private boolean isBefore(int a, int b) {
            int order = Long.compare(index.price(a), index.price(b));
            if (order == 0) {
                order = index.priceOrigin(a).compareTo(index.priceOrigin(b));
            }
            return order == 0 ? index.compareIds(a, b) < 0 : order < 0;
        }

        /** 0 when an offer meets every constraint, else one more than the ordinal of the first that it fails. */
        int fails(int offer) {
            byte shape = shapeFails[index.shapeOf(offer)];
            if (shape != 0 && shape < code(Constraint.QUOTA_VCPUS)) {
                return shape;
            }
            byte region = regionFails[index.regionOf(offer)];
            if (region != 0) {
                return region;
            }
            if (index.isSpot(offer) && !spec.interruptible()) {
                return code(Constraint.INTERRUPTIBLE);
            }
            if (!index.isAvailable(offer)) {
                return code(Constraint.AVAILABILITY);
            }
            if (lost.length > 0 && Arrays.binarySearch(lost, offer) >= 0) {
                return code(Constraint.LOST_BEFORE);
            }
            if (hours + rework(offer) > hoursUntilDeadline) {
                return code(Constraint.DEADLINE);
            }
            if (shape != 0) {
                return shape;
            }
            return index.price(offer) > dearest[index.regionOf(offer)] ? code(Constraint.BUDGET) : 0;
        }

        long score(int offer) {
            return score(offer, total(offer));
        }

        private long score(int offer, double total) {
            return analytic(offer, total) + modelWeight * modelValue(offer);
        }

        /** The score without the model's part. */
        private long analytic(int offer, double total) {
            return costWeight * costValue(total)
                    + latencyWeight * latency[index.regionOf(offer)]
                    + reliabilityWeight * reliabilityValue(offer)
                    + performanceWeight * performance[index.shapeOf(offer)]
                    + carbonWeight * carbon[index.regionOf(offer)];
        }

        /** A factor's value in millionths. */
        long value(Factor factor, int offer) {
            return switch (factor) {
                case COST -> costValue(total(offer));
                case LATENCY -> latency[index.regionOf(offer)];
                case RELIABILITY -> reliabilityValue(offer);
                case PERFORMANCE -> performance[index.shapeOf(offer)];
                case CARBON -> carbon[index.regionOf(offer)];
                case MODEL -> modelValue(offer);
            };
        }

        private long modelValue(int offer) {
            return scorer == null ? 0 : scorer.millionths(offer);
        }

        String explainModel(int offer) {
            return java.util.Objects.requireNonNull(knowledge.predictor()).explain(index, request, offer);
        }

        /** The cleanest known grid has 1; what is not known counts as the dirtiest. */
        private long[] carbonValues() {
            double least = Double.POSITIVE_INFINITY;
            double most = 0;
            for (int i = 0; i < index.regions(); i++) {
                Double grams = knowledge.carbon().of(index.regionName(i));
                if (grams != null) {
                    least = Math.min(least, Math.max(1, grams));
                    most = Math.max(most, Math.max(1, grams));
                }
            }
            long[] values = new long[index.regions()];
            for (int i = 0; i < values.length && most > 0; i++) {
                Double grams = knowledge.carbon().of(index.regionName(i));
                values[i] = Math.round(ONE * least / (grams == null ? most : Math.max(1, grams)));
            }
            return values;
        }

        private long costValue(double total) {
            return Math.round(ONE * cheapestTotal / total);
        }

        /** Expected cost in USD for the whole run, with rework and transfer. */
        double total(int offer) {
            return index.price(offer) * PRICE_UNIT * replicas * (hours + rework(offer))
                    + transfer[index.regionOf(offer)];
        }

        int alternatives() {
            return policy.alternatives();
        }

        double transferTo(int offer) {
            return transfer[index.regionOf(offer)];
        }

        /** Hours that a replica is expected to work twice. */
        double rework(int offer) {
            return interruptions.interruptions(offer) * lostPerInterruption;
        }

        /** The chance that a replica runs undisturbed. */
        long reliabilityValue(int offer) {
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

        private byte shapeFails(Shape shape) {
            if (spec.architecture() != Architecture.ANY
                    && !shape.architecture().equals(spec.architecture().id())) {
                return code(Constraint.ARCHITECTURE);
            }
            if (shape.vcpu() < spec.cpuCores()) {
                return code(Constraint.CPU_CORES);
            }
            if (shape.memoryGb() < spec.memoryGb()) {
                return code(Constraint.MEMORY_GB);
            }
            if (shape.gpus() < spec.gpus()) {
                return code(Constraint.GPUS);
            }
            if (spec.gpuModel() != null && !sameModel(spec.gpuModel(), shape.gpuModel())) {
                return code(Constraint.GPU_MODEL);
            }
            Integer vcpus = request.limits().vcpus();
            if (vcpus != null && (long) shape.vcpu() * replicas > vcpus) {
                return code(Constraint.QUOTA_VCPUS);
            }
            Integer gpus = request.limits().gpus();
            if (gpus != null && (long) shape.gpus() * replicas > gpus) {
                return code(Constraint.QUOTA_GPUS);
            }
            return 0;
        }

        private byte regionFails(String region) {
            if (!spec.regionsAllowed().isEmpty() && !spec.regionsAllowed().contains(region)) {
                return code(Constraint.REGIONS_ALLOWED);
            }
            return spec.regionsForbidden().contains(region) ? code(Constraint.REGIONS_FORBIDDEN) : 0;
        }

        private long performance(Shape shape) {
            double sum = headroom(shape.vcpu() / spec.cpuCores()) + headroom(shape.memoryGb() / spec.memoryGb());
            if (spec.gpus() == 0) {
                return Math.round(ONE * sum / 2);
            }
            // GPUs cannot be used in part, so there is no headroom to want, only waste to avoid.
            return Math.round(ONE * (sum + spec.gpus() / (double) shape.gpus()) / 3);
        }

        private long latency(@Nullable Region place) {
            var users = spec.usersLocation();
            if (users == null || place == null) {
                return NEUTRAL;
            }
            return Math.round(ONE / (1 + roundTrip(place) / LATENCY_HALF_MS));
        }

        double roundTrip(Region place) {
            var users = java.util.Objects.requireNonNull(spec.usersLocation());
            return knowledge
                    .latency()
                    .between(users.latitude(), users.longitude(), place.latitude(), place.longitude())
                    .millis();
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

        private long dearest(@Nullable BigDecimal budget) {
            if (budget == null) {
                return Long.MAX_VALUE;
            }
            BigDecimal units = budget.movePointRight(OfferIndex.MONEY_SCALE)
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

    static byte code(Constraint constraint) {
        return (byte) (constraint.ordinal() + 1);
    }

    private static double hoursOf(Duration duration) {
        return duration.toMillis() / 3_600_000.0;
    }

    /** Models are written as {@code A100}, {@code a100}, {@code NVIDIA A100}. */
    static boolean sameModel(String wanted, @Nullable String offered) {
        return offered != null && plain(wanted).equals(plain(offered));
    }

    private static String plain(String model) {
        return model.toLowerCase(Locale.ROOT).replace("nvidia", "").replaceAll("[^a-z0-9]", "");
    }
}
