package io.swen.gitops.drift;

/** How what runs differs from what the repository says. */
public enum DriftClass {
    /** Wanted, and not there. */
    MISSING,
    /** There, and not as wanted. */
    CHANGED,
    /** There with this service's tags, and not wanted by anything. */
    UNMANAGED
}
