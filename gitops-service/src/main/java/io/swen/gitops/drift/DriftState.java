package io.swen.gitops.drift;

/** Where a finding stands. */
public enum DriftState {
    /** Found, and not healed yet. */
    OPEN,
    /** A change that heals it is under way. */
    HEALING,
    /** Healing was tried as often as it may be; a person has to look. */
    HANDED_OVER,
    /** A person wants it left as it is. */
    ACCEPTED,
    /** Found no more after a change healed it. */
    HEALED,
    /** Found no more, and nothing here did it. */
    GONE
}
