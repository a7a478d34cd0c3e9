package io.swen.gitops.drift;

/** What is done about drift. */
public enum DriftPolicy {
    /** A change is opened that puts it right. */
    HEAL,
    /** It is only told. */
    REPORT
}
