package io.swen.platform.event;

import org.jspecify.annotations.Nullable;

/**
 * What a service tells the others: its data becomes the data of a CloudEvent.
 *
 * @param type the name without {@link CloudEvent#TYPE_PREFIX}, such as {@code DecisionMade}; {@code docs/events/<type>.json} is its schema
 * @param subject id of the thing it tells of
 * @param team null where it belongs to no team
 * @param environment null where it belongs to no environment
 * @param data a record that is written as JSON
 */
public record Event(
        String type,
        String subject,
        @Nullable String team,
        @Nullable String environment,
        Object data) {}
