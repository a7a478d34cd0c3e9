package io.swen.gateway.proxy;

import io.micrometer.core.instrument.MeterRegistry;
import io.swen.gateway.metric.GatewayMetric;
import io.swen.platform.client.SwenService;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.problem.Problems;
import io.swen.platform.problem.RefusalListener;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** Tells callers which service did not answer and how, instead of letting an exception through. */
@Component
class ProxyFailures {

    private static final Logger LOG = LoggerFactory.getLogger(ProxyFailures.class);

    private record Failure(ErrorCode code, String what, Duration retryAfter) {}

    private final MeterRegistry metrics;
    private final RefusalListener refusals;

    ProxyFailures(MeterRegistry metrics, RefusalListener refusals) {
        this.metrics = metrics;
        this.refusals = refusals;
    }

    ServerResponse answer(SwenService service, Throwable thrown, ServerRequest request) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProblemException refused) {
                refusals.refused(request.servletRequest(), refused.code());
                return refusal(refused, request);
            }
        }
        Failure failure = failure(thrown);
        metrics.counter(
                        GatewayMetric.PROXY_FAILURES.id(),
                        "service",
                        service.id(),
                        "code",
                        failure.code().code())
                .increment();
        LOG.warn(
                "{} {}: {}-service {}: {}",
                request.method(),
                request.path(),
                service.id(),
                failure.what(),
                thrown.toString());
        return problem(
                failure.code(),
                service.id() + "-service " + failure.what(),
                request,
                ServerResponse.status(failure.code().status())
                        .header(
                                HttpHeaders.RETRY_AFTER,
                                Long.toString(failure.retryAfter().toSeconds())));
    }

    private static ServerResponse refusal(ProblemException refused, ServerRequest request) {
        ServerResponse.BodyBuilder response =
                ServerResponse.status(refused.code().status());
        if (refused.retryAfter() != null) {
            response.header(
                    HttpHeaders.RETRY_AFTER,
                    Long.toString(Math.max(1, refused.retryAfter().toSeconds())));
        }
        if (refused.code() == ErrorCode.UNAUTHENTICATED) {
            response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"");
        }
        return problem(refused.code(), refused.detail(), request, response);
    }

    private static ServerResponse problem(
            ErrorCode code, String detail, ServerRequest request, ServerResponse.BodyBuilder response) {
        ProblemDetail document = Problems.document(code, detail, List.of(), request.path());
        return response.contentType(MediaType.APPLICATION_PROBLEM_JSON).body(document);
    }

    private static Failure failure(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case ConnectTimeoutException unreachable -> {
                    return new Failure(ErrorCode.UNAVAILABLE, "cannot be reached", Duration.ofSeconds(2));
                }
                case ConnectionRequestTimeoutException busy -> {
                    return new Failure(ErrorCode.UNAVAILABLE, "has too many calls open", Duration.ofSeconds(2));
                }
                case ConnectException refused -> {
                    return new Failure(ErrorCode.UNAVAILABLE, "is not running", Duration.ofSeconds(2));
                }
                case NoRouteToHostException unreachable -> {
                    return new Failure(ErrorCode.UNAVAILABLE, "cannot be reached", Duration.ofSeconds(5));
                }
                case UnknownHostException unknown -> {
                    return new Failure(ErrorCode.UNAVAILABLE, "cannot be found", Duration.ofSeconds(5));
                }
                case SocketTimeoutException silent -> {
                    return new Failure(ErrorCode.REMOTE_TIMED_OUT, "did not answer in time", Duration.ofSeconds(5));
                }
                default -> {
                    // A cause further down may tell more.
                }
            }
        }
        return new Failure(
                ErrorCode.REMOTE_FAILED, "broke off; whether it did its work is not known", Duration.ofSeconds(2));
    }
}
