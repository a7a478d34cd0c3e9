package io.swen.gitops.change;

/** What brought a change about. */
public enum ChangeOrigin {
    /** A decision of routing. */
    DECISION,
    /** A commit that somebody pushed. */
    PUSH,
    /** A person who asked for it. */
    OPERATOR,
    /** A change before it that failed, or that a person took back. */
    ROLLBACK,
    /** What runs differs from what Git says. */
    DRIFT,
    /** A loss, a notice of one, or an outage. */
    REMEDIATION,
    /** The same change in an environment before this one. */
    PROMOTION,
    /** What ran already and is brought under management. */
    ADOPTION
}
