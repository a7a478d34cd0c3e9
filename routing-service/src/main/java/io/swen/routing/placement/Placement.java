package io.swen.routing.placement;

import io.swen.platform.money.Money;
import io.swen.routing.candidate.Offer;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of one placement, explained.
 *
 * @param offer null exactly when no offer fits
 * @param score exact sum of the contributions
 * @param zones where the replicas are, the first replica in the first zone and so on in turn; empty where all are in the offer's
 * @param hourlyCost price after discounts, for all replicas
 * @param expectedTotalCost for the estimated duration, with expected rework, data transfer, disks and stranded commitments; null
 *     for a service
 * @param savingPercent of the expected total cost against the baseline's, both with transfer
 * @param unplaceableReason null exactly when an offer was chosen
 * @param batch null where it was decided alone
 */
public record Placement(
        @Nullable Offer offer,
        List<String> zones,
        BigDecimal score,
        BigDecimal confidence,
        @Nullable Money hourlyCost,
        @Nullable Money expectedTotalCost,
        @Nullable Baseline baseline,
        @Nullable BigDecimal savingPercent,
        Weights weights,
        List<Contribution> contributions,
        List<Alternative> alternatives,
        @Nullable Elsewhere cheapestElsewhere,
        List<Exclusion> exclusions,
        int candidates,
        int eligible,
        ModelUse model,
        List<PassedOver> exceptions,
        String summary,
        @Nullable String unplaceableReason,
        @Nullable BatchShare batch) {

    public Placement {
        zones = List.copyOf(zones);
        contributions = List.copyOf(contributions);
        alternatives = List.copyOf(alternatives);
        exclusions = List.copyOf(exclusions);
        exceptions = List.copyOf(exceptions);
    }

    /** The cheapest on-demand offer that fits in the home region, against which savings are measured. */
    public record Baseline(Offer offer, Money hourlyCost) {}

    /** One factor's part in the score: {@code contribution = weight × value}, exactly. */
    public record Contribution(
            Factor factor, BigDecimal weight, BigDecimal value, BigDecimal contribution, String explanation) {}

    /** The offer of a rank after the first, and why it is not the first. */
    public record Alternative(int rank, Offer offer, BigDecimal score, Money hourlyCost, String lostBecause) {}

    /** The cheapest fitting offer of the other provider, and why it is not the chosen one. */
    public record Elsewhere(Offer offer, Money hourlyCost, BigDecimal score, String lostBecause) {}

    /** How many offers failed a constraint and none before it. */
    public record Exclusion(Constraint constraint, int offers) {}

    /** That a cheaper offer was passed over, for the sake of what, and why; the id is missing in what was stored before. */
    public record PassedOver(ExceptionKind kind, @Nullable String offerId, String explanation) {}
}
