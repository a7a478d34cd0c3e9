package io.swen.routing.workload;

/** How much it matters that the workload runs and goes on running. */
public enum Priority {
    LOW,
    MEDIUM,
    HIGH,
    CRITICAL
}
