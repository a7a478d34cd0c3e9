package io.swen.gitops.change;

/** Where a stage of a change stands. */
public enum StageState {
    WAITING,
    RUNNING,
    SUCCEEDED,
    FAILED,
    SKIPPED
}
