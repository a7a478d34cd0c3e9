package io.swen.routing.candidate;

import java.util.Locale;

/** How an instance is paid for. */
public enum PurchaseOption {
    ON_DEMAND,
    SPOT,
    RESERVED;

    private static final PurchaseOption[] ALL = values();

    /** The name in JSON, CSV and offer ids. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The option with this {@link #id()}.
     *
     * @throws IllegalArgumentException for any other text
     */
    static PurchaseOption of(String id) {
        for (PurchaseOption option : ALL) {
            if (option.id().equals(id)) {
                return option;
            }
        }
        throw new IllegalArgumentException("unknown purchase option " + id);
    }
}
