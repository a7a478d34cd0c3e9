package io.swen.catalog;

/** A cloud whose prices the catalog holds. */
public enum Provider {
    AWS("aws"),
    ALIBABA("alibaba");

    private final String id;

    Provider(String id) {
        this.id = id;
    }

    /** The prefix of provider-qualified names, such as {@code aws} in {@code aws:us-east-1}. */
    public String id() {
        return id;
    }

    /** Qualifies a region or zone name of this provider. */
    public String qualify(String name) {
        return id + ":" + name;
    }
}
