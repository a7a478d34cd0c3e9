package io.swen.gitops.deploy;

import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.problem.Problems;
import io.swen.platform.redaction.Redaction;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * {@code POST /api/v1/workload-callbacks/{deployment}/{replica}}: an instance tells of its workload and gets its next token. A servlet
 * and no controller, because its callers are scripts that send a form, and are known by a token of their own kind.
 */
final class CallbackServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    static final String PATH = "/api/v1/workload-callbacks/";
    static final String TOKEN_HEADER = "Swen-Callback-Token";

    private static final Logger LOG = LoggerFactory.getLogger(CallbackServlet.class);
    private static final Pattern PLACE = Pattern.compile("([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/([0-9]{1,4})");
    private static final int LARGEST_BODY = 128 * 1024;
    private static final int LONGEST_LOG = 32 * 1024;
    private static final int LONGEST_IMAGE = 500;
    private static final int HIGHEST_EXIT_CODE = 255;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

    private final transient CallbackTokens tokens;
    private final transient Deployments deployments;
    private final transient WorkloadReports reports;
    private final transient BootstrapProperties properties;
    private final transient Problems problems;
    private final transient InstantSource wall = InstantSource.system();

    CallbackServlet(
            CallbackTokens tokens,
            Deployments deployments,
            WorkloadReports reports,
            BootstrapProperties properties,
            Problems problems) {
        this.tokens = tokens;
        this.deployments = deployments;
        this.reports = reports;
        this.properties = properties;
        this.problems = problems;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            take(request, response);
        } catch (ProblemException refused) {
            problems.write(request, response, refused.code(), refused.detail(), refused.retryAfter());
        } catch (DataAccessException down) {
            LOG.warn("a callback could not be stored: {}", down.toString());
            problems.write(request, response, ErrorCode.UNAVAILABLE, "the callback was not stored", RETRY_AFTER);
        }
    }

    private void take(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Matcher place = PLACE.matcher(request.getRequestURI().substring(PATH.length()));
        if (!place.matches()) {
            throw ProblemException.of(ErrorCode.NOT_FOUND, "callbacks go to " + PATH + "{deployment}/{replica}");
        }
        UUID id = UUID.fromString(place.group(1));
        int replica = Integer.parseInt(place.group(2));
        Instant now = wall.instant();
        // Nothing is looked up for whoever has no token.
        if (!tokens.isGood(request.getHeader(TOKEN_HEADER), id, replica, now)) {
            throw ProblemException.of(ErrorCode.UNAUTHENTICATED, "the callback's token is not good, or no longer");
        }
        byte[] body = request.getInputStream().readNBytes(LARGEST_BODY + 1);
        if (body.length > LARGEST_BODY) {
            throw ProblemException.of(ErrorCode.PAYLOAD_TOO_LARGE, "a callback has at most " + LARGEST_BODY + " bytes");
        }
        WorkloadReports.Report report = report(form(body));
        Optional<Deployment> found =
                deployments.find(java.util.List.of(id)).stream().findFirst();
        Deployment deployment = found.orElseThrow(() -> ProblemException.notFound("deployment", id));
        if (replica >= deployment.replicas()) {
            throw ProblemException.notFound("replica", replica);
        }
        reports.store(deployment, replica, report);
        boolean wanted = deployment.state().isActive() && !deployments.isRemoving(id);
        Instant expires = now.plus(properties.tokenLife());
        response.setStatus(HttpServletResponse.SC_OK);
        response.setContentType("application/json");
        response.setHeader("Cache-Control", "no-store");
        response.getWriter()
                .print("{\"action\":\"" + (wanted ? "continue" : "stop") + "\",\"token\":\""
                        + tokens.issue(id, replica, expires) + "\",\"expires_at\":\"" + expires + "\"}");
    }

    private static WorkloadReports.Report report(Map<String, String> form) {
        String event = form.getOrDefault("event", "");
        WorkloadReports.Kind kind = java.util.Arrays.stream(WorkloadReports.Kind.values())
                .filter(known -> known.name().toLowerCase(Locale.ROOT).equals(event))
                .findFirst()
                .orElseThrow(() -> ProblemException.invalidField(
                        "event", event, "one of heartbeat, checkpoint, interruption, exit, log"));
        BigDecimal progress = number(form, "progress", BigDecimal.ZERO, BigDecimal.ONE);
        BigDecimal exit = number(form, "exit_code", BigDecimal.ZERO, BigDecimal.valueOf(HIGHEST_EXIT_CODE));
        BigDecimal seq = number(form, "seq", BigDecimal.ONE, BigDecimal.valueOf(Integer.MAX_VALUE));
        String log = form.get("log");
        if (kind == WorkloadReports.Kind.EXIT && exit == null) {
            throw ProblemException.invalidField("exit_code", null, "given where the event is exit");
        }
        if (kind == WorkloadReports.Kind.LOG && (log == null || seq == null)) {
            throw ProblemException.invalidField("log", null, "given with seq where the event is log");
        }
        if (log != null && log.length() > LONGEST_LOG) {
            throw ProblemException.invalidField(
                    "log", log.length() + " characters", "at most " + LONGEST_LOG + " characters");
        }
        String image = form.get("image");
        if (image != null && image.length() > LONGEST_IMAGE) {
            throw ProblemException.invalidField("image", image.length() + " characters", "at most " + LONGEST_IMAGE);
        }
        return new WorkloadReports.Report(
                kind,
                image == null || image.isBlank() ? null : image,
                progress,
                exit == null ? null : exit.intValue(),
                seq == null ? null : seq.longValue(),
                // PostgreSQL stores no NUL; and what looks like a secret is in no log.
                log == null ? null : Redaction.mask(log.replace("\0", "")));
    }

    private static @Nullable BigDecimal number(
            Map<String, String> form, String field, BigDecimal lowest, BigDecimal highest) {
        String given = form.get(field);
        if (given == null || given.isBlank()) {
            return null;
        }
        try {
            BigDecimal number = new BigDecimal(given.strip());
            if (given.length() <= 20 && number.compareTo(lowest) >= 0 && number.compareTo(highest) <= 0) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            LOG.debug("{} is no number", field);
        }
        throw ProblemException.invalidField(
                field,
                given.length() > 20 ? given.substring(0, 20) + "…" : given,
                "a number from " + lowest + " to " + highest);
    }

    private static Map<String, String> form(byte[] body) {
        Map<String, String> form = new HashMap<>();
        for (String pair : new String(body, StandardCharsets.UTF_8).split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                try {
                    form.put(
                            URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
                } catch (IllegalArgumentException e) {
                    throw ProblemException.of(ErrorCode.MALFORMED_BODY, "the form is not encoded as one", e);
                }
            }
        }
        return form;
    }
}
