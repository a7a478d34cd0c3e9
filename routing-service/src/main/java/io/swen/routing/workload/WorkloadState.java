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
    /** Is to rest; what runs of it is being torn down. */
    PAUSING,
    /** Rests: nothing of it runs, and it is not decided, until it is resumed. */
    PAUSED,
    COMPLETED,
    /** Has ended without success; only a person who tries it again has it decided anew. */
    FAILED,
    CANCELLED;

    private static final Map<WorkloadState, Set<WorkloadState>> NEXT = new EnumMap<>(Map.ofEntries(
            Map.entry(SUBMITTED, EnumSet.of(DECIDED, UNPLACEABLE, PAUSED, FAILED, CANCELLED)),
            Map.entry(UNPLACEABLE, EnumSet.of(SUBMITTED, DECIDED, PAUSED, FAILED, CANCELLED)),
            Map.entry(DECIDED, EnumSet.of(SUBMITTED, AWAITING_APPROVAL, DEPLOYING, RUNNING, PAUSED, FAILED, CANCELLED)),
            Map.entry(AWAITING_APPROVAL, EnumSet.of(DEPLOYING, RUNNING, FAILED, CANCELLED)),
            Map.entry(DEPLOYING, EnumSet.of(RUNNING, SUBMITTED, COMPLETED, FAILED, CANCELLED)),
            Map.entry(RUNNING, EnumSet.of(MOVING, PAUSING, COMPLETED, FAILED, CANCELLED)),
            Map.entry(MOVING, EnumSet.of(RUNNING, DECIDED, UNPLACEABLE, FAILED, CANCELLED)),
            Map.entry(PAUSING, EnumSet.of(PAUSED, RUNNING, COMPLETED, FAILED, CANCELLED)),
            Map.entry(PAUSED, EnumSet.of(SUBMITTED, CANCELLED)),
            Map.entry(COMPLETED, EnumSet.noneOf(WorkloadState.class)),
            Map.entry(FAILED, EnumSet.noneOf(WorkloadState.class)),
            Map.entry(CANCELLED, EnumSet.noneOf(WorkloadState.class))));

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
