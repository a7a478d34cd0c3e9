package io.swen.telemetry.catalog;

import java.util.Locale;

/** How an instance is paid for. */
public enum PurchaseOption {
    ON_DEMAND,
    SPOT,
    RESERVED;

    /** The name in JSON, CSV, offer ids and the database. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    static PurchaseOption of(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT));
    }
}
