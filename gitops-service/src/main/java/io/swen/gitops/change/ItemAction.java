package io.swen.gitops.change;

/** What a change does with a workload. */
public enum ItemAction {
    DEPLOY,
    REPLACE,
    TEARDOWN
}
