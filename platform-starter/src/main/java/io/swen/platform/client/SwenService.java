package io.swen.platform.client;

import java.util.Locale;

/** The services that others may call; nobody calls the gateway. */
public enum SwenService {
    TELEMETRY,
    ROUTING,
    GITOPS,
    IDENTITY;

    /** The name in configuration and events. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What stands in tokens that are meant for it, which is its client id as well. */
    public String audience() {
        return "swen-" + id();
    }
}
