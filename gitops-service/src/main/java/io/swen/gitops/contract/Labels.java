package io.swen.gitops.contract;

import io.swen.platform.problem.FieldProblem;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** DNS labels, which environments, teams and workloads are named by. */
public final class Labels {

    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    private Labels() {}

    public static boolean isLabel(@Nullable String value) {
        return value != null && LABEL.matcher(value).matches();
    }

    /** The value, or an empty text and one problem more where it is no label. */
    public static String check(List<FieldProblem> problems, String field, @Nullable String value) {
        if (value == null || !isLabel(value)) {
            problems.add(new FieldProblem(field, value, "a DNS label (a-z, 0-9, -, at most 63)"));
            return "";
        }
        return value;
    }
}
