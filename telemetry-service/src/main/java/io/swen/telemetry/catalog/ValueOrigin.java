package io.swen.telemetry.catalog;

import java.util.Locale;

/** Where a value comes from: a provider's list, a rule applied to lists, a provider's answer, or nowhere. */
public enum ValueOrigin {
    LISTED,
    DERIVED,
    OBSERVED,
    SIMULATED;

    /** The name in JSON, CSV and the database. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    static ValueOrigin of(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT));
    }
}
