package io.swen.gitops.remediation;

import static io.swen.gitops.remediation.RemediationState.ABORTED;
import static io.swen.gitops.remediation.RemediationState.CHANGING;
import static io.swen.gitops.remediation.RemediationState.HANDED_OVER;
import static io.swen.gitops.remediation.RemediationState.HELD;
import static io.swen.gitops.remediation.RemediationState.OBSOLETE;
import static io.swen.gitops.remediation.RemediationState.OPENED;
import static io.swen.gitops.remediation.RemediationState.REQUESTED;
import static io.swen.gitops.remediation.RemediationState.RESOLVED;
import static io.swen.gitops.remediation.RemediationState.RESTARTING;
import static io.swen.gitops.remediation.RemediationState.VERIFYING;

import java.util.EnumSet;
import java.util.Set;

/** Every way from one state of a remediation to another. */
enum RemediationMove {
    /** Something keeps automation from acting. */
    HOLD(HELD, EnumSet.of(OPENED)),
    /** The preparations are done; routing-service is asked. */
    ASK(REQUESTED, EnumSet.of(OPENED, HELD)),
    /** routing-service decided. */
    DECIDE(CHANGING, EnumSet.of(REQUESTED)),
    /** routing-service found nothing, or the change came to nothing; it is asked again. */
    ASK_AGAIN(REQUESTED, EnumSet.of(REQUESTED, CHANGING, VERIFYING)),
    /** The new place runs. */
    RUN(VERIFYING, EnumSet.of(CHANGING)),
    /** There will be no other place in time. */
    GIVE_UP_THE_PLACE(RESTARTING, EnumSet.of(OPENED, HELD, REQUESTED, CHANGING, VERIFYING)),
    /** It is as it should be. */
    RESOLVE(RESOLVED, EnumSet.of(REQUESTED, VERIFYING, RESTARTING)),
    HAND_OVER(HANDED_OVER, active()),
    ABORT(ABORTED, active()),
    /** Others removed what was in danger, or the danger is over. */
    BECOME_MOOT(OBSOLETE, active());

    private final RemediationState to;
    private final Set<RemediationState> from;

    RemediationMove(RemediationState to, Set<RemediationState> from) {
        this.to = to;
        this.from = from;
    }

    RemediationState to() {
        return to;
    }

    boolean isAllowed(RemediationState state) {
        return from.contains(state);
    }

    private static Set<RemediationState> active() {
        return EnumSet.of(OPENED, HELD, REQUESTED, CHANGING, VERIFYING, RESTARTING);
    }
}
