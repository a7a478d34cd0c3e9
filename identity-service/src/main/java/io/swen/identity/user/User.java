package io.swen.identity.user;

import static io.swagger.v3.oas.annotations.media.Schema.RequiredMode.REQUIRED;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swen.platform.security.Role;
import java.util.List;
import java.util.UUID;

/**
 * A person who may log in.
 *
 * @param actorId pseudonymous; what other services, commits and the audit log store
 * @param name login name
 * @param teams the teams whose things the person sees; {@code *} is all
 * @param environments likewise
 */
@Schema(name = "User")
public record User(
        @JsonProperty("actor_id") @Schema(requiredMode = REQUIRED)
        UUID actorId,

        @Schema(requiredMode = REQUIRED) String name,

        @JsonProperty("display_name") @Schema(requiredMode = REQUIRED)
        String displayName,

        @ArraySchema(
                schema = @Schema(allowableValues = {"viewer", "operator", "approver", "admin", "auditor", "service"}),
                arraySchema = @Schema(requiredMode = REQUIRED))
        List<Role> roles,

        @Schema(requiredMode = REQUIRED) List<String> teams,
        @Schema(requiredMode = REQUIRED) List<String> environments,
        @Schema(requiredMode = REQUIRED) boolean enabled) {

    public User {
        roles = List.copyOf(roles);
        teams = List.copyOf(teams);
        environments = List.copyOf(environments);
    }
}
