package io.swen.routing.placement;

import io.swen.routing.candidate.Offer;
import io.swen.routing.candidate.OfferIndex;
import io.swen.routing.candidate.PurchaseOption;
import io.swen.routing.candidate.Region;
import io.swen.routing.workload.Architecture;
import io.swen.routing.workload.Kind;
import io.swen.routing.workload.Residency;
import io.swen.routing.workload.WorkloadSpec;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The rules of docs/placement/scoring.md written down once more, plainly: objects, one offer after another, a sort. It shares
 * nothing with the engine but the facts that go in.
 */
final class NaivePlacement {

    /** An offer that fits, with what it costs and how it scores; with a spread, one for all its zones. */
    record Judged(Offer offer, List<Offer> zones, double total, long analytic, long score) {}

    private final Knowledge knowledge;
    private final PlacementRequest request;
    private final PlacementPolicy policy;
    private final WorkloadSpec spec;
    private final OfferIndex index;
    private final double hours;
    private final int replicas;

    NaivePlacement(Knowledge knowledge, PlacementRequest request, PlacementPolicy policy) {
        this.knowledge = knowledge;
        this.request = request;
        this.policy = policy;
        this.spec = request.spec();
        this.index = knowledge.offers().index();
        this.hours = Objects.requireNonNullElse(spec.estimatedDurationHours(), 730.0);
        this.replicas = spec.container().replicas();
    }

    /** Everything that fits, the best first. */
    List<Judged> ranking() {
        List<Offer> fitting = new ArrayList<>();
        for (int i = 0; i < index.size(); i++) {
            Offer offer = index.offer(i, false);
            if (index.isAvailable(i) && whyNot(offer, networkOf(i)) == null) {
                fitting.add(offer);
            }
        }
        int spread = Objects.requireNonNullElse(spec.zoneSpread(), 1);
        List<Judged> judged = new ArrayList<>();
        if (spread == 1) {
            for (Offer offer : fitting) {
                judged.add(judge(List.of(offer)));
            }
        } else {
            Map<String, List<Offer>> groups = fitting.stream()
                    .collect(Collectors.groupingBy(
                            offer -> offer.region() + offer.instanceType() + offer.purchaseOption(),
                            TreeMap::new,
                            Collectors.toList()));
            for (List<Offer> group : groups.values()) {
                if (group.size() >= spread) {
                    judged.add(judge(group.stream()
                            .sorted(Comparator.comparingLong((Offer offer) ->
                                            judge(List.of(offer)).analytic())
                                    .reversed()
                                    .thenComparing(order()))
                            .limit(spread)
                            .toList()));
                }
            }
        }
        judged.sort(Comparator.comparingLong(Judged::score).reversed().thenComparing(Judged::offer, order()));
        return judged;
    }

    private @Nullable Double networkOf(int offer) {
        return index.shape(index.shapeOf(offer)).networkGbps();
    }

    /** What stands against an offer, or null; {@code network} is what is known of its type. */
    @Nullable
    String whyNot(Offer offer, @Nullable Double network) {
        if (spec.architecture() != Architecture.ANY
                && !offer.architecture().equals(spec.architecture().id())) {
            return "architecture";
        }
        if (offer.vcpu() < spec.cpuCores() || offer.memoryGb() < spec.memoryGb() || offer.gpus() < spec.gpus()) {
            return "size";
        }
        if (spec.gpuModel() != null && !spec.gpuModel().equalsIgnoreCase(offer.gpuModel())) {
            return "gpu_model";
        }
        if (spec.networkGbps() != null && (network == null || network < spec.networkGbps())) {
            return "network";
        }
        if (spec.container().diskGb()
                > Objects.requireNonNull(knowledge.tariffs().storage().get(offer.provider()))
                        .largestGb()) {
            return "disk";
        }
        for (PlacementPolicy.Barred barred : policy.barred()) {
            if ((barred.provider() == null || offer.provider().equals(barred.provider()))
                    && (barred.region() == null || offer.region().equals(barred.region()))
                    && (barred.family() == null || offer.instanceType().startsWith(barred.family() + "."))) {
                return "barred";
            }
        }
        if (!spec.regionsAllowed().isEmpty() && !spec.regionsAllowed().contains(offer.region())) {
            return "regions_allowed";
        }
        if (spec.regionsForbidden().contains(offer.region())) {
            return "regions_forbidden";
        }
        if (!spec.residency().isEmpty()) {
            Region place = index.knownRegion(offer.region());
            if (place == null || spec.residency().stream().noneMatch(area -> Residency.holds(area, place.country()))) {
                return "residency";
            }
        }
        for (WorkloadSpec.Affinity affinity : spec.affinity()) {
            if (!near(affinity, offer)) {
                return "affinity";
            }
        }
        for (WorkloadSpec.Affinity affinity : spec.antiAffinity()) {
            if (near(affinity, offer)) {
                return "anti_affinity";
            }
        }
        if (offer.purchaseOption() == PurchaseOption.SPOT && !spec.interruptible()) {
            return "interruptible";
        }
        if (request.lostOffers().contains(offer.offerId())) {
            return "lost_before";
        }
        if (spec.minimumReliability() != null && undisturbed(offer) < spec.minimumReliability()) {
            return "minimum_reliability";
        }
        if (spec.deadline() != null) {
            Duration left = Duration.between(request.now(), spec.deadline()).minus(policy.startup());
            if (hours + rework(offer) > left.toMillis() / 3_600_000.0) {
                return "deadline";
            }
        }
        PlacementRequest.Limits limits = request.limits();
        if (limits.vcpus() != null && offer.vcpu() * replicas > limits.vcpus()) {
            return "quota_vcpus";
        }
        if (limits.gpus() != null && offer.gpus() * replicas > limits.gpus()) {
            return "quota_gpus";
        }
        BigDecimal hourly = price(offer).multiply(BigDecimal.valueOf(replicas));
        BigDecimal budget = limits.hourlyCostAt(offer.provider());
        if (budget != null && hourly.compareTo(budget) > 0) {
            return "budget";
        }
        return spec.maxHourlyCost() != null
                        && hourly.compareTo(spec.maxHourlyCost().amount()) > 0
                ? "max_hourly_cost"
                : null;
    }

