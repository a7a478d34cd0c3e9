package io.swen.platform.problem;

import java.util.Locale;

/** The one registry of problem codes; each says by its status whose fault it is: 4xx the caller, 500 this service, 502–504 a remote. */
public enum ErrorCode {
    INVALID_FIELD(400, "A field has a value that is not allowed"),
    UNKNOWN_FIELD(400, "A field is not known here"),
    MALFORMED_BODY(400, "The body could not be read"),
    INVALID_PARAMETER(400, "A parameter has a value that is not allowed"),
    INVALID_CURSOR(400, "The cursor is not one that this list gave out"),
    INVALID_IDEMPOTENCY_KEY(400, "The Idempotency-Key is not usable"),
    UNAUTHENTICATED(401, "A valid token is needed"),
    STEP_UP_REQUIRED(401, "A fresh second factor is needed"),
    FORBIDDEN(403, "The caller may not do this"),
    NOT_FOUND(404, "There is no such thing here"),
    METHOD_NOT_ALLOWED(405, "The method is not supported here"),
    NOT_ACCEPTABLE(406, "None of the accepted media types can be produced"),
    CONFLICT(409, "The current state does not allow this"),
    ALREADY_EXISTS(409, "Something with this id exists already"),
    PRECONDITION_FAILED(412, "It was changed since it was read"),
    PAYLOAD_TOO_LARGE(413, "The body is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "The media type is not supported"),
    IDEMPOTENCY_KEY_REUSED(422, "The Idempotency-Key was used for another request"),
    UNPROCESSABLE(422, "The request is well formed but cannot be carried out"),
    PRECONDITION_REQUIRED(428, "An If-Match header is needed"),
    TOO_MANY_REQUESTS(429, "Too many requests"),
    INTERNAL(500, "Something went wrong on our side"),
    REMOTE_FAILED(502, "A service that this one needs answered with an error"),
    UNAVAILABLE(503, "Not available at the moment"),
    AUDIT_UNAVAILABLE(503, "The audit log cannot be written, so nothing may be changed"),
    REMOTE_TIMED_OUT(504, "A service that this one needs did not answer in time");

    private final int status;
    private final String title;

    ErrorCode(int status, String title) {
        this.status = status;
        this.title = title;
    }

    /** The HTTP status that goes with this code. */
    public int status() {
        return status;
    }

    /** What it means, the same for every occurrence. */
    public String title() {
        return title;
    }

    /** The code as it stands in the problem document, such as {@code invalid-field}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
