package io.swen.identity.user;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swen.platform.problem.FieldProblem;
import io.swen.platform.security.Role;
import java.util.ArrayList;
import java.util.List;

/**
 * All that can be changed of a person, as it is to be.
 *
 * @param enabled false ends what the person is logged in with at once
 */
@Schema(name = "UserEdit")
record UserEdit(
        @JsonProperty("display_name") @Schema(requiredMode = Schema.RequiredMode.REQUIRED)
        String displayName,

        @ArraySchema(
                schema = @Schema(allowableValues = {"viewer", "operator", "approver", "admin", "auditor"}),
                arraySchema = @Schema(requiredMode = Schema.RequiredMode.REQUIRED))
        List<Role> roles,

        @Schema(requiredMode = Schema.RequiredMode.REQUIRED) List<String> teams,

        @Schema(requiredMode = Schema.RequiredMode.REQUIRED) List<String> environments,

        @Schema(requiredMode = Schema.RequiredMode.REQUIRED) boolean enabled) {

    UserEdit {
        List<FieldProblem> problems = new ArrayList<>();
        UserRules.displayName(displayName, problems);
        UserRules.rights(roles, teams, environments, problems);
        UserRules.refuse(problems);
        roles = UserRules.ordered(roles);
        teams = UserRules.ordered(teams);
        environments = UserRules.ordered(environments);
    }
}
