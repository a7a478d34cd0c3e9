package io.swen.gitops.deploy;

/** Where a deployment stands. */
public enum DeploymentState {
    PENDING,
    RUNNING,
    /** A batch whose work is done. */
    COMPLETED,
    /** Ended by something that nobody here asked for. */
    LOST,
    /** Removed by this service. */
    TERMINATED;

    /** Whether the cloud is expected to run it. */
    public boolean isActive() {
        return this == PENDING || this == RUNNING;
    }
}