    private boolean near(WorkloadSpec.Affinity affinity, Offer offer) {
        PlacementRequest.Neighbour other = request.neighbours().get(affinity.workloadId());
        return other != null
                && switch (affinity.scope()) {
                    case ZONE -> other.zones().contains(offer.zone());
                    case REGION -> other.region().equals(offer.region());
                    case PROVIDER -> other.provider().equals(offer.provider());
                };
    }

    private Judged judge(List<Offer> zones) {
        Offer first = zones.getFirst();
        double total = fixed(first.region()) + stranded(first);
        long undisturbed = replicas / 2;
        long cost = replicas / 2;
        double yardstick = knowledge.tariffs().yardstick(spec) * replicas * hours;
        for (int i = 0; i < zones.size(); i++) {
            int here = 0;
            for (int replica = 0; replica < replicas; replica++) {
                here += replica % zones.size() == i ? 1 : 0;
            }
            total += compute(zones.get(i), here);
            undisturbed += here * Math.round(undisturbed(zones.get(i)) * 1_000_000);
            double own = compute(zones.get(i), replicas) + fixed(first.region()) + stranded(zones.get(i));
            cost += here * Math.round(1_000_000 * yardstick / (yardstick + own));
        }
        Weights weights = Weights.of(spec, policy, model() != null);
        long analytic = weighed(weights, Factor.COST, cost / replicas)
                + weighed(weights, Factor.LATENCY, latency(first.region()))
                + weighed(weights, Factor.RELIABILITY, undisturbed / replicas)
                + weighed(weights, Factor.PERFORMANCE, performance(first))
                + weighed(weights, Factor.CARBON, carbon(first.region()));
        OutcomePredictor model = model();
        long score = analytic;
        if (model != null) {
            score += weights.of(Factor.MODEL).unscaledValue().longValue()
                    * model.scorer(index, request).millionths(index.find(first.offerId()));
        }
        return new Judged(first, zones, total, analytic, score);
    }

    private @Nullable OutcomePredictor model() {
        OutcomePredictor model = knowledge.predictor();
        return model == null || !model.use().used() ? null : model;
    }

    private static long weighed(Weights weights, Factor factor, double value) {
        return weights.of(factor).unscaledValue().longValue() * Math.round(value * 1_000_000);
    }

    private static long weighed(Weights weights, Factor factor, long millionths) {
        return weights.of(factor).unscaledValue().longValue() * millionths;
    }

    /** After the best of plans and the best of negotiated factors, to 10^-12 USD. */
    private BigDecimal price(Offer offer) {
        var day = request.now().atOffset(java.time.ZoneOffset.UTC).toLocalDate();
        double factor = 1;
        for (boolean negotiated : new boolean[] {false, true}) {
            BigDecimal best = BigDecimal.ONE;
            for (Agreements.Discount discount : knowledge.agreements().discounts()) {
                boolean option = discount.option() == null
                        ? offer.purchaseOption() != PurchaseOption.SPOT
                        : discount.option() == offer.purchaseOption();
                if (option
                        && discount.isValid(day)
                        && (discount.kind() == Agreements.Kind.NEGOTIATED) == negotiated
                        && discount.provider().equals(offer.provider())
                        && (discount.region() == null || discount.region().equals(offer.region()))
                        && (discount.family() == null || offer.instanceType().startsWith(discount.family() + "."))) {
                    best = best.min(discount.factor());
                }
            }
            factor *= best.doubleValue();
        }
        BigDecimal list = offer.price().amount();
        return factor == 1
                ? list
                : BigDecimal.valueOf(
                        Math.max(1, Math.round(list.movePointRight(12).longValueExact() * factor)), 12);
    }

