package io.swen.gitops.control;

import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is asked of every call that holds automation back or lets it go on. */
final class Checks {

    static final int SHORTEST_REASON = 3;
    static final int LONGEST_REASON = 1000;

    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    private Checks() {}

    static String reason(@Nullable String given) {
        String reason = given == null ? "" : given.strip();
        if (reason.length() < SHORTEST_REASON || reason.length() > LONGEST_REASON) {
            throw ProblemException.invalidField(
                    "reason", given, SHORTEST_REASON + " to " + LONGEST_REASON + " characters");
        }
        return reason;
    }

    static String environment(String field, @Nullable String given) {
        if (given == null || !LABEL.matcher(given).matches()) {
            throw ProblemException.invalidField(field, given, "a DNS label (a-z, 0-9, -, at most 63)");
        }
        return given;
    }

    /** Refuses a caller who may not see the environment; null is all of them. */
    static void scope(Actor actor, @Nullable String environment) {
        Set<String> seen = actor.environmentFilter();
        if (seen == null || (environment != null && seen.contains(environment))) {
            return;
        }
        throw ProblemException.of(
                ErrorCode.FORBIDDEN,
                environment == null
                        ? "you see only the environments "
                                + String.join(", ", seen.stream().sorted().toList()) + ", so name one of them"
                        : "environment " + environment + " is none of yours");
    }
}
