package io.swen.gitops.pipeline;

import io.swen.gitops.change.ChangeSnapshot;
import io.swen.gitops.change.Changes;
import io.swen.gitops.change.StageLease;

/** One run of a stage: the change as it was when the run began, the right to it, and its log. */
record StageRun(ChangeSnapshot change, StageLease lease, Changes changes) {

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
