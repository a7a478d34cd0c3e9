package io.swen.telemetry.alert;

import io.swen.platform.event.CloudEvent;
import io.swen.platform.event.EventFeed;
import io.swen.telemetry.alert.AlertRule.Anomaly;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Evaluates rules about what other features of this service tell in the event log, which is anomalies. The log is durable and
 * the place in it moves in the transaction of the alerts, so nothing is missed or taken twice.
 */
@Component
class ToldConditions {

    static final String ANOMALY = CloudEvent.TYPE_PREFIX + "AnomalyDetected";

    private static final String CURSOR = "told";
    private static final int AT_ONCE = 1_000;

    private final EventFeed feed;
    private final AlertStore store;

    ToldConditions(EventFeed feed, AlertStore store) {
        this.feed = feed;
        this.store = store;
    }

    /** What was told since the last evaluation; the first one begins with what comes after it. */
    EventFeed.Batch news() {
        String cursor = store.cursor(CURSOR);
        try {
            return feed.read(cursor == null ? "latest" : cursor, Set.of(ANOMALY), AT_ONCE, Duration.ZERO);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while reading what was told", e);
        }
    }

    /** Moves the place on, in the transaction that stores the alerts. */
    void taken(EventFeed.Batch news) {
        store.cursor(CURSOR, news.next());
    }

    static Findings find(Anomaly anomaly, List<CloudEvent> news) {
        List<Reading> active = new ArrayList<>();
        int looked = 0;
        for (CloudEvent event : news) {
            if (!event.type().equals(ANOMALY)) {
                continue;
            }
            looked++;
            JsonNode data = event.data();
            String metric = data.path("name").asString("");
            String kind = data.path("kind").asString("");
            double score = data.path("score").asDouble(0);
            Map<String, String> labels = texts(data.path("labels"));
            if ((anomaly.metric() == null || Labels.matches(anomaly.metric(), metric))
                    && (anomaly.kinds().isEmpty() || anomaly.kinds().contains(kind))
                    && score >= anomaly.minScore()
                    && Labels.match(anomaly.match(), labels)) {
                labels.put("metric", metric);
                labels.put("kind", kind);
                active.add(reading(
                        event, labels, Map.of("reason", data.path("reason").asString("no reason")), score, data));
            }
        }
        return Findings.of(active, looked);
    }

    private static Reading reading(
            CloudEvent event, Map<String, String> labels, Map<String, String> detail, double value, JsonNode data) {
        return new Reading(
                labels,
                detail,
                value,
                null,
                event.team(),
                event.environment(),
                false,
                data.path("simulated").asBoolean(false),
                instant(data.path("at").asString("")));
    }

    private static @Nullable Instant instant(String text) {
        return text.isEmpty() ? null : Instant.parse(text);
    }

    private static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new TreeMap<>();
        object.properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asString("")));
        return texts;
    }
}
