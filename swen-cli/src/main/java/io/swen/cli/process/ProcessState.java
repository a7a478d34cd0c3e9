package io.swen.cli.process;

/** Where a supervised process stands. */
public enum ProcessState {
    WAITING,
    STARTING,
    READY,
    RESTARTING,
    FAILED,
    STOPPING,
    STOPPED
}
