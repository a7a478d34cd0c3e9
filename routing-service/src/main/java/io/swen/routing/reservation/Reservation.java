package io.swen.routing.reservation;

import io.swen.platform.money.Money;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Cost and capacity that a decision counts against quotas.
 *
 * @param endedAt null until it is released
 */
public record Reservation(
        UUID id,
        UUID decisionId,
        String workloadId,
        String team,
        String environment,
        Money hourlyCost,
        int vcpus,
        int gpus,
        State state,
        Instant createdAt,
        @Nullable Instant endedAt,
        @Nullable String reason) {

    /** Where a reservation stands. */
    public enum State {
        /** For a change that is on its way. */
        HELD,
        /** The change succeeded, so what was held is in use; it counts until it is torn down. */
        USED,
        /** Counts no more. */
        RELEASED
    }
}
