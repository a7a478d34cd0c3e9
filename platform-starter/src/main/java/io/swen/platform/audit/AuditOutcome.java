package io.swen.platform.audit;

import java.util.Locale;

/** How an attempt ended. */
public enum AuditOutcome {
    SUCCEEDED,
    /** The caller was not allowed to. */
    REFUSED,
    /** The caller was allowed to, but it did not work. */
    FAILED;

    /** As it is stored and told. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
