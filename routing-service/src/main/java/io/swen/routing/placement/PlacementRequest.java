package io.swen.routing.placement;

import io.swen.routing.workload.WorkloadSpec;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a placement is decided from, apart from the offers and the policy.
 *
 * @param now domain time, for deadlines
 * @param limits what the quotas leave
 * @param lostOffers ids of offers on which the workload lost its place before, in order
 */
public record PlacementRequest(WorkloadSpec spec, Instant now, Limits limits, List<String> lostOffers) {

    public PlacementRequest {
        lostOffers = lostOffers.stream().sorted().toList();
    }

    /** What may still be spent and used; null is unlimited. */
    public record Limits(
            @Nullable BigDecimal hourlyCost,
            @Nullable Integer vcpus,
            @Nullable Integer gpus) {

        public static final Limits NONE = new Limits(null, null, null);
    }
}
