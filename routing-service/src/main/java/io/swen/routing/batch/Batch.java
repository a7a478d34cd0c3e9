package io.swen.routing.batch;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Workloads that are decided together.
 *
 * @param zonePercent how much of it may be in one zone; null is unlimited
 */
record Batch(
        UUID id,
        int size,
        @Nullable Integer zonePercent,
        State state,
        Instant createdAt,
        int attempts,
        @Nullable Instant decidedAt,
        @Nullable BatchResult result) {

    /** Where a batch stands. */
    enum State {
        /** Stored, waits to be decided. */
        SUBMITTED,
        /** Decided together. */
        DECIDED,
        /** Deciding it together failed over and over; its workloads are decided one by one. */
        DECIDED_SINGLY
    }

    /** How many of its workloads may be in one zone. */
    int mostPerZone() {
        return zonePercent == null ? size : Math.max(1, size * zonePercent / 100);
    }
}
