package io.swen.routing.placement;

import io.swen.platform.money.Money;
import io.swen.routing.candidate.Offer;
import io.swen.routing.candidate.OfferIndex;
import io.swen.routing.candidate.Origin;
import io.swen.routing.candidate.Region;
import io.swen.routing.candidate.Shape;
import io.swen.routing.placement.Placement.Alternative;
import io.swen.routing.placement.Placement.Baseline;
import io.swen.routing.placement.Placement.Contribution;
import io.swen.routing.placement.Placement.Elsewhere;
import io.swen.routing.placement.Placement.Exclusion;
import io.swen.routing.placement.Placement.PassedOver;
import io.swen.routing.workload.Kind;
import io.swen.routing.workload.WorkloadSpec;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts the outcome of a search into words and exact decimals. */
final class PlacementNarrator {

    private static final int CONFIDENCE_SCALE = 3;
    /** A lead of this much of the score counts as clear. */
    private static final double CLEAR_LEAD = 0.02;
    /** So many fitting offers count as a real choice. */
    private static final double REAL_CHOICE = 20;

    private final PlacementEngine.Run run;
    private final Knowledge knowledge;
    private final OfferIndex index;
    private final WorkloadSpec spec;

    PlacementNarrator(PlacementEngine.Run run) {
        this.run = run;
        this.knowledge = run.knowledge;
        this.index = run.index;
        this.spec = run.spec;
    }

    Placement placement() {
        PlacementRequest.Assigned assigned = run.request.assigned();
        if (assigned == null) {
            return run.eligible == 0 ? unplaceable(unplaceableReason()) : placed(run.best[0]);
        }
        String offerId = assigned.offerId();
        int chosen = offerId == null ? -1 : index.find(offerId);
        if (chosen >= 0 && run.fails(chosen) == 0) {
            return placed(chosen);
        }
        return unplaceable(run.eligible == 0 ? unplaceableReason() : assigned.because());
    }

    private @Nullable BatchShare batch() {
        return run.request.assigned() == null ? null : run.request.assigned().batch();
    }

    private Placement placed(int chosen) {
        Offer offer = offer(chosen);
        List<Contribution> contributions = contributions(chosen);
        Money total = spec.kind() == Kind.BATCH ? usd(run.total(chosen)) : null;
        Baseline baseline = run.baseline < 0 ? null : new Baseline(offer(run.baseline), hourly(run.baseline));
        BigDecimal saving = run.baseline < 0 ? null : saving(chosen, run.baseline);
        List<PassedOver> exceptions = exceptions(chosen);
        BigDecimal score = decimal(run.score(chosen));
        BigDecimal confidence = confidence(chosen);
        return new Placement(
                offer,
                score,
                confidence,
                hourly(chosen),
                total,
                baseline,
                saving,
                run.weights,
                contributions,
                alternatives(chosen),
                elsewhere(chosen),
                exclusions(),
                index.size(),
                run.eligible,
                run.model,
                exceptions,
                summary(chosen, baseline, saving, exceptions),
                null,
                batch());
    }

    private Placement unplaceable(String reason) {
        return new Placement(
                null,
                BigDecimal.ZERO.setScale(PlacementEngine.SCORE_SCALE),
                BigDecimal.ZERO.setScale(CONFIDENCE_SCALE),
                null,
                null,
                run.baseline < 0 ? null : new Baseline(offer(run.baseline), hourly(run.baseline)),
                null,
                run.weights,
                List.of(),
                List.of(),
                null,
                exclusions(),
                index.size(),
                run.eligible,
                run.model,
                List.of(),
                "No offer fits " + spec.id() + ": " + reason,
                reason,
                batch());
    }

    private List<Contribution> contributions(int offer) {
        List<Contribution> contributions = new ArrayList<>();
        for (Factor factor : Factor.values()) {
            BigDecimal weight = run.weights.of(factor);
            if (weight.signum() == 0 && (factor == Factor.CARBON || factor == Factor.MODEL)) {
                continue;
            }
            BigDecimal value = BigDecimal.valueOf(run.value(factor, offer), PlacementEngine.VALUE_SCALE);
            contributions.add(
                    new Contribution(factor, weight, value, weight.multiply(value), explanation(factor, offer)));
        }
        return contributions;
    }

