package io.swen.gitops.control;

import java.util.Locale;

/** How far this service may go in an environment. */
public enum EnvironmentMode {
    /** Only look. */
    OBSERVE,
    /** Propose changes, apply none. */
    RECOMMEND,
    /** Apply what is approved. */
    ACT;

    /** The name in JSON and in the database. */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
