package io.swen.identity.session;

import static io.swagger.v3.oas.annotations.media.Schema.RequiredMode.REQUIRED;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;

/**
 * A browser in which somebody is logged in.
 *
 * @param address where the login came from
 * @param lastSeenAt when a token was last asked for, to the minute
 * @param current whether the caller's own token comes from it
 */
@Schema(name = "LoginSession")
public record LoginSession(
        @Schema(requiredMode = REQUIRED) UUID id,

        @JsonProperty("started_at") @Schema(requiredMode = REQUIRED)
        Instant startedAt,

        @JsonProperty("last_seen_at") @Schema(requiredMode = REQUIRED)
        Instant lastSeenAt,

        @Schema(requiredMode = REQUIRED) String address,

        @JsonProperty("user_agent") @Schema(requiredMode = REQUIRED)
        String userAgent,

        @Schema(requiredMode = REQUIRED) boolean current) {}
