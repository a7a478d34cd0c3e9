package io.swen.identity.user;

import io.swen.platform.problem.FieldProblem;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Role;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the fields of a person may hold. */
final class UserRules {

    static final String NAME_PATTERN = "[a-z0-9][a-z0-9._@-]{0,99}";

    private static final Pattern NAME = Pattern.compile(NAME_PATTERN);
    private static final Pattern SCOPE = Pattern.compile("\\*|[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final int LONGEST_DISPLAY_NAME = 100;
    private static final int MOST_SCOPES = 100;

    private UserRules() {}

    static void name(@Nullable String name, List<FieldProblem> problems) {
        if (name == null || !NAME.matcher(name).matches()) {
            problems.add(
                    new FieldProblem("name", name, "1 to 100 of a-z 0-9 . _ @ -, beginning with a letter or digit"));
        }
    }

    static void displayName(@Nullable String name, List<FieldProblem> problems) {
        if (name == null
                || name.isBlank()
                || name.length() > LONGEST_DISPLAY_NAME
                || name.codePoints().anyMatch(Character::isISOControl)) {
            problems.add(
                    new FieldProblem("display_name", name, "1 to " + LONGEST_DISPLAY_NAME + " printable characters"));
        }
    }

    /** What somebody may do, and where. */
    static void rights(
            @Nullable List<Role> roles,
            @Nullable List<String> teams,
            @Nullable List<String> environments,
            List<FieldProblem> problems) {
        roles(roles, problems);
        scope("teams", teams, problems);
        scope("environments", environments, problems);
    }

    /** Refuses with all problems at once, if there are any. */
    static void refuse(List<FieldProblem> problems) {
        if (!problems.isEmpty()) {
            throw ProblemException.invalidFields(problems);
        }
    }

    /** Each once, in the order in which they are stored and shown. */
    static <T extends Comparable<? super T>> List<T> ordered(List<T> values) {
        return values.stream().distinct().sorted().toList();
    }

    private static void roles(@Nullable List<Role> roles, List<FieldProblem> problems) {
        if (roles == null || roles.isEmpty() || roles.contains(null) || roles.contains(Role.SERVICE)) {
            problems.add(new FieldProblem(
                    "roles",
                    roles == null ? null : roles.toString(),
                    "one or more of viewer, operator, approver, admin, auditor"));
        }
    }

    private static void scope(String field, @Nullable List<String> values, List<FieldProblem> problems) {
        if (values == null
                || values.size() > MOST_SCOPES
                || values.stream()
                        .anyMatch(
                                value -> value == null || !SCOPE.matcher(value).matches())) {
            problems.add(new FieldProblem(
                    field,
                    values == null ? null : values.toString(),
                    "at most " + MOST_SCOPES + " DNS labels, or * for all"));
        }
    }
}
