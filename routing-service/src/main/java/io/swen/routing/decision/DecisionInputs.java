package io.swen.routing.decision;

import io.swen.routing.placement.PlacementPolicy;
import io.swen.routing.placement.PlacementRequest;
import io.swen.routing.workload.WorkloadSpec;
import java.time.Instant;
import java.util.List;

/**
 * Everything a decision was made from but the offers themselves, which epoch and fingerprint name.
 *
 * @param engine version of the rules of scoring; raised whenever the same inputs may give another outcome
 * @param stale whether the offers counted as stale
 */
record DecisionInputs(
        int engine,
        WorkloadSpec workload,
        long workloadVersion,
        Instant decidedAt,
        long epoch,
        String offersFingerprint,
        boolean stale,
        PlacementPolicy policy,
        PlacementRequest.Limits limits,
        List<String> lostOffers,
        long seed) {

    static final int ENGINE = 2;
}
