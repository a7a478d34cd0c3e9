package io.swen.routing.candidate;

import java.util.Locale;

/** Where a value comes from, the most trustworthy first. */
public enum Origin {
    OBSERVED,
    LISTED,
    DERIVED,
    SIMULATED;

    private static final Origin[] ALL = values();

    /** The name in JSON and CSV. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The origin with this {@link #id()}.
     *
     * @throws IllegalArgumentException for any other text
     */
    static Origin of(String id) {
        for (Origin origin : ALL) {
            if (origin.id().equals(id)) {
                return origin;
            }
        }
        throw new IllegalArgumentException("unknown origin " + id);
    }
}
