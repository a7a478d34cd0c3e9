package io.swen.gitops.contract;

import java.util.Locale;

/** A cloud. */
public enum Provider {
    AWS,
    ALIBABA;

    /** The name in ids and JSON. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What the provider itself calls a qualified region or zone: {@code aws:us-east-1} is {@code us-east-1} there. */
    public String unqualified(String qualified) {
        String prefix = id() + ":";
        if (!qualified.startsWith(prefix)) {
            throw new IllegalArgumentException(qualified + " is not of provider " + id());
        }
        return qualified.substring(prefix.length());
    }
}
