package io.swen.gitops.pipeline;

/** How far this service may go in an environment. */
enum EnvironmentMode {
    /** Only look. */
    OBSERVE,
    /** Propose changes, apply none. */
    RECOMMEND,
    /** Apply what is approved. */
    ACT
}
