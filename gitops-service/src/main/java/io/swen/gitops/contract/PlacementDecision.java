package io.swen.gitops.contract;

import io.swen.platform.money.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
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
        @Nullable List<String> zones,
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
        @Nullable Object batch,
        @Nullable Object exceptions,
        @Nullable String summary,
        @Nullable String reservationId,
        @Nullable Long seed,
        @Nullable String inputHash) {

    private static final Pattern USD = Pattern.compile("[0-9]{1,12}(\\.[0-9]{1,12})?");

    /** What all replicas would cost an hour at the baseline; null where there is none, or none that this service understands. */
    @Nullable
    Money baselineHourlyCost() {
        return baseline instanceof Map<?, ?> about
                        && about.get("hourly_cost") instanceof Map<?, ?> cost
                        && "USD".equals(cost.get("currency"))
                        && cost.get("amount") instanceof String amount
                        && USD.matcher(amount).matches()
                ? Money.usd(amount)
                : null;
    }
}
