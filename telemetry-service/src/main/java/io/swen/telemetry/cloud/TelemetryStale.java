package io.swen.telemetry.cloud;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Data of the event that tells of a provider whose state changed, for the worse or the better.
 *
 * @param state the state now
 * @param previous the state before
 */
record TelemetryStale(
        String provider,
        String state,
        String previous,
        @Nullable String reason,
        Instant since) {

    static final String TYPE = "TelemetryStale";
}