    private String explanation(Factor factor, int offer) {
        return switch (factor) {
            case COST -> costExplanation(offer);
            case LATENCY -> latencyExplanation(offer);
            case RELIABILITY -> reliabilityExplanation(offer);
            case PERFORMANCE -> performanceExplanation(offer);
            case CARBON -> carbonExplanation(offer);
            case MODEL -> run.explainModel(offer);
        };
    }

    private String costExplanation(int offer) {
        StringBuilder text = new StringBuilder(perHour(offer));
        text.append(run.replicas == 1 ? "" : " × " + run.replicas + " replicas")
                .append(" over ")
                .append(Texts.hours(run.hours));
        double rework = run.rework(offer);
        if (rework > 0.001) {
            text.append(" and ").append(Texts.hours(rework)).append(" of expected rework after interruptions");
        }
        if (run.transferTo(offer) > 0) {
            text.append(", with ")
                    .append(Texts.money(run.transferTo(offer)))
                    .append(" to move ")
                    .append(Texts.plain(spec.dataSizeGb(), 3))
                    .append(" GB of data (")
                    .append(run.transferIsListed(offer) ? "listed" : "simulated")
                    .append(" transfer price)");
        }
        text.append(", comes to ")
                .append(Texts.money(run.total(offer)))
                .append("; the cheapest fitting offer comes to ");
        return text.append(Texts.money(run.cheapestTotal)).toString();
    }

    private String latencyExplanation(int offer) {
        Region place = index.place(index.regionOf(offer));
        if (spec.usersLocation() == null) {
            return "no users' location is given, so every region counts the same";
        }
        if (place == null) {
            return "it is not known where " + index.regionName(index.regionOf(offer))
                    + " lies, so it counts as average";
        }
        return "about " + Math.round(run.roundTrip(place)) + " ms round trip between the users and " + place.city()
                + ", derived from the distance along cable routes";
    }

    private String reliabilityExplanation(int offer) {
        String known = knowledge.interruptions().explain(index, offer);
        if (run.reliabilityValue(offer) == 1_000_000) {
            return known;
        }
        return known + ", so a replica runs " + Texts.hours(run.hours) + " undisturbed with a chance of "
                + Texts.percent(run.reliabilityValue(offer) / 1e6);
    }

    private String carbonExplanation(int offer) {
        String region = index.regionName(index.regionOf(offer));
        Double grams = knowledge.carbon().of(region);
        return grams == null
                ? "it is not known how much CO2e the grid of " + region + " gives off, so it counts as the worst known"
                : "the grid of " + region + " gives off " + Texts.plain(grams, 0) + " g CO2e per kWh ("
                        + knowledge.carbon().source() + ")";
    }

    private String performanceExplanation(int offer) {
        Shape shape = index.shape(index.shapeOf(offer));
        return shape.vcpu() + " vCPU and " + Texts.plain(shape.memoryGb(), 2) + " GiB for the "
                + Texts.plain(spec.cpuCores(), 2)
                + " cores and " + Texts.plain(spec.memoryGb(), 2) + " GiB that are needed"
                + (spec.gpus() == 0 ? "" : ", " + shape.gpus() + " GPUs for " + spec.gpus());
    }

    private List<Alternative> alternatives(int chosen) {
        List<Alternative> alternatives = new ArrayList<>();
        for (int i = 0; i < run.kept && alternatives.size() < run.alternatives(); i++) {
            int other = run.best[i];
            if (other == chosen) {
                continue;
            }
            alternatives.add(new Alternative(
                    alternatives.size() + 2,
                    offer(other),
                    decimal(run.score(other)),
                    hourly(other),
                    lostBecause(chosen, other)));
        }
        return alternatives;
    }

    private @Nullable Elsewhere elsewhere(int chosen) {
        String own = index.provider(chosen);
        for (Map.Entry<String, Integer> cheapest : run.cheapestOf.entrySet()) {
            if (!cheapest.getKey().equals(own)) {
                int other = cheapest.getValue();
                return new Elsewhere(
                        offer(other), hourly(other), decimal(run.score(other)), lostBecause(chosen, other));
            }
        }
        return null;
    }

