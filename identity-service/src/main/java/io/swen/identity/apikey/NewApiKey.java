package io.swen.identity.apikey;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swen.platform.problem.FieldProblem;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Role;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the maker of a key asks for.
 *
 * @param name for its list; 1 to 100 characters
 * @param roles what it may do; absent for viewer
 * @param teams absent for the maker's own
 * @param environments likewise
 * @param expiresAt absent for the default life
 */
@Schema(name = "NewApiKey")
record NewApiKey(
        @Schema(requiredMode = Schema.RequiredMode.REQUIRED, minLength = 1, maxLength = 100)
        String name,

        @ArraySchema(schema = @Schema(allowableValues = {"viewer", "operator"})) @Nullable
        List<Role> roles,

        @Nullable List<String> teams,
        @Nullable List<String> environments,
        @JsonProperty("expires_at") @Nullable Instant expiresAt) {

    /** What a program may be; what needs a second factor is for people. */
    static final Set<Role> ROLES = Set.copyOf(EnumSet.of(Role.VIEWER, Role.OPERATOR));

    private static final int LONGEST_NAME = 100;
    private static final int MOST_SCOPES = 100;
    private static final Pattern SCOPE = Pattern.compile("\\*|[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    NewApiKey {
        List<FieldProblem> problems = new ArrayList<>();
        if (name == null || name.isBlank() || name.length() > LONGEST_NAME || !isPlain(name)) {
            problems.add(new FieldProblem("name", name, "1 to " + LONGEST_NAME + " printable characters"));
        }
        if (roles != null && (roles.isEmpty() || !ROLES.containsAll(roles))) {
            problems.add(new FieldProblem("roles", roles.toString(), "one or more of viewer, operator"));
        }
        scope("teams", teams, problems);
        scope("environments", environments, problems);
        if (!problems.isEmpty()) {
            throw ProblemException.invalidFields(problems);
        }
        roles = roles == null
                ? List.of(Role.VIEWER)
                : roles.stream().distinct().sorted().toList();
        teams = teams == null ? null : teams.stream().distinct().sorted().toList();
        environments = environments == null
                ? null
                : environments.stream().distinct().sorted().toList();
    }

    private static void scope(String field, @Nullable List<String> values, List<FieldProblem> problems) {
        if (values != null
                && (values.isEmpty()
                        || values.size() > MOST_SCOPES
                        || values.stream()
                                .anyMatch(value ->
                                        value == null || !SCOPE.matcher(value).matches()))) {
            problems.add(
                    new FieldProblem(field, values.toString(), "1 to " + MOST_SCOPES + " DNS labels, or * for all"));
        }
    }

    private static boolean isPlain(String text) {
        return text.codePoints().noneMatch(Character::isISOControl);
    }
}
