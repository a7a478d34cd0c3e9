package io.swen.routing.decision;

import io.swen.routing.placement.Knowledge;
import io.swen.routing.placement.PlacementRequest;
import io.swen.routing.reservation.Reservations;
import io.swen.routing.workload.Workload;
import io.swen.routing.workload.WorkloadSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Decides anew, together, for workloads whose place is in danger; they go on where they are until the new place has taken over. */
@Service
public class Replacements {

    private final Decider decider;
    private final HandoverStore handovers;
    private final CordonedRegions cordons;

    Replacements(Decider decider, HandoverStore handovers, CordonedRegions cordons) {
        this.decider = decider;
        this.handovers = handovers;
        this.cordons = cordons;
    }

    /** The offers that a workload is not to go to because of an order, or because it lost its place there, by id. */
    @Transactional(propagation = Propagation.MANDATORY)
    public List<String> excluded(ReplacementOrder order, Workload workload) {
        List<String> excluded = new ArrayList<>(decider.lostOffers(workload));
        order.avoidPools().forEach(pool -> excluded.add(pool + "/spot"));
        return excluded;
    }

    /** The regions that a workload is not to go to because of an order, or for now at all. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Set<String> regions(ReplacementOrder order) {
        Set<String> regions = new TreeSet<>(cordons.in(order.environment()));
        regions.addAll(order.avoidRegions());
        return regions;
    }

    /**
     * Decides one workload of an order, in the transaction of all of it.
     *
     * @param workload runs, and is locked
     * @param pinned the only offer it may go to; null for all
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Relocations.Outcome decide(
            ReplacementOrder order,
            Workload workload,
            WorkloadSpec wanted,
            List<String> excluded,
            Set<String> regions,
            PlacementRequest.@Nullable Assigned assigned,
            @Nullable String pinned,
            Relocations.Judge judge,
            Knowledge known,
            Map<String, String> artifacts,
            Reservations.Ledger ledger,
            ReplacementGroups groups) {
        return decider.replace(
                workload,
                wanted,
                excluded,
                regions,
                order.noSpot(),
                assigned,
                pinned,
                judge,
                order.reason(),
                order.requestId().toString(),
                known,
                artifacts,
                ledger,
                groups);
    }

    /** Has what was decided handed over, each group as one change. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void handOver(ReplacementGroups groups) {
        groups.groups().forEach((key, workload) -> handovers.add(key, workload, Handover.Kind.REPLACEMENT, null));
    }
}
