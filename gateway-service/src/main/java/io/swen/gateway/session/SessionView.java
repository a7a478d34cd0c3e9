package io.swen.gateway.session;

import static io.swagger.v3.oas.annotations.media.Schema.RequiredMode.REQUIRED;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swen.platform.security.Actor;
import io.swen.platform.security.Role;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the dashboard needs to know before anything else.
 *
 * @param user null where nobody is signed in
 * @param csrf what unsafe calls by cookie have to send; null where nobody is signed in
 * @param simulated whether the clouds are the built-in simulator
 * @param time domain time, which may run ahead of a browser's clock where the clouds are simulated
 * @param loginUrl where to sign in
 */
@Schema(name = "Session")
@JsonInclude(JsonInclude.Include.NON_NULL)
record SessionView(
        @Schema(requiredMode = REQUIRED) boolean authenticated,
        @Nullable User user,
        @Nullable Csrf csrf,
        @Schema(requiredMode = REQUIRED) boolean simulated,
        @Schema(requiredMode = REQUIRED) Instant time,

        @JsonProperty("login_url") @Schema(requiredMode = REQUIRED)
        String loginUrl) {

    /** The signed-in user, as the token says. */
    @Schema(name = "SessionUser")
    record User(
            @Schema(requiredMode = REQUIRED) String name,

            @JsonProperty("actor_id") @Schema(requiredMode = REQUIRED)
            UUID actorId,

            @ArraySchema(
                    schema =
                            @Schema(
                                    allowableValues = {"viewer", "operator", "approver", "admin", "auditor", "service"
                                    }),
                    arraySchema = @Schema(requiredMode = REQUIRED))
            List<Role> roles,

            @Schema(requiredMode = REQUIRED) List<String> teams,
            @Schema(requiredMode = REQUIRED) List<String> environments) {

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
            @Schema(requiredMode = REQUIRED) String header,
            @Schema(requiredMode = REQUIRED) String token) {}
}