    /** Names the factor in which the other lost most, with both numbers. */
    private String lostBecause(int chosen, int other) {
        PlacementRequest.Assigned assigned = run.request.assigned();
        if (assigned != null && run.score(other) > run.score(chosen)) {
            return "would score "
                    + decimal(run.score(other) - run.score(chosen))
                            .setScale(4, RoundingMode.HALF_UP)
                            .toPlainString() + " more, but " + assigned.because();
        }
        Factor worst = null;
        long most = 0;
        for (Factor factor : Factor.values()) {
            long gap = run.weights.units(factor) * (run.value(factor, chosen) - run.value(factor, other));
            if (gap > most) {
                most = gap;
                worst = factor;
            }
        }
        if (run.score(chosen) == run.score(other)) {
            return index.price(chosen) == index.price(other)
                    ? "equal in every respect; of equals the first by name is taken"
                    : "the same score at a higher price per hour";
        }
        if (worst == null) {
            throw new IllegalStateException("an offer with a lower score is worse in something");
        }
        return difference(worst, chosen, other) + ", which costs it "
                + decimal(most).setScale(4, RoundingMode.HALF_UP).toPlainString() + " of the score";
    }

    private String difference(Factor factor, int chosen, int other) {
        return switch (factor) {
            case COST -> "comes to " + Texts.money(run.total(other)) + " instead of " + Texts.money(run.total(chosen));
            case LATENCY -> "is farther from the users: " + latencyOf(other) + " instead of " + latencyOf(chosen);
            case RELIABILITY ->
                "is likelier to be interrupted: it runs undisturbed with a chance of "
                        + Texts.percent(run.reliabilityValue(other) / 1e6) + " instead of "
                        + Texts.percent(run.reliabilityValue(chosen) / 1e6);
            case CARBON -> "runs on a dirtier grid: " + carbonExplanation(other) + "; " + carbonExplanation(chosen);
            case MODEL ->
                "is expected to turn out worse by what was learned: "
                        + Texts.plain(run.value(Factor.MODEL, other) / 1e6, 3) + " instead of "
                        + Texts.plain(run.value(Factor.MODEL, chosen) / 1e6, 3);
            case PERFORMANCE -> "fits the needs less well: " + size(other) + " instead of " + size(chosen);
        };
    }

    private String latencyOf(int offer) {
        Region place = index.place(index.regionOf(offer));
        return place == null || spec.usersLocation() == null
                ? "an unknown distance"
                : "about " + Math.round(run.roundTrip(place)) + " ms";
    }

    private String size(int offer) {
        Shape shape = index.shape(index.shapeOf(offer));
        return shape.vcpu() + " vCPU and " + Texts.plain(shape.memoryGb(), 2) + " GiB"
                + (shape.gpus() == 0 ? "" : " with " + shape.gpus() + " GPUs");
    }

    private List<PassedOver> exceptions(int chosen) {
        if (run.cheapest < 0 || run.total(chosen) <= run.cheapestTotal) {
            return List.of();
        }
        Factor strongest = Factor.PERFORMANCE;
        long most = Long.MIN_VALUE;
        for (Factor factor : Factor.values()) {
            long lead = run.weights.units(factor) * (run.value(factor, chosen) - run.value(factor, run.cheapest));
            if (factor != Factor.COST && lead > most) {
                most = lead;
                strongest = factor;
            }
        }
        PlacementRequest.Assigned assigned = run.request.assigned();
        return List.of(new PassedOver(
                strongest,
                "the cheapest fitting offer, " + index.offerId(run.cheapest) + ", comes to "
                        + Texts.money(run.cheapestTotal)
                        + " instead of " + Texts.money(run.total(chosen)) + ", but "
                        + (assigned != null && most <= 0
                                ? assigned.because()
                                : difference(strongest, chosen, run.cheapest))));
    }

    /** Against the baseline, each with what moving the data costs. */
    private BigDecimal saving(int chosen, int baseline) {
        double before = run.total(baseline);
        return BigDecimal.valueOf(100 * (before - run.total(chosen)) / before).setScale(1, RoundingMode.HALF_UP);
    }

