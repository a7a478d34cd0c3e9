package io.swen.gitops.contract;

/** Whether a workload ends by itself. */
public enum WorkloadKind {
    BATCH,
    SERVICE
}
