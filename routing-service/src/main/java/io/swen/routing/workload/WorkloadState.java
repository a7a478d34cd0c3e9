package io.swen.routing.workload;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Where a workload stands, and where it may go from there. */
public enum WorkloadState {
    /** Waits for a decision. */
    SUBMITTED,
    /** No offer fits; waits for a new price epoch or an edit. */
    UNPLACEABLE,
    /** Has a placement, which is on its way to or in the pipeline. */
    DECIDED,
    AWAITING_APPROVAL,
    DEPLOYING,
    RUNNING,
    /** Lost its place, or gives it up for a better one, and waits for a decision on another. */
    MOVING,
    COMPLETED,
    FAILED,
    CANCELLED;

    private static final Map<WorkloadState, Set<WorkloadState>> NEXT = new EnumMap<>(Map.of(
            SUBMITTED, EnumSet.of(DECIDED, UNPLACEABLE, FAILED, CANCELLED),
            UNPLACEABLE, EnumSet.of(SUBMITTED, DECIDED, FAILED, CANCELLED),
            DECIDED, EnumSet.of(SUBMITTED, AWAITING_APPROVAL, DEPLOYING, RUNNING, FAILED, CANCELLED),
            AWAITING_APPROVAL, EnumSet.of(DEPLOYING, RUNNING, FAILED, CANCELLED),
            DEPLOYING, EnumSet.of(RUNNING, SUBMITTED, COMPLETED, FAILED, CANCELLED),
            RUNNING, EnumSet.of(MOVING, COMPLETED, FAILED, CANCELLED),
            MOVING, EnumSet.of(RUNNING, DECIDED, UNPLACEABLE, FAILED, CANCELLED),
            COMPLETED, EnumSet.noneOf(WorkloadState.class),
            FAILED, EnumSet.noneOf(WorkloadState.class),
            CANCELLED, EnumSet.noneOf(WorkloadState.class)));

    /** The states it may go to from here. */
    public Set<WorkloadState> next() {
        return Set.copyOf(NEXT.getOrDefault(this, Set.of()));
    }

    public boolean canBecome(WorkloadState next) {
        return NEXT.getOrDefault(this, Set.of()).contains(next);
    }

    /** Whether it has ended for good. */
    public boolean isTerminal() {
        return NEXT.getOrDefault(this, Set.of()).isEmpty();
    }

    /** The name in JSON and in the database. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    static WorkloadState of(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT));
    }
}
