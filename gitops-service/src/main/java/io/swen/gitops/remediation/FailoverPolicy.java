package io.swen.gitops.remediation;

/** What is done in an environment when a region goes away. */
enum FailoverPolicy {
    /** What ran there is decided anew elsewhere at once; the changes still need the approvals of the table. */
    AUTO,
    /** The same, once a person has let each remediation go on. */
    PROPOSE,
    /** Nothing. */
    OFF
}
