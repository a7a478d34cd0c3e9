package io.swen.gitops.change;

import java.util.Locale;

/** Where a change stands; all but the first two are final. */
public enum ChangeState {
    RUNNING,
    AWAITING_APPROVAL,
    SUCCEEDED,
    FAILED,
    REJECTED,
    CANCELLED,
    EXPIRED;

    public boolean isFinal() {
        return this != RUNNING && this != AWAITING_APPROVAL;
    }

    /** The name in JSON and in the database. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    static ChangeState ofId(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT));
    }
}
