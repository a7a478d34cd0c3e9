package io.swen.routing.placement;

import java.util.Locale;

/**
 * What an offer must meet, in the order in which it is checked: an offer counts as excluded by the first that it fails.
 *
 * <p>What is not known of an offer is a constraint of its own where the workload asks for it, so that it is neither taken for
 * met nor hidden among what is known to be too little.
 */
public enum Constraint {
    ARCHITECTURE,
    CPU_CORES,
    MEMORY_GB,
    GPUS,
    GPU_MODEL,
    NETWORK_UNKNOWN,
    NETWORK_GBPS,
    DISK_GB,
    BARRED(ExceptionKind.SECURITY),
    REGIONS_ALLOWED(ExceptionKind.COMPLIANCE),
    REGIONS_FORBIDDEN(ExceptionKind.COMPLIANCE),
    RESIDENCY_UNKNOWN(ExceptionKind.COMPLIANCE),
    RESIDENCY(ExceptionKind.COMPLIANCE),
    AFFINITY(ExceptionKind.LATENCY),
    ANTI_AFFINITY(ExceptionKind.RELIABILITY),
    INTERRUPTIBLE(ExceptionKind.RELIABILITY),
    AVAILABILITY(ExceptionKind.CAPACITY),
    LOST_BEFORE(ExceptionKind.CAPACITY),
    PINNED(ExceptionKind.CAPACITY),
    MINIMUM_RELIABILITY(ExceptionKind.RELIABILITY),
    DEADLINE(ExceptionKind.PERFORMANCE),
    QUOTA_VCPUS(ExceptionKind.CAPACITY),
    QUOTA_GPUS(ExceptionKind.CAPACITY),
    BUDGET(ExceptionKind.CAPACITY),
    MAX_HOURLY_COST(ExceptionKind.CAPACITY),
    ZONE_SPREAD(ExceptionKind.RELIABILITY);

    /** What a workload needs of an offer's shape; an offer that fails one of these is no alternative at all. */
    static final int NEEDS = (1 << BARRED.ordinal()) - 1;

    private final ExceptionKind kind;

    Constraint() {
        this(ExceptionKind.PERFORMANCE);
    }

    Constraint(ExceptionKind kind) {
        this.kind = kind;
    }

    /** The name in JSON. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    int bit() {
        return 1 << ordinal();
    }

    /** What a cheaper offer was given up for where only this stood against it. */
    ExceptionKind kind() {
        return kind;
    }
}