    private List<Exclusion> exclusions() {
        List<Exclusion> exclusions = new ArrayList<>();
        for (Constraint constraint : Constraint.values()) {
            int count = run.excluded[PlacementEngine.code(constraint)];
            if (count > 0) {
                exclusions.add(new Exclusion(constraint, count));
            }
        }
        return exclusions;
    }

    /**
     * How far the choice can be trusted, from 0 to 1: 0.2 × lead over the best offer that is not the same type in another
     * zone (2 % of the score or more is full) + 0.3 × freshness of the offers (full until they are stale, then none) + 0.3 ×
     * trust in the sources (observed 1, observed at a simulator 0.5, listed 0.9, derived 0.6, simulated 0.3; the mean of
     * price, interruption rate, transfer price and latency as far as each plays a part) + 0.2 × choice (20 fitting offers
     * or more is full).
     */
    private BigDecimal confidence(int chosen) {
        double value = 0.2 * lead(chosen)
                + 0.3 * (knowledge.offers().stale() ? 0 : 1)
                + 0.3 * trust(chosen)
                + 0.2 * Math.min(1, run.eligible / REAL_CHOICE);
        return BigDecimal.valueOf(value).setScale(CONFIDENCE_SCALE, RoundingMode.HALF_UP);
    }

    private double lead(int chosen) {
        long score = run.score(chosen);
        for (int i = 0; i < run.kept; i++) {
            int other = run.best[i];
            if (other == chosen) {
                continue;
            }
            boolean sameElsewhere = index.shapeOf(other) == index.shapeOf(chosen)
                    && index.regionOf(other) == index.regionOf(chosen)
                    && index.isSpot(other) == index.isSpot(chosen);
            if (!sameElsewhere) {
                return Math.clamp((score - run.score(other)) / (CLEAR_LEAD * score), 0, 1);
            }
        }
        return 0;
    }

    private double trust(int chosen) {
        double sum = trust(index.priceOrigin(chosen), index.isSimulated(chosen));
        int parts = 1;
        Origin interruptions = index.interruptionOrigin(chosen);
        if (interruptions != null) {
            sum += trust(interruptions, index.isSimulated(chosen));
            parts++;
        }
        if (spec.usersLocation() != null) {
            sum += trust(Origin.DERIVED, false);
            parts++;
        }
        if (run.transferTo(chosen) > 0) {
            sum += trust(run.transferIsListed(chosen) ? Origin.LISTED : Origin.SIMULATED, false);
            parts++;
        }
        return sum / parts;
    }

    private static double trust(Origin origin, boolean simulator) {
        return switch (origin) {
            case OBSERVED -> simulator ? 0.5 : 1;
            case LISTED -> 0.9;
            case DERIVED -> 0.6;
            case SIMULATED -> 0.3;
        };
    }

    private String summary(
            int chosen, @Nullable Baseline baseline, @Nullable BigDecimal saving, List<PassedOver> exceptions) {
        StringBuilder text = new StringBuilder();
        text.append(spec.id())
                .append(" runs best as ")
                .append(name(chosen))
                .append(" at ")
                .append(perHour(chosen))
                .append(" (")
                .append(index.priceOrigin(chosen).id())
                .append(index.isSimulated(chosen) ? ", at the built-in simulator" : "")
                .append(run.replicas == 1 ? ")" : ") for each of " + run.replicas + " replicas")
                .append(": ")
                .append(run.eligible)
                .append(" of ")
                .append(index.size())
                .append(" offers fit, and it scores ")
                .append(decimal(run.score(chosen))
                        .setScale(3, RoundingMode.HALF_UP)
                        .toPlainString())
                .append('.');
        if (baseline != null && saving != null) {
            text.append(saving.signum() >= 0 ? " It saves " : " It costs ")
                    .append(saving.abs().toPlainString())
                    .append(saving.signum() >= 0 ? " % against " : " % more than ")
                    .append(name(run.baseline))
                    .append(" at ")
                    .append(perHour(run.baseline))
                    .append(", the cheapest on-demand offer that fits in the home region.");
        }
        Elsewhere elsewhere = elsewhere(chosen);
        if (elsewhere != null) {
            text.append(" The cheapest in the other cloud, ")
                    .append(elsewhere.offer().offerId())
                    .append(" at ")
                    .append(Texts.plain(elsewhere.offer().price().amount().doubleValue(), 4))
                    .append(" USD/h, ")
                    .append(elsewhere.lostBecause())
                    .append('.');
        }
        for (PassedOver exception : exceptions) {
            text.append(" It is not the cheapest: ")
                    .append(exception.explanation())
                    .append('.');
        }
        return text.toString();
    }

