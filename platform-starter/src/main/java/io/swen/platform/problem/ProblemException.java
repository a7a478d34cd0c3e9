package io.swen.platform.problem;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A refusal or failure that the caller is told of as an RFC 9457 problem. */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final transient List<FieldProblem> errors;
    private final @Nullable Duration retryAfter;

    private ProblemException(
            ErrorCode code,
            String detail,
            List<FieldProblem> errors,
            @Nullable Duration retryAfter,
            @Nullable Throwable cause) {
        super(detail, cause);
        this.code = code;
        this.errors = List.copyOf(errors);
        this.retryAfter = retryAfter;
    }

    public static ProblemException of(ErrorCode code, String detail) {
        return new ProblemException(code, detail, List.of(), null, null);
    }

    public static ProblemException of(ErrorCode code, String detail, Throwable cause) {
        return new ProblemException(code, detail, List.of(), null, cause);
    }

    /** One field has a value that is not allowed. */
    public static ProblemException invalidField(String field, @Nullable Object given, String allowed) {
        return invalidFields(List.of(new FieldProblem(field, given == null ? null : given.toString(), allowed)));
    }

    /** Several fields have values that are not allowed; {@code errors} is not empty. */
    public static ProblemException invalidFields(List<FieldProblem> errors) {
        FieldProblem first = errors.getFirst();
        String more = errors.size() > 1 ? " (and " + (errors.size() - 1) + " more)" : "";
        return new ProblemException(
                ErrorCode.INVALID_FIELD, first.field() + " must be " + first.allowed() + more, errors, null, null);
    }

    /** There is no {@code kind} with this id, or the caller may not know of it. */
    public static ProblemException notFound(String kind, Object id) {
        return of(ErrorCode.NOT_FOUND, "there is no " + kind + " " + id);
    }

    /** Try again after the given time: the service is overloaded or something it needs is down. */
    public static ProblemException retryLater(ErrorCode code, String detail, Duration retryAfter) {
        return new ProblemException(code, detail, List.of(), retryAfter, null);
    }

    public ErrorCode code() {
        return code;
    }

    public List<FieldProblem> errors() {
        return errors;
    }

    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    /** What went wrong this time, for a person. */
    public String detail() {
        return String.valueOf(getMessage());
    }
}
