package io.swen.telemetry.stream;

import io.swen.platform.event.EventFeed;
import io.swen.telemetry.metrics.SeriesPoint;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes a stream until it ends or its reader is gone.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">Server-sent events</a>
 */
final class EventWriter {

    private static final long SAMPLES_EVERY = Duration.ofSeconds(1).toNanos();
    private static final String RETRY = "retry: 2000\n\n";
    private static final String HEARTBEAT = ": alive\n\n";

    /** Makes writers. */
    @Component
    static final class Factory {

        private final JsonMapper json;

        Factory(JsonMapper json) {
            this.json = json;
        }

        EventWriter writer(OutputStream out) {
            return new EventWriter(out, json);
        }
    }

    private final OutputStream out;
    private final JsonMapper json;
    private final InstantSource wall = InstantSource.system();
    private String cursor = "";

    private EventWriter(OutputStream out, JsonMapper json) {
        this.out = out;
        this.json = json;
    }

    /** Writes until the end and returns its reason; fails when the reader is gone. */
    String write(StreamHub.Seat seat, Instant end, Duration heartbeat) throws IOException, InterruptedException {
        out.write(RETRY.getBytes(StandardCharsets.UTF_8));
        for (EventFeed.Placed missed : seat.missed()) {
            event(missed);
        }
        cursor = seat.cursor();
        message("ready", cursor, Map.of("cursor", cursor));
        out.flush();
        long samplesDue = System.nanoTime();
        long silentSince = samplesDue;
        while (true) {
            long now = System.nanoTime();
            long left = Math.min(SAMPLES_EVERY, heartbeat.toNanos());
            Subscriber.Taken taken = seat.subscriber().take(left, now - samplesDue >= 0);
            for (EventFeed.Placed placed : taken.events()) {
                event(placed);
            }
            if (!taken.samples().isEmpty()) {
                samplesDue = System.nanoTime() + SAMPLES_EVERY;
                for (SeriesPoint sample : taken.samples()) {
                    sample(sample);
                }
            }
            if (taken.moreSeries() > 0) {
                message(
                        "more",
                        null,
                        Map.of(
                                "reason",
                                "more series than one stream follows",
                                "samples_left_out",
                                taken.moreSeries()));
            }
            String reason = taken.end() != null ? taken.end() : wall.instant().isBefore(end) ? null : "expired";
            if (reason != null) {
                message("end", cursor.isEmpty() ? null : cursor, Map.of("reason", reason, "last_event_id", cursor));
                out.flush();
                return reason;
            }
            boolean wrote = !taken.events().isEmpty() || !taken.samples().isEmpty();
            if (wrote) {
                silentSince = System.nanoTime();
                out.flush();
            } else if (System.nanoTime() - silentSince >= heartbeat.toNanos()) {
                silentSince = System.nanoTime();
                out.write(HEARTBEAT.getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        }
    }

    private void event(EventFeed.Placed placed) throws IOException {
        cursor = placed.cursor();
        message("event", cursor, placed.event());
    }

    /** A sample has no id: an id would say that the stream resumes behind it. */
    private void sample(SeriesPoint sample) throws IOException {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("series", sample.series().id());
        data.put("name", sample.series().name());
        data.put("unit", sample.series().unit());
        data.put("labels", sample.series().labels());
        data.put("team", sample.series().team());
        data.put("environment", sample.series().environment());
        data.put("simulated", sample.series().simulated());
        data.put("time", sample.time());
        data.put("value", sample.value());
        data.put("resumable", false);
        message("sample", null, data);
    }

    private void message(String event, @Nullable String id, Object data) throws IOException {
        StringBuilder text = new StringBuilder();
        text.append("event: ").append(event).append('\n');
        if (id != null) {
            text.append("id: ").append(id).append('\n');
        }
        // JSON has no line break outside of its strings, and none in them.
        text.append("data: ").append(json.writeValueAsString(data)).append("\n\n");
        out.write(text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
