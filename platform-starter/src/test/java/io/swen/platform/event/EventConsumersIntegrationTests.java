package io.swen.platform.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.swen.platform.app.ThingApplication;
import io.swen.platform.client.InternalTls;
import io.swen.platform.client.ServiceClients;
import io.swen.platform.client.ServiceTokens;
import io.swen.platform.client.SwenService;
import io.swen.platform.test.TestIssuer;
import io.swen.platform.test.TestPlatform;
import io.swen.platform.trace.Traces;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.json.JsonMapper;

@SpringBootTest(classes = ThingApplication.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@ContextConfiguration(initializers = TestPlatform.class)
class EventConsumersIntegrationTests {

    /** A feed over HTTP whose cursor is the number of events before it; two a batch. */
    private final List<String> events = new CopyOnWriteArrayList<>();

    private final List<String> asked = new CopyOnWriteArrayList<>();

    @Autowired
    private JdbcTemplate jdbc;

    @Autowired
    private PlatformTransactionManager transactions;

    @Autowired
    private RestClient.Builder builder;

    @Autowired
    private JsonMapper json;

    private HttpServer feed;
    private volatile boolean down;

    @BeforeEach
    void startFeed() throws IOException {
        feed = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        feed.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        feed.createContext("/api/v1/events", exchange -> {
            String query = exchange.getRequestURI().getQuery();
            asked.add(query);
            int after = query.contains("after=") ? Integer.parseInt(query.replaceAll(".*after=([0-9]+).*", "$1")) : 0;
            int end = Math.min(events.size(), after + 2);
            byte[] body = ("{\"items\":[" + String.join(",", events.subList(after, end)) + "],\"next\":\"" + end
                            + "\"}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(down ? 503 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        feed.start();
    }

    @AfterEach
    void stopFeed() {
        feed.stop(0);
    }

    @Test
    void handlesEachEventOnceThroughFailuresOutagesAndRestarts() {
        for (int i = 0; i < 5; i++) {
            events.add(event("s" + i));
        }
        List<String> handled = new CopyOnWriteArrayList<>();
        List<String> failures = new CopyOnWriteArrayList<>();
        EventConsumer consumer = consumer("restarts", event -> {
            // The second of a batch fails the first time, after the first was committed.
            if (event.subject().equals("s1") && failures.isEmpty()) {
                failures.add(event.subject());
                throw new IllegalStateException("not yet");
            }
            handled.add(event.subject());
        });

        EventConsumers first = consumers(consumer);
        first.start();
        await().untilAsserted(() -> assertThat(handled).containsExactly("s0", "s1", "s2", "s3", "s4"));
        await().untilAsserted(() -> assertThat(cursor("restarts")).isEqualTo("5"));
        first.stop();
        assertThat(failures).hasSize(1);

        down = true;
        events.add(event("s5"));
        EventConsumers second = consumers(consumer);
        second.start();
        await().until(() ->
                asked.stream().filter(query -> query.contains("after=5")).count() > 1);
        down = false;
        await().untilAsserted(() -> assertThat(handled).endsWith("s5"));
        second.stop();

        assertThat(handled).containsExactly("s0", "s1", "s2", "s3", "s4", "s5");
        assertThat(jdbc.queryForObject("select count(*) from event_inbox where consumer = 'restarts'", Long.class))
                .isZero();
    }

    @Test
    void rollsBackWhatAHandlerStoredBeforeItFailed() {
        events.add(event("once"));
        List<String> attempts = new ArrayList<>();
        EventConsumers consumers = consumers(consumer("rollback", event -> {
            jdbc.update(
                    "insert into event_cursor (consumer, cursor) values (?, 'stored by the handler')",
                    "mark-" + attempts.size());
            attempts.add(event.subject());
            if (attempts.size() == 1) {
                throw new IllegalStateException("after it stored something");
            }
        }));
        consumers.start();
        await().untilAsserted(() -> assertThat(cursor("mark-1")).isNotNull());
        consumers.stop();

        assertThat(jdbc.queryForObject("select count(*) from event_cursor where consumer = 'mark-0'", Long.class))
                .isZero();
    }

    private EventConsumers consumers(EventConsumer consumer) {
        URI address = URI.create("http://localhost:" + feed.getAddress().getPort());
        ServiceTokens tokens = new ServiceTokens(
                URI.create(TestIssuer.address() + "/identity/oauth2/token"), "swen-test", "secret", InternalTls.NONE);
        ServiceClients clients =
                new ServiceClients(builder, Map.of(SwenService.GITOPS, address), tokens, json, InternalTls.NONE);
        return new EventConsumers(
                List.of(consumer),
                () -> clients,
                jdbc,
                new TransactionTemplate(transactions),
                new SimpleMeterRegistry(),
                Traces.none());
    }

    private static EventConsumer consumer(String name, java.util.function.Consumer<CloudEvent> handler) {
        return new EventConsumer() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public SwenService source() {
                return SwenService.GITOPS;
            }

            @Override
            public Set<String> types() {
                return Set.of("io.swen.Test");
            }

            @Override
            public void handle(CloudEvent event) {
                handler.accept(event);
            }
        };
    }

    private @org.jspecify.annotations.Nullable String cursor(String consumer) {
        return jdbc
                .query("select cursor from event_cursor where consumer = ?", (row, index) -> row.getString(1), consumer)
                .stream()
                .findFirst()
                .orElse(null);
    }

    private static String event(String subject) {
        return """
                {"specversion":"1.0","id":"%s","source":"/swen/gitops-service","type":"io.swen.Test","subject":"%s",
                 "time":"2026-11-23T10:00:00Z","datacontenttype":"application/json","dataschema":"urn:swen:event:Test","data":{}}
                """.formatted(UUID.randomUUID(), subject);
    }
}
