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
 * What a placement is decided from, apart from what is known of the world and the policy.
 *
 * @param now domain time, for deadlines and agreements
 * @param limits what the quotas leave
 * @param lostOffers ids of offers on which the workload lost its place before, or that it may not go back to yet, in order
 * @param neighbours where the workloads are that affinities name; who has no place is not there
 * @param runsOn id of the offer that the workload runs on now and would leave, or null
 * @param assigned set where the place was decided together with those of other workloads
 * @param weights instead of those that follow from the workload and the policy, to ask what would be decided then; null for those
 * @param pinnedOffer id of the only offer that is to be considered; null for all
 */
public record PlacementRequest(
        WorkloadSpec spec,
        Instant now,
        Limits limits,
        List<String> lostOffers,
        Map<String, Neighbour> neighbours,
        @Nullable String runsOn,
        @Nullable Assigned assigned,
        @Nullable Weights weights,
        @Nullable String pinnedOffer) {

    public PlacementRequest {
        lostOffers = lostOffers.stream().sorted().toList();
        // Absent in what was stored before there were affinities.
        neighbours = neighbours == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(neighbours));
    }

    /** A request of a workload that runs nowhere and has no neighbours. */
    public PlacementRequest(WorkloadSpec spec, Instant now, Limits limits, List<String> lostOffers) {
        this(spec, now, limits, lostOffers, Map.of(), null, null, null, null);
    }

    /** A request whose place was decided together with others. */
    public PlacementRequest(
            WorkloadSpec spec, Instant now, Limits limits, List<String> lostOffers, @Nullable Assigned assigned) {
        this(spec, now, limits, lostOffers, Map.of(), null, assigned, null, null);
    }

    /** A request that is decided alone. */
    public PlacementRequest(
            WorkloadSpec spec,
            Instant now,
            Limits limits,
            List<String> lostOffers,
            Map<String, Neighbour> neighbours,
            @Nullable String runsOn) {
        this(spec, now, limits, lostOffers, neighbours, runsOn, null, null, null);
    }

    /** Where another workload is; its names are provider-qualified. */
    public record Neighbour(String provider, String region, List<String> zones) {

        public Neighbour {
            zones = List.copyOf(zones);
        }
    }

    public PlacementRequest withSpec(WorkloadSpec other) {
        return new PlacementRequest(other, now, limits, lostOffers, neighbours, runsOn, assigned, weights, pinnedOffer);
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
