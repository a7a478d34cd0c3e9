package io.swen.identity.user;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swen.platform.problem.FieldProblem;
import io.swen.platform.security.Role;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who is to log in.
 *
 * @param name login name; never changed afterwards
 * @param displayName absent for the login name
 */
@Schema(name = "NewUser")
record NewUser(
        @Schema(requiredMode = Schema.RequiredMode.REQUIRED, pattern = UserRules.NAME_PATTERN)
        String name,

        @JsonProperty("display_name") @Nullable String displayName,

        @ArraySchema(
                schema = @Schema(allowableValues = {"viewer", "operator", "approver", "admin", "auditor"}),
                arraySchema = @Schema(requiredMode = Schema.RequiredMode.REQUIRED))
        List<Role> roles,

        @Schema(requiredMode = Schema.RequiredMode.REQUIRED) List<String> teams,

        @Schema(requiredMode = Schema.RequiredMode.REQUIRED) List<String> environments) {

    NewUser {
        List<FieldProblem> problems = new ArrayList<>();
        UserRules.name(name, problems);
        if (displayName != null) {
            UserRules.displayName(displayName, problems);
        }
        UserRules.rights(roles, teams, environments, problems);
        UserRules.refuse(problems);
        roles = UserRules.ordered(roles);
        teams = UserRules.ordered(teams);
        environments = UserRules.ordered(environments);
    }
}
