package io.swen.gitops.host;

/** How it stands with the remote. */
enum RemoteState {
    /** No remote is configured. */
    NONE,
    /** Both are the same. */
    IN_SYNC,
    /** What the remote has goes through the pipeline. */
    TAKING,
    /** What the remote has was not taken: it was refused, or its change did not succeed. */
    REFUSED,
    /** The remote and {@code main} changed the same places. */
    CONFLICT,
    /** The remote has a history of its own. */
    UNRELATED,
    /** The remote does not answer, or refuses; it is tried again. */
    UNREACHABLE
}
