package io.swen.catalog;

import java.util.Locale;

/** Where a value comes from: a provider's list, a rule applied to a list, or an invention without a source. */
public enum Origin {
    LISTED,
    DERIVED,
    SIMULATED;

    /** The name in JSON: {@code listed}, {@code derived} or {@code simulated}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
