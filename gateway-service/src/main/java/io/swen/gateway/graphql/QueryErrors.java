package io.swen.gateway.graphql;

import graphql.ErrorClassification;
import graphql.ErrorType;
import graphql.GraphQLError;
import graphql.GraphqlErrorBuilder;
import graphql.schema.DataFetchingEnvironment;
import io.swen.platform.client.RemoteException;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.FieldProblem;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.redaction.Redaction;
import java.net.SocketTimeoutException;
import java.net.http.HttpTimeoutException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.graphql.execution.DataFetcherExceptionResolverAdapter;
import org.springframework.stereotype.Component;
import org.springframework.web.client.ResourceAccessException;

/** Says what went wrong with a field as a problem document does: its code and status stand in the error's extensions. */
@Component
class QueryErrors extends DataFetcherExceptionResolverAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(QueryErrors.class);

    @Override
    protected GraphQLError resolveToSingleError(Throwable thrown, DataFetchingEnvironment environment) {
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        Map<String, Object> problem = switch (cause) {
            case ProblemException refused -> problem(refused.code(), refused.errors());
            case RemoteException refused -> remote(refused);
            case ResourceAccessException silent ->
                problem(isLate(silent) ? ErrorCode.REMOTE_TIMED_OUT : ErrorCode.UNAVAILABLE, List.of());
            default -> {
                LOG.error("field {} failed", environment.getExecutionStepInfo().getPath(), cause);
                yield problem(ErrorCode.INTERNAL, List.of());
            }
        };
        String said = cause instanceof ProblemException || cause instanceof RemoteException
                ? String.valueOf(cause.getMessage())
                : cause instanceof ResourceAccessException ? "a service did not answer" : ErrorCode.INTERNAL.title();
        return GraphqlErrorBuilder.newError(environment)
                .message("%s", Redaction.mask(said))
                .errorType(classification(problem))
                .extensions(problem)
                .build();
    }

    /** The same for a whole query. */
    static GraphQLError of(ProblemException refused) {
        Map<String, Object> problem = problem(refused.code(), refused.errors());
        return GraphqlErrorBuilder.newError()
                .message("%s", refused.detail())
                .errorType(classification(problem))
                .extensions(problem)
                .build();
    }

    /** The same for what is refused before any field is fetched. */
    static GraphQLError coded(GraphQLError error) {
        Map<String, Object> known = error.getExtensions();
        if (known != null && known.containsKey("code")) {
            return error;
        }
        ErrorCode code = error.getErrorType() == ErrorType.InvalidSyntax
                ? ErrorCode.MALFORMED_BODY
                : error.getErrorType() == ErrorType.ExecutionAborted
                        ? ErrorCode.UNPROCESSABLE
                        : error.getErrorType() == ErrorType.ValidationError
                                ? ErrorCode.INVALID_FIELD
                                : ErrorCode.INTERNAL;
        GraphqlErrorBuilder<?> coded = GraphqlErrorBuilder.newError()
                .message("%s", String.valueOf(error.getMessage()))
                .errorType(error.getErrorType())
                .extensions(problem(code, List.of()));
        if (error.getLocations() != null) {
            coded.locations(error.getLocations());
        }
        if (error.getPath() != null) {
            coded.path(error.getPath());
        }
        return coded.build();
    }

    private static boolean isLate(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof HttpTimeoutException || cause instanceof SocketTimeoutException) {
                return true;
            }
        }
        return false;
    }

    private static Map<String, Object> remote(RemoteException refused) {
        ErrorCode code = Arrays.stream(ErrorCode.values())
                .filter(each -> each.code().equals(refused.code()))
                .findFirst()
                .orElse(refused.status() == 503 ? ErrorCode.UNAVAILABLE : ErrorCode.REMOTE_FAILED);
        Map<String, Object> problem = problem(code, List.of());
        problem.put("service", refused.service().id());
        return problem;
    }

    private static Map<String, Object> problem(ErrorCode code, List<FieldProblem> errors) {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("type", "urn:swen:problem:" + code.code());
        problem.put("code", code.code());
        problem.put("title", code.title());
        problem.put("status", code.status());
        if (!errors.isEmpty()) {
            problem.put("errors", errors.stream().map(QueryErrors::field).toList());
        }
        return problem;
    }

    private static Map<String, @Nullable Object> field(FieldProblem error) {
        Map<String, @Nullable Object> field = new LinkedHashMap<>();
        field.put("field", error.field());
        field.put("given", error.given());
        field.put("allowed", error.allowed());
        return field;
    }

    private static ErrorClassification classification(Map<String, Object> problem) {
        return ErrorClassification.errorClassification(
                String.valueOf(problem.get("code")).toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
