package io.swen.telemetry.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.swen.platform.event.Event;
import io.swen.platform.event.EventLog;
import io.swen.platform.security.Role;
import io.swen.platform.test.TestIssuer;
import io.swen.telemetry.TelemetryTest;
import io.swen.telemetry.metrics.SampleObserver;
import io.swen.telemetry.metrics.Series;
import io.swen.telemetry.metrics.SeriesPoint;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class StreamIntegrationTests extends TelemetryTest {

    @Autowired
    private EventLog log;

    @Autowired
    private PlatformTransactionManager transactions;

    @Autowired
    private List<SampleObserver> observers;

    private final List<Listener> listeners = new ArrayList<>();

    @AfterEach
    void hangUp() throws IOException {
        for (Listener listener : listeners) {
            listener.close();
        }
    }

    @Test
    void tellsWhatHappensAndGoesOnWithoutAGapWhereAListenerLeftOff() throws Exception {
        Listener first = listen("topics=incidents", viewer(), null);
        await().atMost(PATIENCE).until(() -> first.count("ready") == 1);
        String one = append("one", null);
        await().atMost(PATIENCE).until(() -> first.subjects().contains(one));
        String id = first.last("event").id();
        first.close();
        String two = append("two", null);
        String three = append("three", null);

        Listener second = listen("topics=incidents", viewer(), id);
        await().atMost(PATIENCE).until(() -> second.subjects().contains(three));
        String four = append("four", null);
        await().atMost(PATIENCE).until(() -> second.subjects().contains(four));

        assertThat(second.subjects())
                .doesNotContain(one)
                .containsOnlyOnce(two, three, four)
                .containsSubsequence(two, three, four);
        assertThat(second.last("event").data()).contains("\"specversion\":\"1.0\"", "io.swen.IncidentChanged");
    }

    @Test
    void tellsATeamOnlyOfItselfAndOfWhatIsForEverybody() throws Exception {
        Listener research =
                listen("topics=incidents", TestIssuer.token("r", List.of("research"), List.of("*"), Role.VIEWER), null);
        await().atMost(PATIENCE).until(() -> research.count("ready") == 1);
        String own = append("own", "research");
        String foreign = append("foreign", "platform");
        String hidden = append("hidden", "");
        String everybody = append("everybody", null);

        await().atMost(PATIENCE).until(() -> research.subjects().contains(everybody));
        assertThat(research.subjects()).contains(own).doesNotContain(foreign, hidden);
    }

    @Test
    void sendsTheNewestSampleOfEachVisibleSeriesAtMostOnceASecond() throws Exception {
        String name = "test_" + UUID.randomUUID().toString().replace("-", "");
        Listener listener = listen(
                "topics=metrics&metric=" + name,
                TestIssuer.token("r", List.of("research"), List.of("*"), Role.VIEWER),
                null);
        await().atMost(PATIENCE).until(() -> listener.count("ready") == 1);
        Series own = series(1, name, "research");
        Series foreign = series(2, name, "platform");
        for (int i = 1; i <= 100; i++) {
            Instant time = Instant.parse("2026-11-28T10:00:00Z").plusSeconds(i);
            List<SeriesPoint> points = List.of(new SeriesPoint(own, time, i), new SeriesPoint(foreign, time, i));
            observers.forEach(observer -> {
                if (observer instanceof StreamHub) {
                    observer.observed(points);
                }
            });
        }

        await().atMost(PATIENCE)
                .until(() -> listener.messages.stream()
                        .anyMatch(message -> message.data().contains("\"value\":100.0")));
        List<Message> samples = listener.messages.stream()
                .filter(message -> message.event().equals("sample"))
                .toList();
        assertThat(samples).hasSizeLessThanOrEqualTo(3).allSatisfy(sample -> {
            assertThat(sample.id()).as("it cannot be resumed").isNull();
            assertThat(sample.data())
                    .contains("\"resumable\":false", "research")
                    .doesNotContain("platform");
        });
    }

    @Test
    void endsWithTheTokenAndSaysSo() throws Exception {
        Instant now = Instant.now();
        String token = TestIssuer.sign(TestIssuer.claims("brief", List.of("*"), List.of("*"), Role.VIEWER)
                .expirationTime(Date.from(now.plusSeconds(4)))
                .build());
        Listener listener = listen("topics=incidents", token, null);

        await().atMost(PATIENCE).until(() -> listener.ended);
        assertThat(listener.last("end").data()).contains("\"reason\":\"expired\"", "last_event_id");
    }

    @Test
    void cutsOffWhoIsFarBehindWithThePlaceToGoOnFrom() throws Exception {
        Listener start = listen("topics=incidents", viewer(), null);
        await().atMost(PATIENCE).until(() -> start.count("ready") == 1);
        String from = start.last("ready").id();
        start.close();
        List<Event> many = new ArrayList<>();
        for (int i = 0; i < 1_100; i++) {
            many.add(event("many-" + i, null));
        }
        new TransactionTemplate(transactions).executeWithoutResult(status -> log.appendAll(many, null));
        String last = append("last", null);
        await().atMost(PATIENCE)
                .until(() -> Integer.valueOf(1)
                        .equals(jdbc.queryForObject(
                                "select count(*) from event_log where subject = ? and tx < pg_snapshot_xmin(pg_current_snapshot())",
                                Integer.class,
                                last)));

        Listener behind = listen("topics=incidents", viewer(), from);
        await().atMost(PATIENCE).until(() -> behind.ended);
        assertThat(behind.last("end").data()).contains("\"reason\":\"behind\"");
        assertThat(behind.subjects()).hasSizeGreaterThanOrEqualTo(1_000).doesNotContain(last);
        Listener resumed =
                listen("topics=incidents", viewer(), behind.last("end").id());
        await().atMost(PATIENCE).until(() -> resumed.subjects().contains(last));
        // Real incidents of other tests are told of beside these, more than once each.
        assertThat(Stream.concat(behind.subjects().stream(), resumed.subjects().stream())
                        .filter(subject -> subject.startsWith("many-")))
                .hasSize(1_100)
                .doesNotHaveDuplicates();
    }

    @Test
    void refusesUnknownTopicsForeignCursorsAndTooManyListeners() throws Exception {
        problem(get("/api/v1/stream?topics=weather"), 400, "invalid-field");
        problem(get("/api/v1/stream?topics=alerts", viewer(), "Last-Event-ID", "%%%"), 400, "invalid-cursor");
        problem(get("/api/v1/stream", null), 401, "unauthenticated");
        String many = TestIssuer.token("many", Role.VIEWER);
        for (int i = 0; i < 10; i++) {
            Listener listener = listen("topics=incidents", many, null);
            await().atMost(PATIENCE).until(() -> listener.count("ready") == 1);
        }
        var refused = get("/api/v1/stream?topics=incidents", many);
        problem(refused, 429, "too-many-requests");
        assertThat(refused.getHeaders().getFirst("Retry-After")).isNotNull();
    }

    private String append(String name, @Nullable String team) {
        Event event = event(name + "-" + UUID.randomUUID(), team);
        new TransactionTemplate(transactions).executeWithoutResult(status -> log.append(event, null));
        return event.subject();
    }

    private static Event event(String subject, @Nullable String team) {
        return new Event("IncidentChanged", subject, team, team, Map.of("id", subject));
    }

    private static Series series(long id, String name, String team) {
        return new Series(id, name, "percent", team, "dev", new TreeMap<>(Map.of("instance_id", "i-1")), false);
    }

    private record Message(String event, @Nullable String id, String data) {}

    private Listener listen(String query, String token, @Nullable String lastEventId) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address("/api/v1/stream?" + query)).header("Authorization", "Bearer " + token);
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        HttpResponse<InputStream> response =
                HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
        Listener listener = new Listener(response.body());
        listeners.add(listener);
        return listener;
    }

    /** Reads a stream in the background, as a browser does. */
    private final class Listener {

        private final InputStream in;
        private final List<Message> messages = new CopyOnWriteArrayList<>();
        private volatile boolean ended;

        Listener(InputStream in) {
            this.in = in;
            Thread.ofVirtual().start(this::read);
        }

        private void read() {
            try (var lines = new java.io.BufferedReader(new java.io.InputStreamReader(in, StandardCharsets.UTF_8))) {
                String event = "message";
                String id = null;
                String data = null;
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith("event: ")) {
                        event = line.substring(7);
                    } else if (line.startsWith("id: ")) {
                        id = line.substring(4);
                    } else if (line.startsWith("data: ")) {
                        data = line.substring(6);
                    } else if (line.isEmpty() && data != null) {
                        messages.add(new Message(event, id, data));
                        event = "message";
                        id = null;
                        data = null;
                    }
                }
                ended = true;
            } catch (IOException e) {
                // The test hung up.
                ended = true;
            }
        }

        long count(String event) {
            return messages.stream()
                    .filter(message -> message.event().equals(event))
                    .count();
        }

        Message last(String event) {
            return messages.reversed().stream()
                    .filter(message -> message.event().equals(event))
                    .findFirst()
                    .orElseThrow();
        }

        List<String> subjects() {
            return messages.stream()
                    .filter(message -> message.event().equals("event"))
                    .map(message -> json.readTree(message.data()).at("/subject").asString())
                    .toList();
        }

        void close() throws IOException {
            in.close();
        }
    }
}
