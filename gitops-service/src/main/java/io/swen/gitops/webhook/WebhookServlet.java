package io.swen.gitops.webhook;

import io.micrometer.core.instrument.MeterRegistry;
import io.swen.gitops.change.GitopsMetric;
import io.swen.gitops.host.RemoteLook;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.problem.Problems;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * {@code POST /api/v1/webhooks/{github|gitlab|gitea}}. Who sends is known by the signature and by nothing else, and all that a
 * delivery does is to have the remote looked at soon: its body is not believed, so that duplicates, replays and any order are
 * harmless. A servlet and no controller, because the body is read as bytes, before anybody reads JSON in it.
 */
final class WebhookServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    static final String PATH = "/api/v1/webhooks/";

    private static final Logger LOG = LoggerFactory.getLogger(WebhookServlet.class);
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9 ._:-]{1,128}");
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
    private static final int FORGET_EVERY = 100;

    private final transient WebhookProperties properties;
    private final transient Deliveries deliveries;
    private final transient RemoteLook remote;
    private final transient Problems problems;
    private final transient MeterRegistry metrics;
    private final transient InstantSource wall = InstantSource.system();

    WebhookServlet(
            WebhookProperties properties,
            Deliveries deliveries,
            RemoteLook remote,
            Problems problems,
            MeterRegistry metrics) {
        this.properties = properties;
        this.deliveries = deliveries;
        this.remote = remote;
        this.problems = problems;
        this.metrics = metrics;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String name = request.getRequestURI().startsWith(PATH)
                ? request.getRequestURI().substring(PATH.length())
                : "";
        Optional<WebhookHost> host = WebhookHost.of(name);
        WebhookProperties.Secrets secrets =
                host.map(known -> properties.hosts().get(known)).orElse(null);
        if (host.isEmpty() || secrets == null || secrets.all().findAny().isEmpty()) {
            count("unknown", "refused");
            problems.write(request, response, ErrorCode.NOT_FOUND, "there is no host of this name that may send", null);
            return;
        }
        byte[] body;
        try {
            body = request.getInputStream().readAllBytes();
        } catch (ProblemException tooLarge) {
            problems.write(request, response, tooLarge.code(), tooLarge.detail(), null);
            return;
        }
        Instant now = wall.instant();
        if (!Signatures.isGood(host.get(), secrets, request::getHeader, body, now, properties.tolerance())) {
            count(host.get().id(), "refused");
            LOG.warn(
                    "a delivery in the name of {} is not signed with its secret",
                    host.get().id());
            problems.write(
                    request, response, ErrorCode.UNAUTHENTICATED, "the delivery is not signed with the secret", null);
            return;
        }
        heard(host.get(), request, response, now);
    }

    private void heard(WebhookHost host, HttpServletRequest request, HttpServletResponse response, Instant now)
            throws IOException {
        String event = word(request.getHeader(host.eventHeader())).orElse("unnamed");
        // A delivery without an id is one of its own; then it is only looked once too often.
        String id = word(request.getHeader(host.deliveryHeader()))
                .or(() -> word(request.getHeader("webhook-id")))
                .or(() -> word(request.getHeader("X-Gitlab-Event-UUID")))
                .orElseGet(() -> UUID.randomUUID().toString());
        boolean isNew;
        try {
            isNew = deliveries.isNew(host, id, event, now);
            if (Math.floorMod(id.hashCode(), FORGET_EVERY) == 0) {
                deliveries.forgetBefore(now.minus(properties.remember()));
            }
        } catch (DataAccessException down) {
            LOG.warn("a delivery of {} could not be stored: {}", host.id(), down.toString());
            problems.write(request, response, ErrorCode.UNAVAILABLE, "the delivery was not stored", RETRY_AFTER);
            return;
        }
        if (isNew) {
            remote.soon();
        }
        count(host.id(), isNew ? "heard" : "repeated");
        response.setStatus(HttpServletResponse.SC_ACCEPTED);
        response.setContentType("application/json");
        response.getWriter().print(isNew ? "{\"outcome\":\"heard\"}" : "{\"outcome\":\"repeated\"}");
    }

    private static Optional<String> word(@org.jspecify.annotations.Nullable String given) {
        return Optional.ofNullable(given).filter(text -> WORD.matcher(text).matches());
    }

    private void count(String host, String outcome) {
        metrics.counter(GitopsMetric.WEBHOOKS.id(), "host", host, "outcome", outcome)
                .increment();
    }
}
