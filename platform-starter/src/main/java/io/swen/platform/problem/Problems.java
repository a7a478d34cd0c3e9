package io.swen.platform.problem;

import io.swen.platform.redaction.Redaction;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import tools.jackson.databind.json.JsonMapper;

/** Builds problem documents and writes them where no controller is at work, such as in filters. */
public final class Problems {

    private final JsonMapper json;
    private final RefusalListener refusals;

    public Problems(JsonMapper json) {
        this(json, (request, code) -> {});
    }

    /** @param refusals is told of every problem that is written here */
    public Problems(JsonMapper json, RefusalListener refusals) {
        this.json = json;
        this.refusals = refusals;
    }

    /** The document for a code; {@code instance} is the path of the request. */
    public static ProblemDetail document(ErrorCode code, String detail, List<FieldProblem> errors, String instance) {
        ProblemDetail problem = ProblemDetail.forStatus(code.status());
        problem.setType(URI.create("urn:swen:problem:" + code.code()));
        problem.setTitle(code.title());
        problem.setDetail(Redaction.mask(detail));
        problem.setInstance(URI.create(instance));
        problem.setProperty("code", code.code());
        if (!errors.isEmpty()) {
            problem.setProperty(
                    "errors", errors.stream().map(Problems::redacted).toList());
        }
        String traceId = MDC.get("traceId");
        if (traceId != null) {
            problem.setProperty("trace_id", traceId);
        }
        return problem;
    }

    private static FieldProblem redacted(FieldProblem error) {
        String given = error.given();
        if (given == null) {
            return error;
        }
        String field = error.field().substring(error.field().lastIndexOf('.') + 1);
        return new FieldProblem(
                error.field(), Redaction.isSecretName(field) ? Redaction.MASK : Redaction.mask(given), error.allowed());
    }

    /** Writes a problem as the whole response. */
    public void write(
            HttpServletRequest request,
            HttpServletResponse response,
            ErrorCode code,
            String detail,
            @Nullable Duration retryAfter)
            throws IOException {
        refusals.refused(request, code);
        if (response.isCommitted()) {
            return;
        }
        response.setStatus(code.status());
        if (retryAfter != null) {
            response.setHeader("Retry-After", Long.toString(Math.max(1, retryAfter.toSeconds())));
        }
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getOutputStream()
                .write(json.writeValueAsBytes(document(code, detail, List.of(), request.getRequestURI())));
    }
}
