package io.swen.gateway.live;

import io.swen.platform.security.Actor;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One event on its way to clients.
 *
 * @param cursor where its service's feed goes on after it; within a batch the place before the batch, so that a client that
 *     resumes from there sees the batch again rather than missing a part of it
 * @param json the CloudEvent as it is sent, written once for all clients
 */
record LiveEvent(
        String id,
        String type,
        @Nullable String team,
        @Nullable String environment,
        String cursor,
        String json) {

    static LiveEvent of(JsonNode event, String cursor) {
        String id = text(event, "id");
        String type = text(event, "type");
        if (id == null || type == null) {
            throw new IllegalArgumentException("not a CloudEvent: " + event);
        }
        return new LiveEvent(id, type, text(event, "team"), text(event, "environment"), cursor, event.toString());
    }

    /** What belongs to no team or no environment is for everybody who may read at all. */
    boolean isVisibleTo(Actor actor) {
        var teams = actor.teamFilter();
        var environments = actor.environmentFilter();
        return (team == null || teams == null || teams.contains(team))
                && (environment == null || environments == null || environments.contains(environment));
    }

    private static @Nullable String text(JsonNode event, String field) {
        JsonNode value = event.get(field);
        return value == null || !value.isString() ? null : value.asString();
    }
}