    private String unplaceableReason() {
        Constraint most = Constraint.ARCHITECTURE;
        for (Constraint constraint : Constraint.values()) {
            if (excluded(constraint) > excluded(most)) {
                most = constraint;
            }
        }
        return most.id() + " excluded " + excluded(most) + " of " + index.size() + " offers: " + remedy(most);
    }

    private int excluded(Constraint constraint) {
        return run.excluded[PlacementEngine.code(constraint)];
    }

    private String remedy(Constraint constraint) {
        return switch (constraint) {
            case ARCHITECTURE ->
                "few offers run on " + spec.architecture().id()
                        + "; an image for both architectures and \"any\" would help";
            case CPU_CORES ->
                "a replica needs " + Texts.plain(spec.cpuCores(), 2) + " cores, the largest type has "
                        + largest(Shape::vcpu) + "; fewer cores a replica and more replicas would help";
            case MEMORY_GB ->
                "a replica needs " + Texts.plain(spec.memoryGb(), 2) + " GiB, the largest type has "
                        + Texts.plain(largest(Shape::memoryGb), 0) + "; less memory a replica would help";
            case GPUS ->
                "a replica needs " + spec.gpus() + " GPUs, the largest type has " + Texts.plain(largest(Shape::gpus), 0)
                        + "; fewer GPUs, cores or GiB a replica would help";
            case GPU_MODEL ->
                "no fitting type has the GPU model " + spec.gpuModel() + "; another model, or none named, would help";
            case REGIONS_ALLOWED ->
                "what fits is not in " + String.join(", ", spec.regionsAllowed()) + "; more allowed regions would help";
            case REGIONS_FORBIDDEN -> "what fits is only in forbidden regions; fewer of them would help";
            case INTERRUPTIBLE -> "what fits is only sold as spot; an interruptible workload would fit";
            case AVAILABILITY -> "what fits is not available at the moment; it is tried again with each price epoch";
            case LOST_BEFORE -> "it lost its place on all that fits; an edit lets it try them again";
            case DEADLINE ->
                "the deadline " + spec.deadline() + " cannot be met with " + Texts.hours(run.hours)
                        + " of work; a later deadline would help";
            case QUOTA_VCPUS ->
                "the quota leaves " + run.request.limits().vcpus()
                        + " vCPUs; a larger quota, or room in it, would help";
            case QUOTA_GPUS ->
                "the quota leaves " + run.request.limits().gpus() + " GPUs; a larger quota, or room in it, would help";
            case BUDGET ->
                "the budget leaves " + run.request.limits().hourlyCost()
                        + " USD/h; a larger budget, or room in it, would help";
        };
    }

    private double largest(java.util.function.ToDoubleFunction<Shape> size) {
        double largest = 0;
        for (int i = 0; i < index.shapes(); i++) {
            largest = Math.max(largest, size.applyAsDouble(index.shape(i)));
        }
        return largest;
    }

    private Offer offer(int offer) {
        return index.offer(offer, knowledge.offers().stale());
    }

    private Money hourly(int offer) {
        return Money.usd(OfferIndex.amount(Math.multiplyExact(index.price(offer), (long) run.replicas)));
    }

    private String name(int offer) {
        Offer named = offer(offer);
        return named.instanceType() + " " + named.purchaseOption().id().replace('_', '-') + " in " + named.zone();
    }

    private String perHour(int offer) {
        return Texts.plain(OfferIndex.amount(index.price(offer)).doubleValue(), 4) + " USD/h";
    }

    private static BigDecimal decimal(long score) {
        return BigDecimal.valueOf(score, PlacementEngine.SCORE_SCALE);
    }

    private static Money usd(double amount) {
        return Money.usd(BigDecimal.valueOf(amount).setScale(6, RoundingMode.HALF_UP));
    }
}
