package io.swen.gitops.contract;

/** How much a workload matters. */
public enum Priority {
    LOW,
    MEDIUM,
    HIGH,
    CRITICAL
}
