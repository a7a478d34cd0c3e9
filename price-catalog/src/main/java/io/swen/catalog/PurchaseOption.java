package io.swen.catalog;

import java.util.Locale;

/** How an instance is paid for. */
public enum PurchaseOption {
    ON_DEMAND,
    SPOT;

    /** The name in JSON and offer ids: {@code on_demand} or {@code spot}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
