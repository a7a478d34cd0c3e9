package io.swen.platform.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A CloudEvents 1.0 event in its JSON form, with this platform's extension attributes.
 *
 * @param source {@code /swen/} and the service
 * @param type {@code io.swen.} and one of the names in docs/architecture.md
 * @param subject id of the thing it tells of
 * @param time domain time
 * @see <a href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md">JSON event format</a>
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CloudEvent(
        String specversion,
        UUID id,
        String source,
        String type,
        String subject,
        Instant time,
        String datacontenttype,
        String dataschema,
        @Nullable String team,
        @Nullable String environment,
        @JsonProperty("actorid") @Nullable UUID actorId,
        @Nullable String traceparent,
        JsonNode data) {

    /** The prefix of every type. */
    public static final String TYPE_PREFIX = "io.swen.";
}
