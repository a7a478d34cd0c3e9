package io.swen.gitops.rollout;

/** Which way a metric gets worse. */
enum Worse {
    HIGHER,
    LOWER
}
