package io.swen.routing.decision;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.swen.routing.placement.ModelUse;
import io.swen.routing.placement.PlacementEngine;
import io.swen.routing.placement.PlacementPolicy;
import io.swen.routing.placement.PlacementRequest;
import io.swen.routing.workload.WorkloadSpec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything a decision was made from; what is large is named by the hash of its content and stored as an artifact.
 *
 * @param engine version of the rules of scoring; raised whenever the same inputs may give another outcome
 * @param workloadVersion version of the workload that was decided on
 * @param epoch of the offers
 * @param offersFingerprint of the offers, however they are written down
 * @param stale whether the offers counted as stale
 * @param artifacts the hash of the content by kind: {@code offers}, {@code interruption}, {@code model} if there was one,
 *     {@code agreements}, {@code latency}, {@code carbon} and {@code tariffs}; empty for decisions before they were stored
 * @param noModel what was said of the model when there was none
 * @param seed of the randomness that was used; 0 when none was
 */
record DecisionInputs(
        int engine,
        PlacementRequest request,
        long workloadVersion,
        Instant decidedAt,
        long epoch,
        String offersFingerprint,
        boolean stale,
        PlacementPolicy policy,
        Map<String, String> artifacts,
        @Nullable ModelUse noModel,
        long seed) {

    static final int ENGINE = PlacementEngine.VERSION;

    DecisionInputs {
        artifacts = java.util.Collections.unmodifiableMap(new TreeMap<>(artifacts));
    }

    @JsonIgnore
    WorkloadSpec workload() {
        return request.spec();
    }

    @JsonIgnore
    List<String> lostOffers() {
        return request.lostOffers();
    }
}
