package io.swen.platform.error;

import java.util.Locale;

/** What people made of an error group. */
public enum ErrorState {
    OPEN,
    /** Somebody looks after it. */
    ACKNOWLEDGED,
    /** It should not happen again; if it does, it is open again. */
    RESOLVED;

    /** As it stands in requests and answers. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    static ErrorState of(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT));
    }
}
