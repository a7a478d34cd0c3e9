package io.swen.identity.user;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swen.platform.problem.FieldProblem;
import io.swen.platform.problem.ProblemException;
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
        UserRules.roles(roles, problems);
        UserRules.scope("teams", teams, problems);
        UserRules.scope("environments", environments, problems);
        if (!problems.isEmpty()) {
            throw ProblemException.invalidFields(problems);
        }
        roles = roles.stream().distinct().sorted().toList();
        teams = teams.stream().distinct().sorted().toList();
        environments = environments.stream().distinct().sorted().toList();
    }
}
