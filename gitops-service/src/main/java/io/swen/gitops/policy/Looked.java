package io.swen.gitops.policy;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import io.swen.gitops.contract.PolicyFinding;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Remembers which values an expression looked at, so that its result can be explained. Used by one thread. */
final class Looked {

    private static final int MOST = 30;
    private static final int LONGEST = 120;

    private final Set<PolicyFinding.Value> values = new LinkedHashSet<>();

    /** Takes note of a step, if it read something of the input. */
    void at(CelExpr expression, Object value) {
        if (values.size() >= MOST) {
            return;
        }
        String path = path(expression);
        if (path != null
                && (value instanceof String
                        || value instanceof Number
                        || value instanceof Boolean
                        || value instanceof Instant)) {
            String text = String.valueOf(value);
            values.add(
                    new PolicyFinding.Value(path, text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text));
        }
    }

    List<PolicyFinding.Value> values() {
        return List.copyOf(values);
    }

    private static @Nullable String path(CelExpr expression) {
        return switch (expression.getKind()) {
            // Names with @ are the macros' own.
            case IDENT ->
                expression.ident().name().startsWith("@")
                        ? null
                        : expression.ident().name();
            case SELECT -> {
                String operand = path(expression.select().operand());
                if (operand == null) {
                    yield null;
                }
                String field = operand + "." + expression.select().field();
                yield expression.select().testOnly() ? "has(" + field + ")" : field;
            }
            case CALL -> call(expression.call());
            default -> null;
        };
    }

    private static @Nullable String call(CelExpr.CelCall call) {
        if (call.function().equals("size")) {
            String of = path(call.target().orElseGet(() -> call.args().getFirst()));
            return of == null ? null : "size(" + of + ")";
        }
        if (call.function().equals("_[_]")) {
            String of = path(call.args().getFirst());
            CelExpr index = call.args().getLast();
            return of == null || index.getKind() != CelExpr.ExprKind.Kind.CONSTANT
                    ? null
                    : of + "[" + constant(index.constant()) + "]";
        }
        return null;
    }

    private static String constant(CelConstant constant) {
        return switch (constant.getKind()) {
            case INT64_VALUE -> Long.toString(constant.int64Value());
            case STRING_VALUE -> "'" + constant.stringValue() + "'";
            default -> "…";
        };
    }
}
