package io.swen.identity.apikey;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a key gets a new secret.
 *
 * @param overlap how long the old one stays good; absent for none
 * @param expiresAt until when the key is good then; absent for the default life
 */
@Schema(name = "ApiKeyRotation")
record Rotation(
        @Schema(type = "string", format = "duration", example = "PT24H") @Nullable
        Duration overlap,

        @JsonProperty("expires_at") @Nullable Instant expiresAt) {}
