package io.swen.platform.notification;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A notification on its way.
 *
 * @param attempts with the one at hand
 * @param payload {@code type}, {@code title}, {@code text} and {@code data}; a letter also has {@code html} and a file
 */
public record Delivery(
        UUID id, String receiver, UUID subject, String kind, JsonNode payload, int attempts, Instant createdWall) {

    String title() {
        return payload.path("title").asString("");
    }

    String text() {
        return payload.path("text").asString("");
    }

    /** The page of a letter; null for a notice. */
    @Nullable
    String html() {
        return payload.path("html").isString() ? payload.path("html").asString() : null;
    }

    /** How a delivery ended, for those who look at the outbox. */
    public record Status(
            UUID id,
            String receiver,
            String kind,
            String state,
            int attempts,
            Instant createdWall,
            @Nullable Instant sentWall,
            @Nullable String error) {}
}
