package io.swen.gitops.rollback;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What keeps a workload as it is.
 *
 * @param changeId the change that went wrong
 * @param automatic whether this service set it by itself; {@code pinnedBy} is then the author of that change
 * @param until when it ends by itself; null for never
 * @param releasedBy who released it; its end by time has none
 */
public record Pin(
        UUID id,
        String workloadId,
        String team,
        String environment,
        UUID changeId,
        String reason,
        boolean automatic,
        UUID pinnedBy,
        Instant pinnedAt,
        @Nullable Instant until,
        @Nullable Instant releasedAt,
        @Nullable UUID releasedBy,
        @Nullable String releaseReason) {

    /** Who, why and until when, in words. */
    public String explanation() {
        return workloadId + " is pinned since " + pinnedAt + (automatic ? " by SWEN" : " by " + pinnedBy)
                + ", because of change " + changeId + ": " + reason + "; "
                + (until == null ? "until somebody releases it" : "until " + until + " or until somebody releases it");
    }

    boolean isInForce(Instant now) {
        return releasedAt == null && (until == null || now.isBefore(until));
    }
}
