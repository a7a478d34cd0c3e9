package io.swen.identity.user;

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
        @Schema(requiredMode = Schema.RequiredMode.REQUIRED) UUID actorId,
        @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String name,

        @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String displayName,

        @Schema(requiredMode = Schema.RequiredMode.REQUIRED) List<Role> roles,
        @Schema(requiredMode = Schema.RequiredMode.REQUIRED) List<String> teams,

        @Schema(requiredMode = Schema.RequiredMode.REQUIRED) List<String> environments,

        @Schema(requiredMode = Schema.RequiredMode.REQUIRED) boolean enabled) {

    public User {
        roles = List.copyOf(roles);
        teams = List.copyOf(teams);
        environments = List.copyOf(environments);
    }
}
