package io.swen.routing.placement;

import java.util.Locale;

/** What an offer must meet, in the order in which it is checked: an offer counts as excluded by the first that it fails. */
public enum Constraint {
    ARCHITECTURE,
    CPU_CORES,
    MEMORY_GB,
    GPUS,
    GPU_MODEL,
    REGIONS_ALLOWED,
    REGIONS_FORBIDDEN,
    INTERRUPTIBLE,
    AVAILABILITY,
    LOST_BEFORE,
    DEADLINE,
    QUOTA_VCPUS,
    QUOTA_GPUS,
    BUDGET;

    /** The name in JSON. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
