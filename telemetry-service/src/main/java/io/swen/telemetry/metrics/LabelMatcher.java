package io.swen.telemetry.metrics;

import io.swen.platform.problem.ProblemException;
import java.util.List;

/** A condition on a label: {@code host=web-1}, {@code zone!=aws:use1-az1} or {@code host^=web-} for a beginning. */
record LabelMatcher(String label, Kind kind, String value) {

    private static final int LONGEST_LABEL = 100;
    private static final int LONGEST_VALUE = 256;

    /** How the value is compared; a series without the label matches only {@code !=}. */
    enum Kind {
        EQUAL,
        NOT_EQUAL,
        PREFIX
    }

    static LabelMatcher of(String text) {
        int sign = text.indexOf('=');
        Kind kind = sign > 0 && text.charAt(sign - 1) == '!'
                ? Kind.NOT_EQUAL
                : sign > 0 && text.charAt(sign - 1) == '^' ? Kind.PREFIX : Kind.EQUAL;
        int end = kind == Kind.EQUAL ? sign : sign - 1;
        if (sign < 1 || end < 1 || end > LONGEST_LABEL || text.length() - sign > LONGEST_VALUE + 1) {
            throw ProblemException.invalidField("label", text, "label=value, label!=value or label^=beginning");
        }
        return new LabelMatcher(text.substring(0, end), kind, text.substring(sign + 1));
    }

    void addTo(StringBuilder sql, List<Object> parameters) {
        switch (kind) {
            case EQUAL -> sql.append(" and s.labels @> jsonb_build_object(?::text, ?::text)");
            case NOT_EQUAL -> sql.append(" and s.labels ->> ?::text is distinct from ?::text");
            case PREFIX -> sql.append(" and starts_with(s.labels ->> ?::text, ?::text)");
        }
        parameters.add(label);
        parameters.add(value);
    }
}
