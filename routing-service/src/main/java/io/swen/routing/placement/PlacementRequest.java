package io.swen.routing.placement;

import io.swen.routing.workload.WorkloadSpec;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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

    /**
     * What may still be spent and used; null is unlimited.
     *
     * @param hourlyCost USD per hour of all replicas, whatever the provider
     * @param hourlyCostOf the same at single providers; null stands for none, as in decisions of before there was this
     */
    public record Limits(
            @Nullable BigDecimal hourlyCost,
            @Nullable Integer vcpus,
            @Nullable Integer gpus,
            @Nullable Map<String, BigDecimal> hourlyCostOf) {

        public static final Limits NONE = new Limits(null, null, null, null);

        public Limits {
            hourlyCostOf = hourlyCostOf == null || hourlyCostOf.isEmpty()
                    ? null
                    : Collections.unmodifiableMap(new TreeMap<>(hourlyCostOf));
        }

        public Limits(@Nullable BigDecimal hourlyCost, @Nullable Integer vcpus, @Nullable Integer gpus) {
            this(hourlyCost, vcpus, gpus, null);
        }

        /** What may be spent per hour at a provider; null is unlimited. */
        public @Nullable BigDecimal hourlyCostAt(String provider) {
            BigDecimal there = hourlyCostOf == null ? null : hourlyCostOf.get(provider);
            return there == null || hourlyCost == null ? (there == null ? hourlyCost : there) : there.min(hourlyCost);
        }
    }
}
