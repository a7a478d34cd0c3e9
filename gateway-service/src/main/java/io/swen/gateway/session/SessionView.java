package io.swen.gateway.session;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swen.platform.security.Actor;
import io.swen.platform.security.Role;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the dashboard needs to know before anything else.
 *
 * @param user null where nobody is signed in
 * @param csrf what unsafe calls by cookie have to send; null where nobody is signed in
 * @param simulated whether the clouds are the built-in simulator
 * @param loginUrl where to sign in
 */
@Schema(name = "Session")
@JsonInclude(JsonInclude.Include.NON_NULL)
record SessionView(
        @Schema(requiredMode = Schema.RequiredMode.REQUIRED) boolean authenticated,
        @Nullable User user,
        @Nullable Csrf csrf,
        @Schema(requiredMode = Schema.RequiredMode.REQUIRED) boolean simulated,
        @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String loginUrl) {

    /** The signed-in user, as the token says. */
    @Schema(name = "SessionUser")
    record User(
            @Schema(requiredMode = Schema.RequiredMode.REQUIRED)
            String name,

            @Schema(requiredMode = Schema.RequiredMode.REQUIRED)
            UUID actorId,

            @Schema(requiredMode = Schema.RequiredMode.REQUIRED)
            List<Role> roles,

            @Schema(requiredMode = Schema.RequiredMode.REQUIRED)
            List<String> teams,

            @Schema(requiredMode = Schema.RequiredMode.REQUIRED)
            List<String> environments) {

        static User of(Actor actor) {
            return new User(
                    actor.name(),
                    actor.id(),
                    actor.roles().stream().sorted().toList(),
                    actor.teams().stream().sorted().toList(),
                    actor.environments().stream().sorted().toList());
        }
    }

    /** The header of unsafe calls, and its value. */
    @Schema(name = "SessionCsrf")
    record Csrf(
            @Schema(requiredMode = Schema.RequiredMode.REQUIRED)
            String header,

            @Schema(requiredMode = Schema.RequiredMode.REQUIRED)
            String token) {}
}
