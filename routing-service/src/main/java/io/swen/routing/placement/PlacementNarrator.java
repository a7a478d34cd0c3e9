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
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
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
        boolean fits = chosen >= 0 && run.fails(chosen) == 0;
        if (fits && run.spreads()) {
            chosen = run.standsFor(chosen);
        }
        if (fits && chosen >= 0) {
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
                zones(chosen),
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
                List.of(),
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
        List<Agreements.Discount> discounts = run.terms.discounts(offer);
        if (!discounts.isEmpty()) {
            text.append(" (after ")
                    .append(discounts.stream()
                            .map(discount -> discount.name() + " at " + discount.factor() + " of the price")
                            .collect(Collectors.joining(" and ")))
                    .append(')');
        }
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
        if (run.storageAt(offer) > 0) {
            text.append(", with ").append(Texts.money(run.storageAt(offer))).append(" for disks");
            if (!knowledge.tariffs().knowsStorage(index.provider(offer))) {
                text.append(" (their price is not known, so that of the dearest known provider is taken)");
            }
        }
        if (run.strandedBy(offer) > 0) {
            text.append(", with ")
                    .append(Texts.money(run.strandedBy(offer)))
                    .append(" of commitments that leaving ")
                    .append(run.request.runsOn())
                    .append(" would strand");
        }
        text.append(", comes to ")
                .append(Texts.money(run.total(offer)))
                .append("; the cheapest fitting offer comes to ")
                .append(Texts.money(run.cheapestTotal));
        return text.append(", and the reference list to ")
                .append(Texts.money(run.yardstick))
                .toString();
    }

    private String latencyExplanation(int offer) {
        if (spec.usersLocation() == null && spec.dataLocation() == null) {
            return "neither users' nor data's location is given, so every region counts the same";
        }
        List<String> parts = new ArrayList<>();
        if (spec.usersLocation() != null) {
            parts.add(trip(toUsers(offer), "the users", offer));
        }
        if (spec.dataLocation() != null) {
            parts.add(
                    index.regionName(index.regionOf(offer)).equals(spec.dataLocation())
                            ? "the data is in the same region"
                            : trip(toData(offer), "the data", offer));
        }
        return String.join("; ", parts);
    }

    private String trip(LatencyMatrix.@Nullable RoundTrip trip, String from, int offer) {
        if (trip == null) {
            return "it is not known how far " + index.regionName(index.regionOf(offer)) + " is from " + from
                    + ", so it counts as average";
        }
        Region place = index.place(index.regionOf(offer));
        return "about " + Math.round(trip.millis()) + " ms round trip between " + from + " and "
                + (place == null ? "it" : place.city())
                + (trip.measured()
                        ? ", measured (" + knowledge.latency().source() + ")"
                        : ", derived from the distance along cable routes");
    }

    private LatencyMatrix.@Nullable RoundTrip toUsers(int offer) {
        Region place = index.place(index.regionOf(offer));
        return place == null ? null : run.roundTripToUsers(place);
    }

    private LatencyMatrix.@Nullable RoundTrip toData(int offer) {
        int region = index.regionOf(offer);
        return run.roundTripToData(index.regionName(region), index.place(region));
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
                ? "it is not known how much CO2e the grid of " + region
                        + " gives off, so it counts as the dirtiest that is known"
                : "the grid of " + region + " gives off " + Texts.plain(grams, 0) + " g CO2e per kWh ("
                        + knowledge.carbon().source() + ", "
                        + knowledge.carbon().asOf() + ")";
    }

    private String performanceExplanation(int offer) {
        Shape shape = index.shape(index.shapeOf(offer));
        return shape.vcpu() + " vCPU and " + Texts.plain(shape.memoryGb(), 2) + " GiB for the "
                + Texts.cores(spec.cpuCores())
                + " and " + Texts.plain(spec.memoryGb(), 2) + " GiB that are needed"
                + (spec.gpus() == 0 ? "" : ", " + shape.gpus() + " GPUs for " + spec.gpus())
                + (spec.networkGbps() == null || shape.networkGbps() == null
                        ? ""
                        : ", " + Texts.plain(shape.networkGbps(), 3) + " Gbit/s for "
                                + Texts.plain(spec.networkGbps(), 3));
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
            case LATENCY -> "is farther away: " + latencyOf(other) + " instead of " + latencyOf(chosen);
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
        List<String> parts = new ArrayList<>();
        if (spec.usersLocation() != null) {
            parts.add(millis(toUsers(offer)) + " to the users");
        }
        if (spec.dataLocation() != null) {
            parts.add(millis(toData(offer)) + " to the data");
        }
        return String.join(" and ", parts);
    }

    private static String millis(LatencyMatrix.@Nullable RoundTrip trip) {
        return trip == null ? "an unknown time" : "about " + Math.round(trip.millis()) + " ms";
    }

    private String size(int offer) {
        Shape shape = index.shape(index.shapeOf(offer));
        return shape.vcpu() + " vCPU and " + Texts.plain(shape.memoryGb(), 2) + " GiB"
                + (shape.gpus() == 0 ? "" : " with " + shape.gpus() + " GPUs");
    }

    /**
     * Cheaper offers that were passed over: the cheapest that fits, where others score more, and for each kind the cheapest that a
     * single constraint stands against.
     */
    private List<PassedOver> exceptions(int chosen) {
        List<PassedOver> exceptions = new ArrayList<>();
        double total = run.total(chosen);
        if (run.cheapest >= 0 && total > run.cheapestTotal) {
            exceptions.add(outscored(chosen));
        }
        Map<ExceptionKind, Constraint> kinds = new EnumMap<>(ExceptionKind.class);
        for (Constraint constraint : Constraint.values()) {
            int offer = run.onlyFailing[constraint.ordinal()];
            if (offer >= 0 && run.total(offer) < total) {
                kinds.merge(
                        constraint.kind(),
                        constraint,
                        (a, b) -> run.total(run.onlyFailing[a.ordinal()]) <= run.total(run.onlyFailing[b.ordinal()])
                                ? a
                                : b);
            }
        }
        kinds.forEach((kind, constraint) -> {
            int offer = run.onlyFailing[constraint.ordinal()];
            exceptions.add(new PassedOver(
                    kind,
                    index.offerId(offer),
                    index.offerId(offer) + " would come to " + Texts.money(run.total(offer)) + " instead of "
                            + Texts.money(total) + ", but " + standsAgainst(constraint, offer)));
        });
        return exceptions;
    }

    private PassedOver outscored(int chosen) {
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
        return new PassedOver(
                ExceptionKind.of(strongest),
                index.offerId(run.cheapest),
                "the cheapest fitting offer, " + index.offerId(run.cheapest) + ", comes to "
                        + Texts.money(run.cheapestTotal) + " instead of " + Texts.money(run.total(chosen)) + ", but "
                        + (assigned != null && most <= 0
                                ? assigned.because()
                                : difference(strongest, chosen, run.cheapest)));
    }

    private String standsAgainst(Constraint constraint, int offer) {
        String region = index.regionName(index.regionOf(offer));
        return switch (constraint) {
            case BARRED -> "an operator's rule bars it" + barredBecause(offer);
            case REGIONS_ALLOWED -> region + " is not among the allowed regions";
            case REGIONS_FORBIDDEN -> region + " is a forbidden region";
            case RESIDENCY_UNKNOWN -> "it is not known in which country " + region + " lies";
            case RESIDENCY -> {
                Region place = index.place(index.regionOf(offer));
                yield (place == null ? region : place.country()) + " is outside " + String.join(", ", spec.residency());
            }
            case AFFINITY -> "it is not near " + named(spec.affinity());
            case ANTI_AFFINITY -> "it is near " + named(spec.antiAffinity());
            case INTERRUPTIBLE -> "spot capacity may be taken back and the workload is not interruptible";
            case AVAILABILITY -> "it is not available at the moment";
            case LOST_BEFORE -> "the workload lost its place there before";
            case PINNED -> "it is to go to " + run.request.pinnedOffer() + " alone";
            case MINIMUM_RELIABILITY ->
                "a replica runs undisturbed there with a chance of only "
                        + Texts.percent(run.reliabilityValue(offer) / 1e6);
            case DEADLINE -> "with the rework that it would need, the deadline could not be met";
            case QUOTA_VCPUS, QUOTA_GPUS, BUDGET -> "the " + constraint.id().replace('_', ' ') + " leaves no room";
            case MAX_HOURLY_COST -> "it costs more an hour than the workload allows";
            case ZONE_SPREAD -> "there are too few zones of it";
            case ARCHITECTURE, CPU_CORES, MEMORY_GB, GPUS, GPU_MODEL, NETWORK_UNKNOWN, NETWORK_GBPS, DISK_GB ->
                "it is not what the workload needs (" + constraint.id() + ")";
        };
    }

    private String barredBecause(int offer) {
        Shape shape = index.shape(index.shapeOf(offer));
        String region = index.regionName(index.regionOf(offer));
        return run.barred().stream()
                .filter(barred ->
                        (barred.provider() == null || barred.provider().equals(shape.provider()))
                                && (barred.region() == null || barred.region().equals(region))
                                && Families.holds(barred.family(), shape.instanceType()))
                .findFirst()
                .map(barred -> ": " + barred.reason())
                .orElse("");
    }

    private static String named(List<WorkloadSpec.Affinity> affinities) {
        return affinities.stream()
                .map(affinity ->
                        affinity.workloadId() + " (" + affinity.scope().name().toLowerCase(Locale.ROOT) + ")")
                .collect(Collectors.joining(", "));
    }

    /** Against the baseline, each with what moving the data costs. */
    private BigDecimal saving(int chosen, int baseline) {
        double before = run.total(baseline);
        return BigDecimal.valueOf(100 * (before - run.total(chosen)) / before).setScale(1, RoundingMode.HALF_UP);
    }

    private List<Exclusion> exclusions() {
        List<Exclusion> exclusions = new ArrayList<>();
        for (Constraint constraint : Constraint.values()) {
            int count = run.excluded[constraint.ordinal()];
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
     * or more is full). Where the place was given, nothing was chosen: then freshness and trust count half each.
     */
    private BigDecimal confidence(int chosen) {
        double known = 0.3 * (knowledge.offers().stale() ? 0 : 1) + 0.3 * trust(chosen);
        double value = placeIsGiven()
                ? known / 0.6
                : known + 0.2 * lead(chosen) + 0.2 * Math.min(1, run.eligible / REAL_CHOICE);
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
            LatencyMatrix.RoundTrip trip = toUsers(chosen);
            sum += trust(trip != null && trip.measured() ? Origin.OBSERVED : Origin.DERIVED, false);
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
                .append(placeIsGiven() ? " runs as " : " runs best as ")
                .append(name(chosen))
                .append(" at ")
                .append(perHour(chosen))
                .append(" (")
                .append(index.priceOrigin(chosen).id())
                .append(index.isSimulated(chosen) ? ", at the built-in simulator" : "")
                .append(run.replicas == 1 ? ")" : ") for each of " + run.replicas + " replicas")
                .append(run.spreads() ? ", spread over " + String.join(", ", zones(chosen)) : "")
                .append(": ")
                .append(choice())
                .append(", and it scores ")
                .append(decimal(run.score(chosen))
                        .setScale(3, RoundingMode.HALF_UP)
                        .toPlainString())
                .append('.');
        if (run.baseline == chosen) {
            text.append(" It is itself the cheapest on-demand offer that fits in the home region.");
        } else if (baseline != null && saving != null) {
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
            text.append(" It is not the cheapest (")
                    .append(exception.kind().id())
                    .append("): ")
                    .append(exception.explanation())
                    .append('.');
        }
        if (run.excluded[Constraint.NETWORK_UNKNOWN.ordinal()] > 0) {
            text.append(' ')
                    .append(run.excluded[Constraint.NETWORK_UNKNOWN.ordinal()])
                    .append(" offers were left out because their network bandwidth is not known.");
        }
        if (run.excluded[Constraint.RESIDENCY_UNKNOWN.ordinal()] > 0) {
            text.append(' ')
                    .append(run.excluded[Constraint.RESIDENCY_UNKNOWN.ordinal()])
                    .append(" offers were left out because it is not known in which country they are.");
        }
        return text.toString();
    }

    private String choice() {
        return placeIsGiven()
                ? "its place was given, no other of the " + index.size() + " offers was considered"
                : run.eligible + " of " + index.size() + (run.eligible == 1 ? " offers fits" : " offers fit");
    }

    private boolean placeIsGiven() {
        return run.request.pinnedOffer() != null;
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
        return run.excluded[constraint.ordinal()];
    }

    private String remedy(Constraint constraint) {
        return switch (constraint) {
            case ARCHITECTURE ->
                "few offers run on " + spec.architecture().id()
                        + "; an image for both architectures and \"any\" would help";
            case CPU_CORES ->
                "a replica needs " + Texts.cores(spec.cpuCores()) + ", the largest type has " + largest(Shape::vcpu)
                        + "; fewer cores a replica and more replicas would help";
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
            case PINNED ->
                "it is to go to " + run.request.pinnedOffer() + " alone, which does not fit or is not offered any more";
            case DEADLINE ->
                "the deadline " + spec.deadline() + " cannot be met with " + Texts.hours(run.hours)
                        + " of work; a later deadline would help";
            case QUOTA_VCPUS ->
                "the quota leaves " + run.request.limits().vcpus()
                        + " vCPUs; a larger quota, or room in it, would help";
            case QUOTA_GPUS ->
                "the quota leaves " + run.request.limits().gpus() + " GPUs; a larger quota, or room in it, would help";
            case BUDGET -> "the budget leaves " + budget() + " USD/h; a larger budget, or room in it, would help";
            case NETWORK_UNKNOWN ->
                "the network bandwidth of what fits is not known, so that it cannot be told whether it has "
                        + spec.networkGbps() + " Gbit/s; a workload that does not ask for it would fit";
            case NETWORK_GBPS ->
                "a replica needs " + Texts.plain(Objects.requireNonNullElse(spec.networkGbps(), 0.0), 3)
                        + " Gbit/s, the type with most has "
                        + Texts.plain(largest(shape -> Objects.requireNonNullElse(shape.networkGbps(), 0.0)), 3)
                        + "; less bandwidth, or larger types, would help";
            case DISK_GB -> "a replica needs a disk of " + spec.container().diskGb() + " GiB; a smaller one would help";
            case BARRED -> "an operator's rules bar what fits; another region or type would help";
            case RESIDENCY_UNKNOWN -> "it is not known in which country the regions lie that have what fits";
            case RESIDENCY ->
                "what fits is not in " + String.join(", ", spec.residency()) + "; more countries would help";
            case AFFINITY ->
                "what fits is not near " + named(spec.affinity())
                        + "; it is tried again with each price epoch, as the other may get or change its place";
            case ANTI_AFFINITY -> "what fits is near " + named(spec.antiAffinity()) + "; a smaller scope would help";
            case MINIMUM_RELIABILITY ->
                "what fits does not run " + Texts.hours(run.hours) + " undisturbed with a chance of "
                        + Texts.percent(Objects.requireNonNullElse(spec.minimumReliability(), 0.0))
                        + "; a lower one would help";
            case MAX_HOURLY_COST -> "what fits costs more than max_hourly_cost; a higher one would help";
            case ZONE_SPREAD ->
                "what fits is not there in " + spec.zoneSpread()
                        + " zones of a region; a spread over fewer zones would help";
        };
    }

    private String budget() {
        PlacementRequest.Limits limits = run.request.limits();
        Map<String, BigDecimal> single = limits.hourlyCostOf();
        return (limits.hourlyCost() == null ? "" : limits.hourlyCost().toPlainString())
                + (single == null
                        ? ""
                        : single.entrySet().stream()
                                .map(at -> at.getValue().toPlainString() + " at " + at.getKey())
                                .collect(Collectors.joining(", ", limits.hourlyCost() == null ? "" : " and ", "")));
    }

    private double largest(java.util.function.ToDoubleFunction<Shape> size) {
        double largest = 0;
        for (int i = 0; i < index.shapes(); i++) {
            largest = Math.max(largest, size.applyAsDouble(index.shape(i)));
        }
        return largest;
    }

    /** Where the replicas go in turn; empty where all go to the offer's own zone. */
    private List<String> zones(int offer) {
        List<String> zones = new ArrayList<>();
        if (run.spreads()) {
            for (int other : run.zonesOf(offer)) {
                zones.add(index.zoneName(index.zoneOf(other)));
            }
        }
        return zones;
    }

    private Offer offer(int offer) {
        return index.offer(offer, knowledge.offers().stale());
    }

    private Money hourly(int offer) {
        return Money.usd(OfferIndex.amount(run.hourly(offer)));
    }

    private String name(int offer) {
        Offer named = offer(offer);
        return named.instanceType() + " " + named.purchaseOption().id().replace('_', '-') + " in " + named.zone();
    }

    private String perHour(int offer) {
        return Texts.plain(OfferIndex.amount(run.terms.price(offer)).doubleValue(), 4) + " USD/h";
    }

    private static BigDecimal decimal(long score) {
        return BigDecimal.valueOf(score, PlacementEngine.SCORE_SCALE);
    }

    private static Money usd(double amount) {
        return Money.usd(BigDecimal.valueOf(amount).setScale(6, RoundingMode.HALF_UP));
    }
}
