package io.swen.routing.decision;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.swen.platform.money.Money;
import io.swen.routing.candidate.Offer;
import io.swen.routing.placement.BatchShare;
import io.swen.routing.placement.ModelUse;
import io.swen.routing.placement.Placement;
import io.swen.routing.placement.Weights;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A placement as it was decided, stored for good.
 *
 * @param workloadVersion version of the workload that was decided on
 * @param epoch price epoch of the offers
 * @param offer null exactly when the outcome is unplaceable
 * @param zones where the replicas are in turn; empty where all are in the offer's
 * @param score exact sum of the contributions
 * @param seed of the randomness that was used; 0 when none was
 * @param inputHash of everything it was decided from, by canonical JSON
 * @param batch null where it was decided alone
 */
record PlacementDecision(
        UUID id,
        String workloadId,
        long workloadVersion,
        Instant decidedAt,
        long epoch,
        Outcome outcome,
        @Nullable Offer offer,
        List<String> zones,
        BigDecimal score,
        BigDecimal confidence,
        @Nullable Money hourlyCost,
        @Nullable Money expectedTotalCost,
        Placement.@Nullable Baseline baseline,
        @Nullable BigDecimal savingPercent,
        Weights weights,
        List<Placement.Contribution> contributions,
        List<Placement.Alternative> alternatives,
        Placement.@Nullable Elsewhere cheapestElsewhere,
        List<Placement.Exclusion> exclusions,
        int candidates,
        int eligible,
        ModelUse model,
        List<Placement.PassedOver> exceptions,
        String summary,
        @Nullable UUID reservationId,
        long seed,
        String inputHash,
        @Nullable BatchShare batch) {

    PlacementDecision {
        // Absent in what was stored before replicas could be spread.
        zones = zones == null ? List.of() : List.copyOf(zones);
    }

    /** A placement as the decision that it becomes. */
    static PlacementDecision of(
            UUID id, DecisionInputs inputs, Placement placement, @Nullable UUID reservation, String inputHash) {
        Offer offer = placement.offer();
        return new PlacementDecision(
                id,
                inputs.workload().id(),
                inputs.workloadVersion(),
                inputs.decidedAt(),
                inputs.epoch(),
                offer == null ? Outcome.UNPLACEABLE : Outcome.PLACED,
                offer,
                placement.zones(),
                placement.score(),
                placement.confidence(),
                placement.hourlyCost(),
                placement.expectedTotalCost(),
                placement.baseline(),
                placement.savingPercent(),
                placement.weights(),
                placement.contributions(),
                placement.alternatives(),
                placement.cheapestElsewhere(),
                placement.exclusions(),
                placement.candidates(),
                placement.eligible(),
                placement.model(),
                placement.exceptions(),
                placement.summary(),
                reservation,
                inputs.seed(),
                inputHash,
                placement.batch());
    }

    enum Outcome {
        PLACED,
        UNPLACEABLE
    }

    @JsonIgnore
    boolean isPlaced() {
        return outcome == Outcome.PLACED;
    }
}
