package io.swen.platform.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** One field that was refused: its path, what was given (shortened), and what is allowed. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FieldProblem(String field, @Nullable String given, String allowed) {

    private static final int LONGEST_GIVEN = 120;

    public FieldProblem {
        if (given != null && given.length() > LONGEST_GIVEN) {
            given = given.substring(0, LONGEST_GIVEN) + "…";
        }
    }
}
