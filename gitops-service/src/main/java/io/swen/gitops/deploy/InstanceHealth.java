package io.swen.gitops.deploy;

/** What a cloud's own status checks say of an instance. */
public enum InstanceHealth {
    /** All checks pass. */
    OK,
    /** It starts, or its checks have not run yet. */
    STARTING,
    /** A check fails. */
    IMPAIRED,
    /** The cloud says nothing of it. */
    UNKNOWN
}
