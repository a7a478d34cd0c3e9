package io.swen.telemetry.stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import io.swen.platform.security.ActorAuthentication;
import io.swen.telemetry.support.TelemetryMetric;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The live stream over server-sent events. */
@RestController
class StreamController {

    private static final int MOST_NAMES = 100;

    private final StreamHub hub;
    private final StreamProperties properties;
    private final EventWriter.Factory writers;
    private final MeterRegistry metrics;
    private final InstantSource wall = InstantSource.system();

    StreamController(StreamHub hub, StreamProperties properties, EventWriter.Factory writers, MeterRegistry metrics) {
        this.hub = hub;
        this.properties = properties;
        this.writers = writers;
        this.metrics = metrics;
    }

    @Operation(summary = "What happens, as it happens: CloudEvents as server-sent events", description = """
                    Topics are metrics, prices, anomalies, interruptions, alerts and incidents. Each event but samples has an id; \
                    sent back as Last-Event-ID, the stream goes on behind it without a gap. Samples (event "sample") are the newest of \
                    each series, once a second at most; they are not kept, so those of an interruption are to be read from \
                    GET /api/v1/metrics. The first event is "ready", the last one "end" with the reason: slow (too many events were \
                    waiting), behind (there is more than is told at once), expired (the token ends, or the longest time is over) or \
                    shutdown; after each of them the stream is to be resumed.""")
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = "text/event-stream", schema = @Schema(type = "string")))
    @GetMapping("/api/v1/stream")
    void stream(
            @RequestParam(name = "topics", required = false)
                    @Parameter(description = "separated by commas; all where absent")
                    @Nullable
                    Set<String> topics,
            @RequestParam(name = "metric", required = false)
                    @Parameter(description = "names of metrics to follow; all where absent")
                    @Nullable
                    Set<String> metric,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId,
            HttpServletResponse response)
            throws IOException, InterruptedException {
        Actor actor = Actor.current();
        Set<Topic> chosen = Topic.of(topics);
        for (Topic topic : chosen) {
            if (!topic.permission().isGrantedTo(actor)) {
                throw ProblemException.of(ErrorCode.FORBIDDEN, "the caller may not listen to " + topic.id());
            }
        }
        if (metric != null && metric.size() > MOST_NAMES) {
            throw ProblemException.invalidField("metric", metric.size(), "at most " + MOST_NAMES + " names");
        }
        Instant end = end();
        StreamHub.Seat seat = hub.join(actor, chosen, metric == null ? Set.of() : metric, blankToNull(lastEventId));
        String reason = "gone";
        try {
            response.setContentType("text/event-stream");
            response.setCharacterEncoding("UTF-8");
            response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
            response.setHeader("X-Accel-Buffering", "no");
            reason = writers.writer(response.getOutputStream()).write(seat, end, properties.heartbeat());
        } finally {
            hub.leave(seat.subscriber());
            metrics.counter(TelemetryMetric.STREAM_ENDS.id(), "reason", reason).increment();
        }
    }

    /** No stream outlives the token that allowed it, so that somebody who may no more listen soon does not. */
    private Instant end() {
        Instant longest = wall.instant().plus(properties.longest());
        if (SecurityContextHolder.getContext().getAuthentication() instanceof ActorAuthentication caller) {
            Instant expires = caller.getToken().getExpiresAt();
            return expires != null && expires.isBefore(longest) ? expires : longest;
        }
        return longest;
    }

    private static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() || text.equals("latest") ? null : text;
    }
}
