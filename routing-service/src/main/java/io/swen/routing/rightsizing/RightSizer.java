package io.swen.routing.rightsizing;

import io.micrometer.core.instrument.MeterRegistry;
import io.swen.platform.money.Money;
import io.swen.routing.candidate.Offer;
import io.swen.routing.candidate.OfferIndex;
import io.swen.routing.candidate.Shape;
import io.swen.routing.decision.RunningPlacement;
import io.swen.routing.metric.RoutingMetric;
import io.swen.routing.optimisation.Draft;
import io.swen.routing.optimisation.Recommendation.Evidence;
import io.swen.routing.optimisation.Recommendation.Kind;
import io.swen.routing.optimisation.Recommendation.Level;
import io.swen.routing.optimisation.Recommendation.Proposal;
import io.swen.routing.optimisation.Recommendation.Risk;
import io.swen.routing.optimisation.Recommendations;
import io.swen.routing.placement.Knowledge;
import io.swen.routing.placement.Placement;
import io.swen.routing.placement.PlacementEngine;
import io.swen.routing.placement.PlacementRequest;
import io.swen.routing.workload.WorkloadSpec;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds the size, or the number of replicas, that fits what a workload uses. */
@Component
class RightSizer {

    private static final BigDecimal HOURS_A_MONTH = BigDecimal.valueOf(730);
    private static final int MONEY_DIGITS = 6;
    /** What is applied may cost this much more an hour than what was reckoned with. */
    private static final BigDecimal TOLERANCE = new BigDecimal("1.02");

    private static final double HIGH_RISK = 0.05;
    private static final double LOW_RISK = 0.02;

    private final TelemetryUsage telemetry;
    private final Recommendations recommendations;
    private final PlacementEngine engine;
    private final RightSizingProperties properties;
    private final Sizing sizing;
    private final MeterRegistry metrics;
    private final Clock clock;

    RightSizer(
            TelemetryUsage telemetry,
            Recommendations recommendations,
            PlacementEngine engine,
            RightSizingProperties properties,
            MeterRegistry metrics,
            Clock clock) {
        this.telemetry = telemetry;
        this.recommendations = recommendations;
        this.engine = engine;
        this.properties = properties;
        this.sizing = new Sizing(properties);
        this.metrics = metrics;
        this.clock = clock;
    }

    /** How well the size of a workload fits; empty where its offer is not known any more. */
    Optional<Assessment> assess(Knowledge knowledge, RunningPlacement running) {
        return has(knowledge, running).map(has -> {
            Usage usage = telemetry.of(running.workloadId(), running.runningSince(), clock.instant());
            return assessment(running, has, usage, sizing.needs(usage, has));
        });
    }

    /** Looks at one workload and proposes what fits better, if that is known. */
    void look(Knowledge knowledge, RunningPlacement running) {
        Sizing.Has has = has(knowledge, running).orElse(null);
        if (has == null) {
            count("unknown_offer");
            return;
        }
        Instant now = clock.instant();
        Usage usage = telemetry.of(running.workloadId(), running.runningSince(), now);
        Sizing.Needs needs = sizing.needs(usage, has);
        boolean service = running.spec().estimatedDurationHours() == null
                && running.spec().kind() == io.swen.routing.workload.Kind.SERVICE;
        // Only who runs several replicas has said that it can be run as several.
        boolean scales = service && has.replicas() > 1;
        Draft draft = switch (needs.fit()) {
            case UNKNOWN -> null;
            case FITS, SMALLER, LARGER ->
                scales
                        ? scale(running, has, usage, needs)
                        : needs.fit() == Sizing.Fit.FITS ? null : resize(knowledge, running, has, usage, needs, now);
        };
        count(needs.fit().name().toLowerCase(Locale.ROOT));
        for (Kind kind : List.of(Kind.SCALE, Kind.RIGHT_SIZE)) {
            if (draft == null || draft.kind() != kind) {
                recommendations.withdraw(
                        kind, running.workloadId(), needs.lacking() == null ? "its size fits" : needs.lacking());
            }
        }
        if (draft != null) {
            recommendations.propose(draft);
        }
    }

