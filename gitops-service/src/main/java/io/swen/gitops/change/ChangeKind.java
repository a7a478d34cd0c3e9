package io.swen.gitops.change;

/** What a change is about. */
public enum ChangeKind {
    /** Workloads, deployed by the clouds' own calls. */
    WORKLOADS,
    /** Files of an environment's Terraform root module and of the modules it uses. */
    TERRAFORM,
    /** Policies, which every other change is held against. */
    POLICY
}
