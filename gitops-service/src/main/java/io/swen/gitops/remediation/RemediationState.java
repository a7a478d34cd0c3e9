package io.swen.gitops.remediation;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Locale;

/** Where a remediation stands. */
@Schema(enumAsRef = true)
enum RemediationState {
    /** It was just found to be needed. */
    OPENED(false),
    /** A person has to let it go on, or automation may not act at the moment. */
    HELD(false),
    /** Waits for routing-service's decision. */
    REQUESTED(false),
    /** Its change goes through the pipeline. */
    CHANGING(false),
    /** The new place runs, and is looked at. */
    VERIFYING(false),
    /** The place is or will be lost without another; what is looked for is that the workload runs again. */
    RESTARTING(false),
    /** Done; the outcome says how. */
    RESOLVED(true),
    /** A person has it. */
    HANDED_OVER(true),
    /** A person ended it. */
    ABORTED(true),
    /** There is nothing left to remedy. */
    OBSOLETE(true);

    private final boolean end;

    RemediationState(boolean end) {
        this.end = end;
    }

    boolean isEnd() {
        return end;
    }

    /** The name in JSON. */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
