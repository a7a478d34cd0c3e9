package io.swen.gateway.limit;

import io.micrometer.core.instrument.MeterRegistry;
import io.swen.gateway.metric.GatewayMetric;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.Problems;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Tells callers what they have left (draft-ietf-httpapi-ratelimit-headers-10), and when to come back. */
@Component
class LimitAnswers {

    private static final Logger LOG = LoggerFactory.getLogger(LimitAnswers.class);
    private static final long QUIET_NANOS = Duration.ofSeconds(10).toNanos();

    private final Problems problems;
    private final Problems unrecorded;
    private final MeterRegistry metrics;
    private final Map<String, AtomicLong> told = new ConcurrentHashMap<>();

    LimitAnswers(Problems problems, JsonMapper json, MeterRegistry metrics) {
        this.unrecorded = new Problems(json);
        this.problems = problems;
        this.metrics = metrics;
    }

    static void describe(HttpServletResponse response, Meter.Reading... readings) {
        response.setHeader(
                "RateLimit-Policy",
                Arrays.stream(readings)
                        .map(reading -> "\"" + reading.policy() + "\";q="
                                + reading.quota().units() + ";w="
                                + reading.quota().window().toSeconds())
                        .collect(Collectors.joining(", ")));
        response.setHeader(
                "RateLimit",
                Arrays.stream(readings)
                        .map(reading -> "\"" + reading.policy() + "\";r=" + reading.remaining() + ";t="
                                + seconds(reading.untilFull()))
                        .collect(Collectors.joining(", ")));
    }

    void refuse(HttpServletRequest request, HttpServletResponse response, Meter.Reading reading) throws IOException {
        metrics.counter(GatewayMetric.LIMIT_REFUSED.id(), "policy", reading.policy())
                .increment();
        // Told once in a while: a flood must not become one of log lines and audit rows.
        boolean news = isNews(reading.policy());
        if (news) {
            LOG.warn(
                    "calls are refused: the quota \"{}\" of {} is used up, lately for {} {}",
                    reading.policy(),
                    request.getRemoteAddr(),
                    request.getMethod(),
                    request.getRequestURI());
        }
        describe(response, reading);
        (news ? problems : unrecorded)
                .write(
                        request,
                        response,
                        ErrorCode.TOO_MANY_REQUESTS,
                        "the quota \"" + reading.policy() + "\" allows "
                                + reading.quota().units() + " units in "
                                + reading.quota().window() + ", and it is used up",
                        Duration.ofSeconds(seconds(reading.retryAfter())));
    }

    private boolean isNews(String policy) {
        long now = System.nanoTime();
        AtomicLong last = told.computeIfAbsent(policy, first -> new AtomicLong(now - QUIET_NANOS));
        long before = last.get();
        return now - before >= QUIET_NANOS && last.compareAndSet(before, now);
    }

    private static long seconds(Duration duration) {
        return Math.max(1, duration.plusMillis(999).toSeconds());
    }
}
