package io.swen.identity.apikey;

import static io.swagger.v3.oas.annotations.media.Schema.RequiredMode.REQUIRED;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swen.platform.security.Role;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A key as it is shown after its making: everything but its secret.
 *
 * @param ownerId actor id of the person it acts for
 * @param prefixes the public parts of the secrets that are good for it now; two while a rotation overlaps
 * @param overlapUntil until when the secret before the newest is good; null if there is none
 */
@Schema(name = "ApiKey")
public record ApiKey(
        @Schema(requiredMode = REQUIRED) UUID id,

        @JsonProperty("owner_id") @Schema(requiredMode = REQUIRED)
        UUID ownerId,

        @Schema(requiredMode = REQUIRED) String name,

        @ArraySchema(
                schema = @Schema(allowableValues = {"viewer", "operator"}),
                arraySchema = @Schema(requiredMode = REQUIRED))
        List<Role> roles,

        @Schema(requiredMode = REQUIRED) List<String> teams,
        @Schema(requiredMode = REQUIRED) List<String> environments,
        @Schema(requiredMode = REQUIRED) List<String> prefixes,
        @Schema(requiredMode = REQUIRED) State state,

        @JsonProperty("created_at") @Schema(requiredMode = REQUIRED)
        Instant createdAt,

        @JsonProperty("expires_at") @Schema(requiredMode = REQUIRED)
        Instant expiresAt,

        @JsonProperty("rotated_at") @Nullable Instant rotatedAt,
        @JsonProperty("overlap_until") @Nullable Instant overlapUntil,
        @JsonProperty("revoked_at") @Nullable Instant revokedAt,

        @Schema(description = "to the minute") @JsonProperty("last_used_at") @Nullable
        Instant lastUsedAt,

        @JsonIgnore long version) {

    /** Whether it can be used, and if not, why. */
    public enum State {
        ACTIVE,
        EXPIRED,
        REVOKED
    }

    public ApiKey {
        roles = List.copyOf(roles);
        teams = List.copyOf(teams);
        environments = List.copyOf(environments);
        prefixes = List.copyOf(prefixes);
    }
}
