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
 * @param assigned set where the place was decided together with those of other workloads
 * @param weights instead of those that follow from the workload and the policy, to ask what would be decided then; null for those
 */
public record PlacementRequest(
        WorkloadSpec spec,
        Instant now,
        Limits limits,
        List<String> lostOffers,
        @Nullable Assigned assigned,
        @Nullable Weights weights) {

    public PlacementRequest(WorkloadSpec spec, Instant now, Limits limits, List<String> lostOffers) {
        this(spec, now, limits, lostOffers, null, null);
    }

    public PlacementRequest(
            WorkloadSpec spec, Instant now, Limits limits, List<String> lostOffers, @Nullable Assigned assigned) {
        this(spec, now, limits, lostOffers, assigned, null);
    }

    public PlacementRequest {
        lostOffers = lostOffers.stream().sorted().toList();
    }

    public PlacementRequest withSpec(WorkloadSpec other) {
        return new PlacementRequest(other, now, limits, lostOffers, assigned, weights);
    }

    /**
     * The place that a batch gives a workload.
     *
     * @param offerId null where the batch has none for it
     * @param because why it is not the place that scores highest, or why there is none
     */
    public record Assigned(@Nullable String offerId, String because, BatchShare batch) {}

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
