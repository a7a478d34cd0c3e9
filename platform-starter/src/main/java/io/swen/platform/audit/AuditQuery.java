package io.swen.platform.audit;

import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What to look for; null is anything.
 *
 * @param text occurs in the action, the thing or one of its states, whatever its case
 */
record AuditQuery(
        @Nullable UUID actor,
        @Nullable String action,
        @Nullable String resourceType,
        @Nullable String resourceId,
        @Nullable AuditOutcome outcome,
        @Nullable String team,
        @Nullable String environment,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable String text) {

    private static final int LONGEST = 200;

    AuditQuery {
        for (String[] field : new @Nullable String[][] {
            {"action", action},
            {"resource_type", resourceType},
            {"resource_id", resourceId},
            {"team", team},
            {"environment", environment},
            {"q", text}
        }) {
            if (field[1] != null && field[1].length() > LONGEST) {
                throw ProblemException.invalidField(
                        String.valueOf(field[0]),
                        field[1].length() + " characters",
                        "at most " + LONGEST + " characters");
            }
        }
        if (from != null && to != null && !from.isBefore(to)) {
            throw ProblemException.invalidField("to", to, "later than from");
        }
    }

    /** A condition over {@code audit.event e} and its parameters, restricted to what the caller may see. */
    Condition condition(Actor caller) {
        Condition condition = new Condition(new StringBuilder("true"), new ArrayList<>());
        condition.add("e.actor_id = ?", actor);
        condition.add("e.action = ?", action);
        condition.add("e.resource_type = ?", resourceType);
        condition.add("e.resource_id = ?", resourceId);
        condition.add("e.outcome = ?", outcome == null ? null : outcome.id());
        condition.add("e.team = ?", team);
        condition.add("e.environment = ?", environment);
        condition.add("e.at >= ?", from == null ? null : from.atOffset(ZoneOffset.UTC));
        condition.add("e.at < ?", to == null ? null : to.atOffset(ZoneOffset.UTC));
        if (text != null && !text.isEmpty()) {
            condition.add(
                    "position(? in lower(concat_ws(' ', e.action, e.resource_type, e.resource_id, e.before::text,"
                            + " e.after::text))) > 0",
                    text.toLowerCase(Locale.ROOT));
        }
        restrict(condition, "e.team", caller.teamFilter());
        restrict(condition, "e.environment", caller.environmentFilter());
        return condition;
    }

    private static void restrict(Condition condition, String column, @Nullable Set<String> allowed) {
        if (allowed != null) {
            condition.add(column + " = any (?)", allowed.toArray(String[]::new));
        }
    }

    /** SQL and its parameters. */
    record Condition(StringBuilder sql, List<Object> parameters) {

        void add(String term, @Nullable Object parameter) {
            if (parameter != null) {
                sql.append(" and ").append(term);
                parameters.add(parameter);
            }
        }
    }
}
