package io.swen.telemetry.anomaly;

import static org.assertj.core.api.Assertions.assertThat;

import io.swen.platform.security.Role;
import io.swen.platform.test.TestIssuer;
import io.swen.telemetry.EventSchemas;
import io.swen.telemetry.TelemetryTest;
import io.swen.telemetry.metrics.Series;
import io.swen.telemetry.metrics.SeriesPoint;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** From samples that are observed to what callers read, through the service's own database. */
class AnomalyIntegrationTests extends TelemetryTest {

    private static final String TEAM = "watchers";

    @Autowired
    private AnomalyObserver observer;

    @Autowired
    private AnomalyStates states;

    @Autowired
    private StateJob saving;

    @Autowired
    private AnomalyProperties properties;

    @Autowired
    private Clock clock;

    private static Series series(long id) {
        return new Series(
                id,
                "queue_length",
                "count",
                TEAM,
                "prod",
                new TreeMap<>(Map.of("queue", "orders", "shard", String.valueOf(id))),
                true);
    }

    /** A day of a value each five minutes until an hour ago, and then one that is far off. */
    private void observeASpike(long id, boolean andAfter) {
        Random random = new Random(id);
        Instant end = clock.instant().minus(Duration.ofHours(1));
        List<SeriesPoint> points = new ArrayList<>();
        for (int i = 2 * Shapes.DAY; i > 0; i--) {
            points.add(new SeriesPoint(series(id), end.minus(Shapes.STEP.multipliedBy(i)), 40 + random.nextGaussian()));
        }
        points.add(new SeriesPoint(series(id), end, 400));
        if (andAfter) {
            for (int i = 1; i < 10; i++) {
                points.add(
                        new SeriesPoint(series(id), end.plus(Shapes.STEP.multipliedBy(i)), 40 + random.nextGaussian()));
            }
        }
        observer.observed(points);
    }

    private JsonNode anomalies(String query) {
        return ok("/api/v1/anomalies?label=queue=orders&" + query).at("/items");
    }

    @Test
    void tellsOfAnAnomalyByEventAndShowsItUntilAndAfterItsEnd() {
        observeASpike(9_000_001, false);

        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(anomalies("series=9000001&open=true")).hasSize(1));
        JsonNode open = anomalies("series=9000001").get(0);
        assertThat(open.at("/kind").asString()).isEqualTo("spike");
        assertThat(open.at("/observed").asDouble()).isEqualTo(400);
        assertThat(open.at("/expected_high").asDouble()).isBetween(41.0, 150.0);
        assertThat(open.at("/reason").asString()).startsWith("queue_length is 400, above the ");
        assertThat(open.at("/labels/shard").asString()).isEqualTo("9000001");
        assertThat(open.at("/simulated").asBoolean()).isTrue();
        assertThat(open.at("/ended_at").isNull()).isTrue();
        String id = open.at("/id").asString();
        assertThat(ok("/api/v1/anomalies/" + id)).isEqualTo(open);

        List<String> events = events(AnomalyDetected.TYPE, id);
        assertThat(events).hasSize(1);
        EventSchemas.check(AnomalyDetected.TYPE, events.getFirst());

        Instant end = Instant.parse(open.at("/at").asString());
        List<SeriesPoint> after = new ArrayList<>();
        for (int i = 1; i < 10; i++) {
            after.add(new SeriesPoint(series(9_000_001), end.plus(Shapes.STEP.multipliedBy(i)), 40));
        }
        observer.observed(after);
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(anomalies("series=9000001&open=false")).hasSize(1));
        JsonNode over = ok("/api/v1/anomalies/" + id);
        assertThat(over.at("/ending").asString()).isEqualTo("back_to_normal");
        assertThat(Instant.parse(over.at("/ended_at").asString())).isAfter(end);
        assertThat(events(AnomalyDetected.TYPE, id)).hasSize(1);
    }

    @Test
    void showsOnlyWhatTheCallerMaySeeAndPagesThroughIt() {
        for (long id = 9_000_011; id < 9_000_016; id++) {
            observeASpike(id, true);
        }
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(anomalies("name=queue_length&kind=spike&team=watchers&limit=200")
                                .size())
                        .isGreaterThanOrEqualTo(5));

        String stranger = TestIssuer.token("stranger", List.of("others"), List.of("prod"), Role.VIEWER);
        assertThat(ok("/api/v1/anomalies?name=queue_length", stranger).at("/items"))
                .isEmpty();
        String member = TestIssuer.token("member", List.of(TEAM), List.of("prod"), Role.VIEWER);
        JsonNode first = ok("/api/v1/anomalies?name=queue_length&limit=2", member);
        assertThat(first.at("/items")).hasSize(2);
        JsonNode second = ok(
                "/api/v1/anomalies?name=queue_length&limit=2&cursor="
                        + first.at("/next").asString(),
                member);
        assertThat(second.at("/items")).hasSize(2).doesNotContainAnyElementsOf(first.at("/items"));
        String id = first.at("/items/0/id").asString();
        assertThat(get("/api/v1/anomalies/" + id, stranger).getStatusCode().value())
                .isEqualTo(404);
    }

    @Test
    void refusesWhatItDoesNotUnderstand() {
        problem(get("/api/v1/anomalies?kind=odd"), 400, "invalid-field");
        problem(get("/api/v1/anomalies?label=queue"), 400, "invalid-field");
        problem(get("/api/v1/anomalies?series=x"), 400, "invalid-field");
        problem(get("/api/v1/anomalies?limit=201"), 400, "invalid-field");
        problem(get("/api/v1/anomalies?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z"), 400, "invalid-field");
        problem(get("/api/v1/anomalies?cursor=bm9uZQ"), 400, "invalid-cursor");
        problem(get("/api/v1/anomalies/" + UUID.randomUUID()), 404, "not-found");
    }

    @Test
    void keepsWhatIsNormalOverARestart() {
        observeASpike(9_000_021, true);
        Awaitility.await().atMost(PATIENCE).until(() -> {
            saving.run();
            return Boolean.TRUE.equals(jdbc.queryForObject(
                    "select exists (select from anomaly_state where series = 9000021)", Boolean.class));
        });
        jdbc.update("insert into anomaly_state (series, state, saved_at) values (9000022, '\\x63'::bytea, now())"
                + " on conflict (series) do nothing");

        List<SeriesWatch.Told> told = new ArrayList<>();
        SeriesWatch after =
                new SeriesWatch(DetectorSettings.DEFAULT, properties.mostSeries(), clock.millis(), told::add);
        states.restore(after, clock.instant());
        jdbc.update("delete from anomaly_state where series = 9000022");

        assertThat(after.size()).isPositive();
        Instant next = clock.instant();
        after.observe(List.of(new SeriesPoint(series(9_000_021), next, 40)), next.toEpochMilli());
        assertThat(told).isEmpty();
        after.observe(List.of(new SeriesPoint(series(9_000_021), next.plus(Shapes.STEP), 800)), next.toEpochMilli());
        assertThat(told).hasSize(1);
    }
}
