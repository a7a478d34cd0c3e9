package io.swen.gitops.change;

import java.util.EnumSet;
import java.util.Set;

/** What can happen to a change, from which states and stages, and where it leads. */
public enum Transition {
    /** A stage ended well and the next begins. */
    ADVANCE(EnumSet.of(ChangeState.RUNNING), EnumSet.complementOf(EnumSet.of(StageName.MONITOR)), ChangeState.RUNNING),
    /** People have to agree, or the environment's mode keeps it from going on. */
    AWAIT_APPROVAL(EnumSet.of(ChangeState.RUNNING), EnumSet.of(StageName.APPROVAL), ChangeState.AWAITING_APPROVAL),
    /** Enough people agreed; the next stage begins. */
    GRANT(EnumSet.of(ChangeState.AWAITING_APPROVAL), EnumSet.of(StageName.APPROVAL), ChangeState.RUNNING),
    REJECT(EnumSet.of(ChangeState.AWAITING_APPROVAL), EnumSet.of(StageName.APPROVAL), ChangeState.REJECTED),
    EXPIRE(EnumSet.of(ChangeState.AWAITING_APPROVAL), EnumSet.of(StageName.APPROVAL), ChangeState.EXPIRED),
    /** Withdrawn before the cloud was touched. */
    CANCEL(
            EnumSet.of(ChangeState.RUNNING, ChangeState.AWAITING_APPROVAL),
            EnumSet.complementOf(EnumSet.of(StageName.APPLY, StageName.MONITOR)),
            ChangeState.CANCELLED),
    /** Its turn has come: from now on the cloud may have been touched. */
    BEGIN_APPLY(EnumSet.of(ChangeState.RUNNING), EnumSet.of(StageName.APPLY), ChangeState.RUNNING),
    /** Withdrawn while it was held back or waited for its turn, before the cloud was touched. */
    CANCEL_BEFORE_APPLY(EnumSet.of(ChangeState.RUNNING), EnumSet.of(StageName.APPLY), ChangeState.CANCELLED),
    /** Its approval ran out while it was held back, before the cloud was touched. */
    EXPIRE_BEFORE_APPLY(EnumSet.of(ChangeState.RUNNING), EnumSet.of(StageName.APPLY), ChangeState.EXPIRED),
    /** Ended badly before the cloud was touched. */
    FAIL(
            EnumSet.of(ChangeState.RUNNING),
            EnumSet.complementOf(EnumSet.of(StageName.APPLY, StageName.MONITOR)),
            ChangeState.FAILED),
    /** What was done to the cloud is taken back before the change ends. */
    UNWIND(EnumSet.of(ChangeState.RUNNING), EnumSet.of(StageName.APPLY, StageName.MONITOR), ChangeState.RUNNING),
    /** Nothing of it is left in the cloud. */
    UNWOUND_AFTER_FAILURE(
            EnumSet.of(ChangeState.RUNNING), EnumSet.of(StageName.APPLY, StageName.MONITOR), ChangeState.FAILED),
    UNWOUND_AFTER_CANCEL(
            EnumSet.of(ChangeState.RUNNING), EnumSet.of(StageName.APPLY, StageName.MONITOR), ChangeState.CANCELLED),
    SUCCEED(EnumSet.of(ChangeState.RUNNING), EnumSet.of(StageName.MONITOR), ChangeState.SUCCEEDED);

    private final Set<ChangeState> from;
    private final Set<StageName> during;
    private final ChangeState to;

    Transition(Set<ChangeState> from, Set<StageName> during, ChangeState to) {
        this.from = from;
        this.during = during;
        this.to = to;
    }

    /** Whether it may happen to a change in this state and stage. */
    public boolean isAllowed(ChangeState state, StageName stage) {
        return from.contains(state) && during.contains(stage);
    }

    /**
     * The state it leads to.
     *
     * @throws IllegalTransitionException where it may not happen
     */
    ChangeState from(ChangeState state, StageName stage) {
        if (!isAllowed(state, stage)) {
            throw new IllegalTransitionException(this, state, stage);
        }
        return to;
    }
}
