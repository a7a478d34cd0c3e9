package io.swen.platform.client;

import java.util.Locale;

/** The services that others may call; nobody calls the gateway. */
public enum SwenService {
    TELEMETRY,
    ROUTING,
    GITOPS,
    IDENTITY;

    /** The name in configuration, audiences ({@code swen-} and the name) and events. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
