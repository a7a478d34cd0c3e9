package io.swen.gitops.change;

/** What an approver says to a plan. */
public enum Verdict {
    APPROVE,
    REJECT
}
