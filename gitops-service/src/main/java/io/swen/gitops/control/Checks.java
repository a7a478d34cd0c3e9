package io.swen.gitops.control;

import io.swen.gitops.contract.Labels;
import io.swen.gitops.contract.Reasons;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is asked of every call that holds automation back or lets it go on. */
final class Checks {

    private Checks() {}

    static String reason(@Nullable String given) {
        return Reasons.required("reason", given, Reasons.SHORTEST);
    }

    static String environment(String field, @Nullable String given) {
        if (given == null || !Labels.isLabel(given)) {
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
