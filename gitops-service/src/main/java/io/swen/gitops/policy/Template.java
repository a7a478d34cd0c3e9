package io.swen.gitops.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A message with expressions in {@code ${…}}. */
final class Template {

    private static final int LONGEST = 500;

    /** Either a text or an expression. */
    private record Part(String text, @Nullable Expression expression) {}

    private final List<Part> parts;

    private Template(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    static Optional<Template> compile(String text, String field, int line, List<String> problems) {
        if (text.isBlank() || text.length() > LONGEST) {
            problems.add("line " + line + ": " + field + " has " + text.length() + " characters; 1 to " + LONGEST
                    + " are allowed");
            return Optional.empty();
        }
        List<Part> parts = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int begin = text.indexOf("${", at);
            if (begin < 0) {
                parts.add(new Part(text.substring(at), null));
                break;
            }
            int end = text.indexOf('}', begin);
            if (end < 0) {
                problems.add("line " + line + ": " + field + " opens ${ and does not close it with }");
                return Optional.empty();
            }
            parts.add(new Part(text.substring(at, begin), null));
            Expression expression = Expression.told(text.substring(begin + 2, end), field, line, problems)
                    .orElse(null);
            if (expression == null) {
                return Optional.empty();
            }
            parts.add(new Part("", expression));
            at = end + 1;
        }
        return Optional.of(new Template(parts));
    }

    String text(Map<String, Object> input, Budget budget) {
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            text.append(
                    part.expression() == null ? part.text() : part.expression().evaluate(input, budget, new Looked()));
        }
        return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text.toString();
    }
}
