package io.swen.gitops.contract;

import io.swen.platform.problem.FieldProblem;
import io.swen.platform.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What people have to say for what they do. */
public final class Reasons {

    /** Of most; what weighs more asks for more. */
    public static final int SHORTEST = 3;

    public static final int LONGEST = 1000;

    private Reasons() {}

    /**
     * What was said, without the blanks around it.
     *
     * @throws ProblemException where it is too short or too long
     */
    public static String required(String field, @Nullable String given, int shortest) {
        List<FieldProblem> problems = new ArrayList<>();
        String reason = check(problems, field, given, shortest);
        if (!problems.isEmpty()) {
            throw ProblemException.invalidFields(problems);
        }
        return reason;
    }

    /** The same, with one problem more where it is too short or too long. */
    public static String check(List<FieldProblem> problems, String field, @Nullable String given, int shortest) {
        String reason = given == null ? "" : given.strip();
        if (reason.length() < shortest || reason.length() > LONGEST) {
            problems.add(new FieldProblem(field, given, shortest + " to " + LONGEST + " characters"));
        }
        return reason;
    }
}
