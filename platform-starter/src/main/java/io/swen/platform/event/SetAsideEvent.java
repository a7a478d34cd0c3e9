package io.swen.platform.event;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event of another service that a consumer of this one failed on. Its times are wall times, as in the log.
 *
 * @param service that failed on it
 * @param keys what it tells of; events with a key in common are handled in their order
 * @param attempts how often the consumer tried
 * @param errorClass of the last failure; null where it only waits behind another
 * @param errorMessage of the last failure, secrets masked
 * @param concludedBy who had it handled, or dismissed it; null where the consumer came to it by itself
 * @param reason why it was dismissed
 * @param event as it was told; null in lists
 */
public record SetAsideEvent(
        String service,
        UUID id,
        String consumer,
        UUID eventId,
        String type,
        List<String> keys,
        @Nullable String team,
        @Nullable String environment,
        SetAsideState state,
        int attempts,
        @Nullable String errorClass,
        @Nullable String errorMessage,
        Instant firstFailedAt,
        Instant lastFailedAt,
        @Nullable UUID concludedBy,
        @Nullable Instant concludedAt,
        @Nullable String reason,
        long version,
        @Nullable CloudEvent event) {

    public SetAsideEvent {
        keys = List.copyOf(keys);
    }
}
