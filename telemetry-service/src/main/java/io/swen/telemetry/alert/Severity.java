package io.swen.telemetry.alert;

import java.util.Locale;

/** How urgent an alert is, the least first: worth knowing, somebody's work today, somebody's work now. */
public enum Severity {
    INFO,
    WARNING,
    CRITICAL;

    /** As it is stored and told. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean isAtLeast(Severity other) {
        return compareTo(other) >= 0;
    }

    static Severity of(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT));
    }
}