    private double compute(Offer offer, int count) {
        return price(offer).movePointRight(12).longValueExact() * 1e-12 * count * (hours + rework(offer));
    }

    private double fixed(String region) {
        double fixed = 0;
        if (spec.dataLocation() != null) {
            fixed += knowledge
                            .tariffs()
                            .transfer(spec.dataLocation(), region)
                            .usd()
                            .doubleValue()
                    * spec.dataSizeGb();
        }
        return fixed
                + knowledge.tariffs().storage(region.substring(0, region.indexOf(':')))
                        * spec.container().diskGb()
                        * replicas
                        * hours
                        / 730;
    }

    private double stranded(Offer offer) {
        String from = request.runsOn();
        if (from == null || index.find(from) < 0) {
            return 0;
        }
        Offer left = index.offer(index.find(from), false);
        double unspent = price(left).movePointRight(12).longValueExact() * 1e-12 * replicas;
        double sum = 0;
        for (Agreements.Commitment commitment : knowledge.agreements().commitments()) {
            var day = request.now().atOffset(java.time.ZoneOffset.UTC).toLocalDate();
            if (unspent > 0 && commitment.isValid(day) && covers(commitment, left)) {
                double part = Math.min(unspent, commitment.hourlyCost().doubleValue());
                unspent -= part;
                double until = Duration.between(
                                        request.now(),
                                        commitment
                                                .until()
                                                .plusDays(1)
                                                .atStartOfDay()
                                                .toInstant(java.time.ZoneOffset.UTC))
                                .toMillis()
                        / 3_600_000.0;
                sum += covers(commitment, offer) ? 0 : part * Math.min(hours, until);
            }
        }
        return sum;
    }

    private static boolean covers(Agreements.Commitment commitment, Offer offer) {
        return offer.purchaseOption() != PurchaseOption.SPOT
                && commitment.provider().equals(offer.provider())
                && (commitment.region() == null || commitment.region().equals(offer.region()))
                && (commitment.family() == null || offer.instanceType().startsWith(commitment.family() + "."));
    }

    private double undisturbed(Offer offer) {
        return 1 - knowledge.interruptions().probability(index, index.find(offer.offerId()), hours);
    }

    private double rework(Offer offer) {
        double hazard =
                -StrictMath.log(1 - Math.min(Math.round(offer.interruptionRate() * 1_000) / 1_000.0, 0.99)) / 730;
        double lost = policy.restart().toMillis() / 3_600_000.0;
        if (spec.container().checkpoint() != null) {
            lost += spec.container().checkpoint().interval().toMillis() / 3_600_000.0 / 2;
        } else if (spec.kind() == Kind.BATCH) {
            lost += hours / 2;
        }
        return hazard * hours * lost;
    }

    private double latency(String region) {
        Region place = index.knownRegion(region);
        List<Double> parts = new ArrayList<>();
        if (spec.usersLocation() != null) {
            parts.add(
                    place == null
                            ? 0.5
                            : nearness(
                                    place,
                                    spec.usersLocation().latitude(),
                                    spec.usersLocation().longitude()));
        }
        if (spec.dataLocation() != null) {
            Region data = index.knownRegion(spec.dataLocation());
            parts.add(
                    spec.dataLocation().equals(region)
                            ? Double.valueOf(1)
                            : place == null || data == null
                                    ? Double.valueOf(0.5)
                                    : Double.valueOf(nearness(place, data.latitude(), data.longitude())));
        }
        return parts.isEmpty()
                ? 0.5
                : parts.stream().mapToDouble(Double::doubleValue).sum() / parts.size();
    }

    private double nearness(Region place, double latitude, double longitude) {
        return 1
                / (1
                        + knowledge
                                        .latency()
                                        .between(latitude, longitude, place.latitude(), place.longitude())
                                        .millis()
                                / 100);
    }

    private double performance(Offer offer) {
        double sum = headroom(offer.vcpu() / spec.cpuCores()) + headroom(offer.memoryGb() / spec.memoryGb());
        return spec.gpus() == 0 ? sum / 2 : (sum + (double) spec.gpus() / offer.gpus()) / 3;
    }

    private static double headroom(double ratio) {
        return ratio < 1.25 ? 0.8 + 0.2 * (ratio - 1) / 0.25 : ratio <= 2 ? 1 : 2 / ratio;
    }

    private double carbon(String region) {
        Double grams = knowledge.carbon().of(region);
        double counted = grams == null
                ? knowledge.carbon().gramsPerKwh().values().stream()
                        .mapToDouble(Double::doubleValue)
                        .max()
                        .orElse(0)
                : grams;
        return 400 / (400 + counted);
    }

    private Comparator<Offer> order() {
        return Comparator.comparing(this::price)
                .thenComparing(Offer::priceOrigin)
                .thenComparing(Offer::zone)
                .thenComparing(Offer::instanceType)
                .thenComparing(Offer::purchaseOption);
    }
}
