package io.swen.gitops.contract;

import io.swen.platform.money.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where routing wants a workload to run, and why; what this service only keeps for the record is untyped. */
public record PlacementDecision(
        UUID id,
        String workloadId,
        @Nullable Long workloadVersion,
        @Nullable Instant decidedAt,
        @Nullable Long epoch,
        String outcome,
        Offer offer,
        @Nullable Double score,
        BigDecimal confidence,
        Money hourlyCost,
        @Nullable Money expectedTotalCost,
        @Nullable Object baseline,
        @Nullable Double savingPercent,
        @Nullable Object weights,
        @Nullable Object contributions,
        @Nullable Object alternatives,
        @Nullable Object cheapestElsewhere,
        @Nullable Object exclusions,
        @Nullable Long candidates,
        @Nullable Long eligible,
        @Nullable Object model,
        @Nullable Object exceptions,
        @Nullable String summary,
        @Nullable String reservationId,
        @Nullable Long seed,
        @Nullable String inputHash) {}