    private @Nullable Draft scale(RunningPlacement running, Sizing.Has has, Usage usage, Sizing.Needs needs) {
        int replicas = needs.replicas();
        if (replicas == has.replicas()) {
            return null;
        }
        BigDecimal one =
                running.hourlyCost().amount().divide(BigDecimal.valueOf(has.replicas()), 12, RoundingMode.HALF_EVEN);
        Money month = month(one.multiply(BigDecimal.valueOf((long) has.replicas() - replicas)));
        // One replica more or less is within what the quantiles leave open.
        Money step = month(one);
        Money highest = Money.usd(one.multiply(BigDecimal.valueOf(replicas))
                .multiply(TOLERANCE)
                .setScale(MONEY_DIGITS, RoundingMode.CEILING));
        double busiest = needs.peak99() * has.replicas() / (has.vcpu() * replicas);
        return new Draft(
                Kind.SCALE,
                running.workloadId(),
                running.workloadId(),
                null,
                running.spec().team(),
                running.spec().environment(),
                month,
                month.minus(step),
                month.plus(step),
                new Risk(
                        busiest > 1 ? Level.HIGH : busiest > properties.saturated() ? Level.MEDIUM : Level.LOW,
                        null,
                        String.format(
                                Locale.ROOT,
                                "the demand of the busiest hours, shared evenly, would take %.0f %% of each replica's processors",
                                busiest * 100)),
                String.format(
                        Locale.ROOT,
                        "%d replicas of %.0f processors carry the foreseen demand at %.0f %% of their processors; there are %d."
                                + " The interval is one replica more or less",
                        replicas,
                        has.vcpu(),
                        properties.target() * 100,
                        has.replicas()),
                evidence(usage, has, needs),
                Proposal.ofNeeds(null, null, replicas, highest));
    }

    private @Nullable Draft resize(
            Knowledge knowledge,
            RunningPlacement running,
            Sizing.Has has,
            Usage usage,
            Sizing.Needs needs,
            Instant now) {
        WorkloadSpec spec = running.spec();
        double memory = needs.memoryGb() == null ? spec.memoryGb() : needs.memoryGb();
        Placement planned = place(knowledge, running, needs.cores(), memory, now);
        Offer offer = planned.offer();
        Money cost = planned.hourlyCost();
        if (offer == null || cost == null) {
            return null;
        }
        BigDecimal before = currentCost(knowledge, running);
        BigDecimal saved = before.subtract(cost.amount());
        boolean larger = needs.fit() == Sizing.Fit.LARGER;
        if (larger
                ? offer.vcpu() <= has.vcpu()
                : saved.doubleValue() < properties.leastSaving() * before.doubleValue()) {
            return null;
        }
        List<BigDecimal> savings = Stream.of(needs.fewestCores(), needs.cores(), needs.mostCores())
                .map(cores -> place(knowledge, running, cores, memory, now).hourlyCost())
                .filter(Objects::nonNull)
                .map(each -> before.subtract(each.amount()))
                .sorted()
                .toList();
        double saturation = Sizing.saturation(usage, has, offer.vcpu());
        return new Draft(
                Kind.RIGHT_SIZE,
                running.workloadId(),
                running.workloadId(),
                null,
                spec.team(),
                spec.environment(),
                month(saved),
                month(savings.getFirst().min(saved)),
                month(savings.getLast().max(saved)),
                new Risk(
                        saturation > HIGH_RISK ? Level.HIGH : saturation > LOW_RISK ? Level.MEDIUM : Level.LOW,
                        saturation,
                        Sizing.words(saturation, usage.hours(), offer.vcpu())
                                + (needs.memoryGb() == null
                                        ? "; its memory is not measured and is left as it is"
                                        : "")),
                reason(has, needs, offer, larger),
                evidence(usage, has, needs),
                Proposal.ofNeeds(
                        needs.cores(),
                        memory,
                        null,
                        Money.usd(cost.amount().multiply(TOLERANCE).setScale(MONEY_DIGITS, RoundingMode.CEILING))));
    }

