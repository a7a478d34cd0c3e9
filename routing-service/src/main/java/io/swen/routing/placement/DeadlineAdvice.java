package io.swen.routing.placement;

import io.swen.routing.workload.WorkloadSpec;
import java.time.Instant;
import java.util.List;

/** Says of work with a deadline that has no place whether it may still be put where it can be interrupted. */
public interface DeadlineAdvice {

    /** False where another interruption could miss the deadline. */
    boolean leavesRoom(WorkloadSpec spec, List<String> lostOffers, Knowledge knowledge, Instant now);
}
