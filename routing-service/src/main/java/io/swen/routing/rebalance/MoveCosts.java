package io.swen.routing.rebalance;

import io.swen.routing.candidate.OfferIndex;
import io.swen.routing.decision.RunningPlacement;
import io.swen.routing.placement.Agreements;
import io.swen.routing.placement.InterruptionForecast;
import io.swen.routing.placement.Knowledge;
import io.swen.routing.placement.PlacementPolicy;
import io.swen.routing.workload.Kind;
import io.swen.routing.workload.WorkloadSpec;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * What a workload costs at a place and what going to another costs, in USD by the prices of one index.
 *
 * <p>A move costs what the new place costs until it works, what the old one costs on top while both run, the work since the last
 * checkpoint done again at the new place (all of it without checkpoints), the data read again into another region, and the
 * commitment that the old place leaves unused.
 */
final class MoveCosts {

    private static final double HOUR = Duration.ofHours(1).toMillis();
    private static final double A_DAY = 24;

    /** What a move costs, by what it costs it for. */
    record Parts(double startup, double overlap, double rework, double egress, double stranded) {

        double total() {
            return startup + overlap + rework + egress + stranded;
        }
    }

    private final Knowledge knowledge;
    private final OfferIndex index;
    private final PlacementPolicy policy;
    private final WorkloadSpec spec;
    private final double elapsed;
    private final double left;
    private final LocalDate today;

    /** @param horizon over which a service is reckoned */
    MoveCosts(Knowledge knowledge, PlacementPolicy policy, RunningPlacement running, Duration horizon, Instant now) {
        this.knowledge = knowledge;
        this.index = knowledge.offers().index();
        this.policy = policy;
        this.spec = running.spec();
        this.elapsed = Math.max(0, hours(Duration.between(running.runningSince(), now)));
        Double estimated = spec.estimatedDurationHours();
        double whole = hours(horizon);
        this.left = estimated == null ? whole : Math.min(whole, Math.max(0, estimated - elapsed));
        this.today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    }

    /** Over how many hours a saving is counted. */
    double hoursLeft() {
        return left;
    }

    /** What is left of a batch that goes on from its last checkpoint; null where it begins anew or never ends. */
    @Nullable
    Double durationElsewhere() {
        Double estimated = spec.estimatedDurationHours();
        return estimated == null || spec.container().checkpoint() == null
                ? null
                : Math.max(0.02, estimated - elapsed + reworkHours());
    }

    /** All replicas for an hour; not a number where the offer is not known any more. */
    double rate(String offerId) {
        int offer = index.find(offerId);
        return offer < 0 ? Double.NaN : rate(offer);
    }

    /** The same with what interruptions are expected to cost. */
    double expectedRate(String offerId) {
        int offer = index.find(offerId);
        if (offer < 0) {
            return Double.NaN;
        }
        double daily = InterruptionForecast.expected(knowledge.interruptions().probability(index, offer, A_DAY));
        return rate(offer) * (1 + daily / A_DAY * lostPerInterruption());
    }

    boolean isAvailable(String offerId) {
        int offer = index.find(offerId);
        return offer >= 0 && index.isAvailable(offer);
    }

    Parts move(String fromOffer, String toOffer) {
        int to = index.find(toOffer);
        int from = index.find(fromOffer);
        double newRate = rate(to);
        double oldRate = from < 0 ? 0 : rate(from);
        String region = index.regionName(index.regionOf(to));
        String dataLocation = spec.dataLocation();
        boolean otherRegion = from < 0 || index.regionOf(from) != index.regionOf(to);
        double egress = dataLocation == null || !otherRegion
                ? 0
                : knowledge.tariffs().transfer(dataLocation, region).usd().doubleValue() * spec.dataSizeGb();
        return new Parts(
                newRate * hours(policy.startup()),
                oldRate * hours(policy.restart()),
                newRate * reworkHours(),
                egress,
                stranded(from, oldRate) * left);
    }

    /** Spending per hour that is owed for the old place whether it is used or not. */
    private double stranded(int from, double oldRate) {
        if (from < 0 || index.isSpot(from)) {
            return 0;
        }
        if (!index.isOnDemand(from)) {
            // Reserved: it is paid for until it ends.
            return oldRate;
        }
        String region = index.regionName(index.regionOf(from));
        String type = index.shape(index.shapeOf(from)).instanceType();
        double committed = knowledge.agreements().commitments().stream()
                .filter(each -> each.isValid(today)
                        && each.provider().equals(index.provider(from))
                        && (each.region() == null || each.region().equals(region))
                        && (each.family() == null || type.startsWith(each.family() + ".")))
                .map(Agreements.Commitment::hourlyCost)
                .mapToDouble(BigDecimal::doubleValue)
                .sum();
        return Math.min(committed, oldRate);
    }

    private double rate(int offer) {
        return OfferIndex.amount(index.price(offer)).doubleValue()
                * spec.container().replicas();
    }

    private double reworkHours() {
        var checkpoint = spec.container().checkpoint();
        if (checkpoint != null) {
            return Math.min(elapsed, hours(checkpoint.interval()) / 2);
        }
        return spec.kind() == Kind.BATCH ? elapsed : 0;
    }

    private double lostPerInterruption() {
        double restart = hours(policy.restart());
        var checkpoint = spec.container().checkpoint();
        if (checkpoint != null) {
            return restart + hours(checkpoint.interval()) / 2;
        }
        return spec.kind() == Kind.BATCH ? restart + (elapsed + left) / 2 : restart;
    }

    private static double hours(Duration duration) {
        return duration.toMillis() / HOUR;
    }
}