    private static String reason(Sizing.Has has, Sizing.Needs needs, Offer offer, boolean larger) {
        return String.format(
                Locale.ROOT,
                "of %.0f processors its busiest hours use %.2f (99th percentile)%s; %s would do as %s with %d processors and %s GiB"
                        + "%s. The interval is from planning by the 95th percentile to planning by the highest peak",
                has.vcpu(),
                needs.peak99(),
                Double.isNaN(needs.foreseen())
                        ? ""
                        : String.format(Locale.ROOT, " and are foreseen to use up to %.2f", needs.foreseen()),
                needs.cores() + " processors",
                offer.instanceType(),
                offer.vcpu(),
                BigDecimal.valueOf(offer.memoryGb()).stripTrailingZeros().toPlainString(),
                larger
                        ? String.format(
                                Locale.ROOT,
                                "; as it is, up to %.1f %% of hours are saturated",
                                needs.saturatedNow() * 100)
                        : "");
    }

    private static List<Evidence> evidence(Usage usage, Sizing.Has has, Sizing.Needs needs) {
        return List.of(
                new Evidence("measured_hours", Integer.toString(usage.hours())),
                new Evidence("vcpu", number(has.vcpu())),
                new Evidence("replicas", Integer.toString(has.replicas())),
                new Evidence("cpu_peak_95", number(needs.peak95())),
                new Evidence("cpu_peak_99", number(needs.peak99())),
                new Evidence(
                        "cpu_foreseen",
                        Double.isNaN(needs.foreseen())
                                ? "nothing is foreseen: " + usage.foreseenLacking()
                                : number(needs.foreseen())),
                new Evidence("needed_cores", number(needs.cores())),
                new Evidence("needed_replicas", Integer.toString(needs.replicas())),
                new Evidence("memory", needs.memoryGb() == null ? "not measured" : number(needs.memoryGb()) + " GiB"));
    }

    private Placement place(Knowledge knowledge, RunningPlacement running, double cores, double memory, Instant now) {
        WorkloadSpec wanted = running.spec()
                .withNeeds(cores, memory, running.spec().container().replicas());
        return engine.place(
                knowledge, new PlacementRequest(wanted, now, PlacementRequest.Limits.NONE, running.lostOffers()));
    }

    /** What it costs an hour by the prices of now. */
    private static BigDecimal currentCost(Knowledge knowledge, RunningPlacement running) {
        OfferIndex index = knowledge.offers().index();
        int offer = index.find(running.offerId());
        return offer < 0
                ? running.hourlyCost().amount()
                : OfferIndex.amount(index.price(offer))
                        .multiply(BigDecimal.valueOf(running.spec().container().replicas()));
    }

    private static Optional<Sizing.Has> has(Knowledge knowledge, RunningPlacement running) {
        OfferIndex index = knowledge.offers().index();
        int offer = index.find(running.offerId());
        if (offer < 0) {
            return Optional.empty();
        }
        Shape shape = index.shape(index.shapeOf(offer));
        return Optional.of(new Sizing.Has(
                shape.vcpu(), shape.memoryGb(), running.spec().container().replicas()));
    }

    private static Assessment assessment(RunningPlacement running, Sizing.Has has, Usage usage, Sizing.Needs needs) {
        boolean known = needs.lacking() == null;
        return new Assessment(
                running.workloadId(),
                running.offerId(),
                needs.fit(),
                needs.lacking(),
                usage.hours(),
                has.replicas(),
                has.vcpu(),
                has.memoryGb(),
                finite(needs.peak95()),
                finite(needs.peak99()),
                finite(needs.foreseen()),
                known && Double.isNaN(needs.foreseen()) ? usage.foreseenLacking() : null,
                needs.memoryGb() != null,
                finite(needs.cores()),
                needs.memoryGb(),
                known ? needs.replicas() : null,
                finite(needs.saturatedNow()),
                running.hourlyCost());
    }

    private static @Nullable Double finite(double value) {
        return Double.isNaN(value) ? null : value;
    }

    private static Money month(BigDecimal hourly) {
        return Money.usd(hourly.multiply(HOURS_A_MONTH).setScale(MONEY_DIGITS, RoundingMode.HALF_EVEN));
    }

    private static String number(double value) {
        return BigDecimal.valueOf(value)
                .setScale(2, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }

    private void count(String outcome) {
        metrics.counter(RoutingMetric.RIGHT_SIZING.id(), "outcome", outcome).increment();
    }
}
