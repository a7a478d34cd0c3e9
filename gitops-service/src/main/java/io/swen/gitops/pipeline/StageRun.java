package io.swen.gitops.pipeline;

import io.swen.gitops.change.ChangeSnapshot;
import io.swen.gitops.change.Changes;
import io.swen.gitops.change.StageLease;
import io.swen.gitops.control.Automation;
import io.swen.gitops.deploy.CloudException;
import io.swen.gitops.repository.Commit;
import org.jspecify.annotations.Nullable;

/** One run of a stage: the change as it was when the run began, the right to it, and its log. */
record StageRun(ChangeSnapshot change, StageLease lease, Changes changes, Automation automation) {

    /** Why the run has to stop at its next safe point, or null; to be asked before each thing that is done to the cloud. */
    @Nullable
    String stopped() {
        return automation.stopped(change.environment());
    }

    /** Goes on with the change's commit as it was put on top of what {@code main} has by now. */
    ChangeSnapshot goOnWith(Commit rebased) {
        changes.committed(lease, rebased.id(), rebased.subject());
        info("put on top of what main has by now, as " + rebased.id());
        return changes.get(change.id());
    }

    /** Whether the run goes on although a cloud does not answer for what is to be replaced, as it did not the time before. */
    boolean goesOnWithout(CloudException unanswered) {
        return unanswered.kind().isRetryable() && !change.isTeardown() && lease.attempts() > 1;
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
