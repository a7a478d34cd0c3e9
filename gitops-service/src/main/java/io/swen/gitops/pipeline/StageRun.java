package io.swen.gitops.pipeline;

import io.swen.gitops.change.ChangeSnapshot;
import io.swen.gitops.change.Changes;
import io.swen.gitops.change.StageLease;
import io.swen.gitops.control.Automation;
import org.jspecify.annotations.Nullable;

/** One run of a stage: the change as it was when the run began, the right to it, and its log. */
record StageRun(ChangeSnapshot change, StageLease lease, Changes changes, Automation automation) {

    /** Why the run has to stop at its next safe point, or null; to be asked before each thing that is done to the cloud. */
    @Nullable
    String stopped() {
        return automation.stopped(change.environment());
    }

    void info(String message) {
        changes.log(change.id(), lease.stage(), "info", message);
    }

    void warning(String message) {
        changes.log(change.id(), lease.stage(), "warning", message);
    }

    void error(String message) {
        changes.log(change.id(), lease.stage(), "error", message);
    }
}
