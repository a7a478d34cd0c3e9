package io.swen.identity.issuer;

import static io.swagger.v3.oas.annotations.media.Schema.RequiredMode.REQUIRED;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A signing key without the key.
 *
 * @param activeFrom when it begins to sign
 * @param publishedUntil when tokens that it signed are no longer taken; null for the newest
 */
@Schema(name = "SigningKey")
record SigningKeyView(
        @Schema(requiredMode = REQUIRED) String kid,
        @Schema(requiredMode = REQUIRED) SigningKeys.State state,

        @JsonProperty("active_from") @Schema(requiredMode = REQUIRED)
        Instant activeFrom,

        @JsonProperty("published_until") @Nullable Instant publishedUntil) {}
