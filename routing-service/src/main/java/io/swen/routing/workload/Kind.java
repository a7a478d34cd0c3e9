package io.swen.routing.workload;

/** Whether a workload ends by itself. */
public enum Kind {
    BATCH,
    SERVICE
}
