package io.swen.routing.decision;

import io.swen.platform.money.Money;
import io.swen.routing.workload.WorkloadSpec;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A workload that runs, and where.
 *
 * @param hourlyCost of all replicas when it was decided
 * @param runningSince when it was last seen to begin to run
 * @param lostOffers offers on which it lost its place
 */
public record RunningPlacement(
        WorkloadSpec spec,
        UUID authorId,
        UUID decisionId,
        String offerId,
        Money hourlyCost,
        Instant decidedAt,
        Instant runningSince,
        List<String> lostOffers) {

    public RunningPlacement {
        lostOffers = List.copyOf(lostOffers);
    }

    public String workloadId() {
        return spec.id();
    }
}
