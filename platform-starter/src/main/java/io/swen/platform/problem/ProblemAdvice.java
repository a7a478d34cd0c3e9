package io.swen.platform.problem;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.validation.FieldError;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.MissingRequestHeaderException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.resource.NoResourceFoundException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.exc.ValueInstantiationException;

/** Turns every exception that leaves a controller into a problem document; what is nobody's refusal is logged and told as internal. */
@RestControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE)
public class ProblemAdvice {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);
    private static final String RETRY_SOON = "2";

    private final ObjectProvider<RefusalListener> refusals;

    ProblemAdvice(ObjectProvider<RefusalListener> refusals) {
        this.refusals = refusals;
    }

    @ExceptionHandler(ProblemException.class)
    ResponseEntity<ProblemDetail> refused(ProblemException refusal, HttpServletRequest request) {
        HttpHeaders headers = new HttpHeaders();
        if (refusal.retryAfter() != null) {
            headers.set(
                    HttpHeaders.RETRY_AFTER,
                    Long.toString(Math.max(1, refusal.retryAfter().toSeconds())));
        }
        if (refusal.code().status() >= 500) {
            LOG.warn("{}: {}", refusal.code().code(), refusal.detail(), refusal.getCause());
        }
        refusals.ifAvailable(listener -> listener.refused(request, refusal.code()));
        return answer(refusal.code(), refusal.detail(), refusal.errors(), headers, request);
    }

    @ExceptionHandler(MethodArgumentNotValidException.class)
    ResponseEntity<ProblemDetail> invalid(MethodArgumentNotValidException invalid, HttpServletRequest request) {
        List<FieldProblem> errors = new ArrayList<>();
        for (var error : invalid.getBindingResult().getAllErrors()) {
            if (error instanceof FieldError field) {
                errors.add(new FieldProblem(
                        snakeCase(field.getField()),
                        text(field.getRejectedValue()),
                        text(field.getDefaultMessage(), "valid")));
            } else {
                errors.add(new FieldProblem(
                        snakeCase(error.getObjectName()), null, text(error.getDefaultMessage(), "valid")));
            }
        }
        return answer(ProblemException.invalidFields(errors), request);
    }

    @ExceptionHandler(ConstraintViolationException.class)
    ResponseEntity<ProblemDetail> violated(ConstraintViolationException violations, HttpServletRequest request) {
        List<FieldProblem> errors = violations.getConstraintViolations().stream()
                .map((ConstraintViolation<?> violation) -> new FieldProblem(
                        snakeCase(violation.getPropertyPath().toString()),
                        text(violation.getInvalidValue()),
                        text(violation.getMessage(), "valid")))
                .toList();
        return answer(ProblemException.invalidFields(errors), request);
    }

    @ExceptionHandler(HandlerMethodValidationException.class)
    ResponseEntity<ProblemDetail> invalidParameters(
            HandlerMethodValidationException invalid, HttpServletRequest request) {
        List<FieldProblem> errors = invalid.getParameterValidationResults().stream()
                .flatMap(result -> result.getResolvableErrors().stream()
                        .map(error -> new FieldProblem(
                                snakeCase(text(result.getMethodParameter().getParameterName(), "parameter")),
                                text(result.getArgument()),
                                text(error.getDefaultMessage(), "valid"))))
                .toList();
        return answer(ErrorCode.INVALID_PARAMETER, "a parameter is not allowed", errors, new HttpHeaders(), request);
    }

    @ExceptionHandler(HttpMessageNotReadableException.class)
    ResponseEntity<ProblemDetail> unreadable(HttpMessageNotReadableException unreadable, HttpServletRequest request) {
        ProblemException refusal = causeOf(unreadable, ProblemException.class);
        if (refusal != null) {
            return refused(refusal, request);
        }
        JacksonException broken = causeOf(unreadable, JacksonException.class);
        if (broken == null) {
            return answer(ErrorCode.MALFORMED_BODY, "a JSON body is needed", List.of(), new HttpHeaders(), request);
        }
        return switch (broken) {
            case UnrecognizedPropertyException unknown ->
                answer(
                        ErrorCode.UNKNOWN_FIELD,
                        path(unknown) + " is not known here",
                        List.of(new FieldProblem(path(unknown), null, "one of " + knownFields(unknown))),
                        new HttpHeaders(),
                        request);
            case InvalidFormatException format ->
                answer(
                        ProblemException.invalidField(
                                path(format), format.getValue(), allowedFor(format.getTargetType())),
                        request);
            case ValueInstantiationException refused
            when refused.getCause() instanceof IllegalArgumentException why ->
                answer(ProblemException.invalidField(path(refused), null, text(why.getMessage(), "valid")), request);
            case MismatchedInputException mismatch ->
                answer(
                        ProblemException.invalidField(path(mismatch), null, allowedFor(mismatch.getTargetType())),
                        request);
            case StreamReadException syntax ->
                answer(
                        ErrorCode.MALFORMED_BODY,
                        "not valid JSON at line " + syntax.getLocation().getLineNr() + ", column "
                                + syntax.getLocation().getColumnNr(),
                        List.of(),
                        new HttpHeaders(),
                        request);
            case DatabindException bind ->
                answer(ProblemException.invalidField(path(bind), null, "a value of the documented type"), request);
            default ->
                answer(ErrorCode.MALFORMED_BODY, "the body is not valid JSON", List.of(), new HttpHeaders(), request);
        };
    }

    @ExceptionHandler(MethodArgumentTypeMismatchException.class)
    ResponseEntity<ProblemDetail> wrongType(MethodArgumentTypeMismatchException mismatch, HttpServletRequest request) {
        Class<?> type = mismatch.getRequiredType();
        String name = snakeCase(mismatch.getName());
        String allowed = type == null ? "a value of the documented type" : allowedFor(type);
        return answer(
                ErrorCode.INVALID_PARAMETER,
                name + " must be " + allowed,
                List.of(new FieldProblem(name, text(mismatch.getValue()), allowed)),
                new HttpHeaders(),
                request);
    }

    @ExceptionHandler({MissingServletRequestParameterException.class, MissingRequestHeaderException.class})
    ResponseEntity<ProblemDetail> missing(Exception missing, HttpServletRequest request) {
        return answer(
                ErrorCode.INVALID_PARAMETER,
                text(missing.getMessage(), "a parameter is missing"),
                List.of(),
                new HttpHeaders(),
                request);
    }

    @ExceptionHandler({NoResourceFoundException.class, NoHandlerFoundException.class})
    ResponseEntity<ProblemDetail> unknownPath(Exception unknown, HttpServletRequest request) {
        return answer(
                ErrorCode.NOT_FOUND,
                "there is nothing at " + request.getRequestURI(),
                List.of(),
                new HttpHeaders(),
                request);
    }

    @ExceptionHandler(HttpRequestMethodNotSupportedException.class)
    ResponseEntity<ProblemDetail> method(HttpRequestMethodNotSupportedException method, HttpServletRequest request) {
        HttpHeaders headers = new HttpHeaders();
        var supported = method.getSupportedHttpMethods();
        if (supported != null) {
            headers.setAllow(supported);
        }
        return answer(
                ErrorCode.METHOD_NOT_ALLOWED, text(method.getMessage(), "not supported"), List.of(), headers, request);
    }

    @ExceptionHandler(HttpMediaTypeNotSupportedException.class)
    ResponseEntity<ProblemDetail> mediaType(HttpMediaTypeNotSupportedException type, HttpServletRequest request) {
        return answer(
                ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                "supported are " + type.getSupportedMediaTypes(),
                List.of(),
                new HttpHeaders(),
                request);
    }

    @ExceptionHandler(HttpMediaTypeNotAcceptableException.class)
    ResponseEntity<ProblemDetail> notAcceptable(HttpMediaTypeNotAcceptableException type, HttpServletRequest request) {
        return answer(
                ErrorCode.NOT_ACCEPTABLE,
                "available are " + type.getSupportedMediaTypes(),
                List.of(),
                new HttpHeaders(),
                request);
    }

    @ExceptionHandler(OptimisticLockingFailureException.class)
    ResponseEntity<ProblemDetail> raced(OptimisticLockingFailureException raced, HttpServletRequest request) {
        return answer(
                ErrorCode.CONFLICT,
                "somebody else changed it at the same moment; read it again and retry",
                List.of(),
                new HttpHeaders(),
                request);
    }

    @ExceptionHandler(DataIntegrityViolationException.class)
    ResponseEntity<ProblemDetail> integrity(DataIntegrityViolationException violation, HttpServletRequest request) {
        LOG.warn("a constraint of the database refused a change", violation);
        return answer(
                ErrorCode.CONFLICT, "it contradicts what is stored already", List.of(), new HttpHeaders(), request);
    }

    @ExceptionHandler({
        DataAccessResourceFailureException.class,
        CannotCreateTransactionException.class,
        QueryTimeoutException.class
    })
    ResponseEntity<ProblemDetail> databaseDown(Exception down, HttpServletRequest request) {
        LOG.warn("the database is not available", down);
        HttpHeaders headers = new HttpHeaders();
        headers.set(HttpHeaders.RETRY_AFTER, RETRY_SOON);
        return answer(
                ErrorCode.UNAVAILABLE, "the database is not available at the moment", List.of(), headers, request);
    }

    /** Left to the security filters, which know how to answer. */
    @ExceptionHandler({AccessDeniedException.class, AuthenticationException.class})
    void security(RuntimeException refused) {
        throw refused;
    }

    /** The client went away; there is nobody to answer. */
    @ExceptionHandler(AsyncRequestNotUsableException.class)
    void gone(AsyncRequestNotUsableException gone) {
        LOG.debug("client went away", gone);
    }

    @ExceptionHandler(Exception.class)
    ResponseEntity<ProblemDetail> unexpected(Exception unexpected, HttpServletRequest request) {
        if (unexpected instanceof ErrorResponse known && known.getStatusCode().is4xxClientError()) {
            return ResponseEntity.status(known.getStatusCode())
                    .headers(known.getHeaders())
                    .body(Problems.document(
                            codeFor(known.getStatusCode()),
                            text(known.getBody().getDetail(), "refused"),
                            List.of(),
                            request.getRequestURI()));
        }
        LOG.error("{} {} failed", request.getMethod(), request.getRequestURI(), unexpected);
        return answer(
                ErrorCode.INTERNAL,
                "it is logged under the trace id of this answer",
                List.of(),
                new HttpHeaders(),
                request);
    }

    private static ErrorCode codeFor(HttpStatusCode status) {
        return Arrays.stream(ErrorCode.values())
                .filter(code -> code.status() == status.value())
                .findFirst()
                .orElse(ErrorCode.MALFORMED_BODY);
    }

    private static ResponseEntity<ProblemDetail> answer(ProblemException refusal, HttpServletRequest request) {
        return answer(refusal.code(), refusal.detail(), refusal.errors(), new HttpHeaders(), request);
    }

    private static ResponseEntity<ProblemDetail> answer(
            ErrorCode code, String detail, List<FieldProblem> errors, HttpHeaders headers, HttpServletRequest request) {
        return ResponseEntity.status(code.status())
                .headers(headers)
                .body(Problems.document(code, detail, errors, request.getRequestURI()));
    }

    private static <T extends Throwable> @Nullable T causeOf(Throwable thrown, Class<T> type) {
        for (Throwable cause = thrown.getCause(); cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }

    private static String path(DatabindException thrown) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference step : thrown.getPath()) {
            if (step.getPropertyName() != null) {
                path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
            } else {
                path.append('[').append(step.getIndex()).append(']');
            }
        }
        return path.isEmpty() ? "body" : path.toString();
    }

    private static String knownFields(UnrecognizedPropertyException unknown) {
        var known = unknown.getKnownPropertyIds();
        return known == null
                ? "the documented fields"
                : known.stream().map(Object::toString).sorted().collect(Collectors.joining(", "));
    }

    private static String allowedFor(@Nullable Class<?> type) {
        if (type == null) {
            return "a value of the documented type";
        }
        if (type.isEnum()) {
            return "one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
                            .collect(Collectors.joining(", "));
        }
        if (Number.class.isAssignableFrom(type) || (type.isPrimitive() && type != boolean.class)) {
            return "a number";
        }
        if (type == Boolean.class || type == boolean.class) {
            return "true or false";
        }
        if (type == String.class) {
            return "a string";
        }
        if (Iterable.class.isAssignableFrom(type) || type.isArray()) {
            return "a list";
        }
        return switch (type.getSimpleName()) {
            case "Instant" -> "an instant such as 2026-11-23T10:00:00Z";
            case "Duration" -> "a duration such as PT15M";
            case "UUID" -> "a UUID";
            default -> "an object";
        };
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private static String text(@Nullable String value, String otherwise) {
        return value == null ? otherwise : value;
    }

    /** The name of a property as it stands in JSON. */
    public static String snakeCase(String property) {
        return property.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }
}
