package io.swen.routing.decision;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What gitops-service asks for several workloads of a team at once, because something happened where they run.
 *
 * @param soft nothing is lost yet, so that only a place that costs about the same is good enough
 * @param noSpot spot capacity was tried and could not be had, so that no more time is spent on it
 * @param avoidPools spot pools that are not to be gone to, as {@code zone/instance_type}
 * @param avoidRegions regions that are not to be gone to
 * @param replicasBy how many replicas more, or fewer, to scale
 */
public record ReplacementOrder(
        UUID requestId,
        String environment,
        String team,
        Mode mode,
        boolean soft,
        boolean noSpot,
        String reason,
        @Nullable UUID incidentId,
        List<String> avoidPools,
        List<String> avoidRegions,
        int replicasBy,
        List<Item> items) {

    /** What is to be done. */
    public enum Mode {
        /** Another place. */
        REPLACE,
        /** New instances at the same place. */
        RESTART,
        /** More or fewer replicas. */
        SCALE
    }

    /** A workload, and the decision whose place is in danger; one that has moved on is left alone. */
    public record Item(String workloadId, UUID decisionId) {}

    public ReplacementOrder {
        avoidPools = List.copyOf(avoidPools);
        avoidRegions = List.copyOf(avoidRegions);
        items = List.copyOf(items);
    }
}
