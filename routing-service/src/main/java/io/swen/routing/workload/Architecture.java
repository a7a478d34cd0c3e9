package io.swen.routing.workload;

import java.util.Locale;

/** The processor architecture that a container image was built for. */
public enum Architecture {
    AMD64,
    ARM64,
    ANY;

    /** The name in JSON and in offers. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
