package io.swen.platform.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.swen.platform.app.ThingApplication;
import io.swen.platform.audit.AuditLog;
import io.swen.platform.client.InternalTls;
import io.swen.platform.client.ServiceClients;
import io.swen.platform.client.ServiceTokens;
import io.swen.platform.client.SwenService;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import io.swen.platform.security.Role;
import io.swen.platform.test.TestIssuer;
import io.swen.platform.test.TestPlatform;
import io.swen.platform.trace.Traces;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.client.HttpServerErrorException;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.json.JsonMapper;

@SpringBootTest(classes = ThingApplication.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@ContextConfiguration(initializers = TestPlatform.class)
class EventConsumersIntegrationTests {

    private static final Actor EVERYBODY =
            new Actor(UUID.randomUUID(), "operator", Set.of(Role.OPERATOR), Set.of("*"), Set.of("*"));

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

    @Autowired
    private AuditLog audit;

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final List<EventConsumers> started = new ArrayList<>();
    /** What the next request waits for before it is answered. */
    private final AtomicReference<@Nullable CountDownLatch> heldBack = new AtomicReference<>();

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
            CountDownLatch held = heldBack.getAndSet(null);
            if (held != null) {
                awaitRelease(held);
            }
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(down ? 503 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        feed.start();
    }

    @AfterEach
    void stopFeed() {
        started.forEach(EventConsumers::stop);
        feed.stop(0);
    }

    @Test
    void handlesEachEventOnceThroughFailuresOutagesAndRestarts() {
        publish(5);
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

    @Test
    void handsOutOneByOneWhatIsNotHandledAtOnce() {
        publish(8);
        List<String> atOnce = new CopyOnWriteArrayList<>();
        List<String> alone = new CopyOnWriteArrayList<>();
        EventConsumer consumer = consumer("at-once", 2, event -> alone.add(event.subject()), several -> {
            several.forEach(event -> atOnce.add(event.subject()));
            return Set.of(several.getFirst().id());
        });

        start(consumer, 3, 10);

        await().untilAsserted(() -> assertThat(cursor("at-once")).isEqualTo("8"));
        assertThat(atOnce).as("but those of the first batch").containsExactly("s2", "s3", "s4", "s5", "s6", "s7");
        assertThat(alone).containsExactly("s0", "s1", "s3", "s5", "s7");
    }

    @Test
    void takesSeveralInByOneTransactionAndOneByOneWhereThatFails() {
        publish(8);
        Map<String, String> handledIn = new ConcurrentHashMap<>();
        List<String> failures = new CopyOnWriteArrayList<>();
        EventConsumer consumer = consumer("together", 2, event -> {
            handledIn.put(
                    event.subject(),
                    Objects.requireNonNull(jdbc.queryForObject("select pg_current_xact_id()::text", String.class)));
            jdbc.update("insert into event_cursor (consumer, cursor) values (?, '')", "handled-" + event.subject());
            if (event.subject().equals("s5")) {
                failures.add(event.subject());
                throw new IllegalStateException("never");
            }
        });

        start(consumer, 3, 10);

        await().untilAsserted(() -> assertThat(cursor("together")).isEqualTo("8"));
        assertThat(handledIn.get("s0")).as("the first after a start go alone").isNotEqualTo(handledIn.get("s1"));
        assertThat(handledIn.get("s2")).isEqualTo(handledIn.get("s3"));
        assertThat(handledIn.get("s4")).isNotEqualTo(handledIn.get("s5"));
        assertThat(handledIn.get("s6")).isEqualTo(handledIn.get("s7"));
        assertThat(failures).as("once together, then as often as any other").hasSize(4);
        assertThat(only("together").attempts()).isEqualTo(3);
        assertThat(jdbc.queryForObject(
                        "select count(*) from event_cursor where consumer like 'handled-s%'", Long.class))
                .as("each of the others once")
                .isEqualTo(7);
    }

    @Test
    void anEventThatAlwaysFailsDoesNotStopTheOnesBehindIt() {
        events.addAll(List.of(event("bad"), event("good"), event("better")));
        List<String> handled = new CopyOnWriteArrayList<>();
        EventConsumer consumer = consumer("poisoned", event -> {
            if (event.subject().equals("bad")) {
                throw new IllegalStateException("not with password=Zx9Qw7Lk3Vb5Nm1R");
            }
            handled.add(event.subject());
        });

        start(consumer, 3, 10);

        await().untilAsserted(() -> assertThat(handled).containsExactly("good", "better"));
        SetAsideEvent aside = only("poisoned");
        assertThat(aside.state()).isEqualTo(SetAsideState.SET_ASIDE);
        assertThat(aside.attempts()).isEqualTo(3);
        assertThat(aside.errorClass()).isEqualTo("java.lang.IllegalStateException");
        assertThat(aside.errorMessage()).contains("not with").doesNotContain("Zx9Qw7Lk3Vb5Nm1R");
        assertThat(aside.event()).isNull();
        assertThat(Objects.requireNonNull(
                                api(consumer).show(aside.id(), EVERYBODY).event())
                        .subject())
                .isEqualTo("bad");
        await().untilAsserted(() -> assertThat(metrics.get("swen.events.set.aside.open")
                        .tag("consumer", "poisoned")
                        .gauge()
                        .value())
                .isEqualTo(1));
        assertThat(metrics.get("swen.events.set.aside")
                        .tag("consumer", "poisoned")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void anErrorOfAHandlerEndsNoConsumer() {
        events.addAll(List.of(event("bad"), event("good")));
        List<String> handled = new CopyOnWriteArrayList<>();

        start(
                consumer("errors", event -> {
                    if (event.subject().equals("bad")) {
                        throw new StackOverflowError();
                    }
                    handled.add(event.subject());
                }),
                2,
                10);

        // The attempt at the other is counted until its transaction has ended.
        await().untilAsserted(() -> {
            assertThat(handled).containsExactly("good");
            assertThat(only("errors").errorClass()).isEqualTo("java.lang.StackOverflowError");
        });
    }

    @ParameterizedTest
    @MethodSource
    void whatIsAnOutageIsTriedWithoutEndAndNothingIsSetAside(RuntimeException outage) {
        events.add(event("one"));
        String name = "outage-" + UUID.randomUUID();
        AtomicInteger attempts = new AtomicInteger();
        List<String> handled = new CopyOnWriteArrayList<>();

        start(
                consumer(name, event -> {
                    if (attempts.incrementAndGet() <= 6) {
                        throw outage;
                    }
                    handled.add(event.subject());
                }),
                2,
                10);

        await().untilAsserted(() -> assertThat(handled).containsExactly("one"));
        // The transaction of the handler ends after it.
        await().untilAsserted(() -> assertThat(all(name)).isEmpty());
    }

    static Stream<RuntimeException> whatIsAnOutageIsTriedWithoutEndAndNothingIsSetAside() {
        return Stream.of(
                new DataAccessResourceFailureException("no connection"),
                new IllegalStateException("wrapped", new SQLException("shutting down", "57P01")),
                new ResourceAccessException("refused", new ConnectException("refused")),
                HttpServerErrorException.create(
                        HttpStatus.BAD_GATEWAY, "bad gateway", HttpHeaders.EMPTY, new byte[0], null),
                ProblemException.of(ErrorCode.AUDIT_UNAVAILABLE, "the audit log cannot be written"));
    }

    @Test
    void whatTellsOfTheSameWaitsBehindItAndIsHandledInOrderOnceItWorks() {
        events.addAll(List.of(event("a"), event("b"), event("a"), event("a"), event("b")));
        List<String> ids = events.stream()
                .map(each -> json.readTree(each).path("id").asString())
                .toList();
        List<String> handled = new CopyOnWriteArrayList<>();
        AtomicBoolean mended = new AtomicBoolean();
        EventConsumer consumer = consumer("ordered", event -> {
            if (event.id().toString().equals(ids.getFirst()) && !mended.get()) {
                throw new IllegalStateException("not understood");
            }
            handled.add(event.id().toString());
        });
        start(consumer, 2, 10);
        await().untilAsserted(() -> assertThat(handled).containsExactly(ids.get(1), ids.get(4)));

        SetAsideEvents api = api(consumer);
        SetAsideEvent bad = all("ordered").getLast();
        assertThat(all("ordered").stream().map(SetAsideEvent::state))
                .containsExactly(SetAsideState.BEHIND, SetAsideState.BEHIND, SetAsideState.SET_ASIDE);
        assertProblem(
                ErrorCode.CONFLICT, () -> api.retry(all("ordered").getFirst().id(), "*", EVERYBODY));
        SetAsideEvent still = api.retry(bad.id(), "\"" + bad.version() + "\"", EVERYBODY);
        assertThat(still.state()).isEqualTo(SetAsideState.SET_ASIDE);
        assertThat(still.attempts()).isEqualTo(3);
        assertProblem(ErrorCode.PRECONDITION_FAILED, () -> api.retry(bad.id(), "\"" + bad.version() + "\"", EVERYBODY));
        assertProblem(ErrorCode.PRECONDITION_REQUIRED, () -> api.retry(bad.id(), null, EVERYBODY));
        assertThat(handled).hasSize(2);

        mended.set(true);
        assertThat(api.retry(bad.id(), "\"" + still.version() + "\"", EVERYBODY).state())
                .isEqualTo(SetAsideState.HANDLED);

        await().untilAsserted(() ->
                assertThat(handled).containsExactly(ids.get(1), ids.get(4), ids.get(0), ids.get(2), ids.get(3)));
        assertThat(all("ordered")).allMatch(each -> each.state() == SetAsideState.HANDLED);
        assertProblem(ErrorCode.CONFLICT, () -> api.retry(bad.id(), "*", EVERYBODY));
        events.add(event("a"));
        await().untilAsserted(() -> assertThat(handled).hasSize(6));
    }

    @Test
    void stopsWhereAsManyAreSetAsideAsMayBeUntilOneIsDismissed() {
        events.addAll(List.of(event("bad-1"), event("bad-2"), event("good")));
        List<String> tried = new CopyOnWriteArrayList<>();
        List<String> handled = new CopyOnWriteArrayList<>();
        EventConsumer consumer = consumer("full", event -> {
            tried.add(event.subject());
            if (event.subject().startsWith("bad")) {
                throw new IllegalStateException("not understood");
            }
            handled.add(event.subject());
        });

        start(consumer, 2, 1);

        await().until(() -> Collections.frequency(tried, "bad-2") > 5);
        assertThat(handled).isEmpty();
        SetAsideEvents api = api(consumer);
        SetAsideEvent first = all("full").getLast();
        assertThat(all("full").stream().map(SetAsideEvent::state))
                .containsExactly(SetAsideState.FAILING, SetAsideState.SET_ASIDE);
        assertProblem(ErrorCode.INVALID_FIELD, () -> api.dismiss(first.id(), " ", "*", EVERYBODY));
        SetAsideEvent dismissed = api.dismiss(first.id(), "overtaken by events", "*", EVERYBODY);
        assertThat(dismissed.state()).isEqualTo(SetAsideState.DISMISSED);
        assertThat(dismissed.reason()).isEqualTo("overtaken by events");
        await().untilAsserted(() -> assertThat(handled).containsExactly("good"));
        assertThat(Collections.frequency(tried, "bad-1")).isEqualTo(2);
        assertThat(jdbc.queryForList(
                        "select after ->> 'reason' from audit.event where action = 'set-aside-event.dismiss' and resource_id = ?",
                        String.class,
                        first.id().toString()))
                .containsExactly("overtaken by events");
    }

    @Test
    void twoInstancesHandleEachEventOnceAndSetTheBadOneAsideOnce() {
        for (int i = 0; i < 20; i++) {
            events.add(event(i % 7 == 3 ? "bad" : "good-" + i));
        }
        List<String> handled = new CopyOnWriteArrayList<>();
        EventConsumer consumer = consumer("twins", event -> {
            if (event.subject().equals("bad")) {
                throw new IllegalStateException("not understood");
            }
            handled.add(event.subject());
        });

        start(consumer, 3, 10);
        start(consumer, 3, 10);

        await().untilAsserted(() -> assertThat(cursor("twins")).isEqualTo("20"));
        assertThat(handled).hasSize(17).doesNotHaveDuplicates();
        // Whoever was overtaken takes back the attempt that it counted.
        await().untilAsserted(() -> assertThat(all("twins").stream().map(SetAsideEvent::state))
                .containsExactly(SetAsideState.BEHIND, SetAsideState.BEHIND, SetAsideState.SET_ASIDE));
    }

    @Test
    void anInstanceThatComesLateDoesNotHandleWhatTheOtherHasPutBehindIt() {
        events.addAll(List.of(event("s0"), event("s1")));
        List<String> handled = new CopyOnWriteArrayList<>();
        EventConsumer consumer = consumer("late", event -> handled.add(event.subject()));
        CountDownLatch held = new CountDownLatch(1);
        heldBack.set(held);
        EventConsumers late = start(consumer, 3, 10);
        await().until(() -> asked.size() == 1);
        EventConsumers other = start(consumer, 3, 10);
        await().untilAsserted(() -> assertThat(cursor("late")).isEqualTo("2"));
        other.stop();

        events.add(event("s2"));
        held.countDown();

        await().untilAsserted(() -> assertThat(handled).contains("s2"));
        late.stop();
        assertThat(handled).containsExactly("s0", "s1", "s2");
    }

    @Test
    void anEventThatEndsTheProcessEachTimeIsSetAsideWithoutAnotherAttempt() {
        events.addAll(List.of(event("deadly"), event("good")));
        List<String> handled = new CopyOnWriteArrayList<>();
        AtomicInteger begun = new AtomicInteger();
        EventConsumer consumer = consumer("deadly", event -> {
            if (event.subject().equals("deadly")) {
                begun.incrementAndGet();
                awaitRelease(new CountDownLatch(1));
                throw new IllegalStateException("its process ends meanwhile");
            }
            handled.add(event.subject());
        });
        for (int ends = 1; ends <= 2; ends++) {
            int before = ends;
            EventConsumers process = start(consumer, 2, 10);
            await().until(() -> begun.get() == before);
            process.stop();
            // The mark of the event is locked until the stopped one has let go.
            await().untilAsserted(() -> assertThat(only("deadly").attempts()).isEqualTo(before));
        }

        start(consumer, 2, 10);

        await().untilAsserted(() -> assertThat(handled).containsExactly("good"));
        assertThat(begun).hasValue(2);
        assertThat(only("deadly").state()).isEqualTo(SetAsideState.SET_ASIDE);
    }

    @Test
    void showsEachCallerTheEventsOfItsOwnTeams() {
        events.add(event("bad"));
        EventConsumer consumer = consumer("teams", event -> {
            throw new IllegalStateException("not understood");
        });
        start(consumer, 1, 10);
        await().untilAsserted(() -> assertThat(all("teams")).hasSize(1));
        await().untilAsserted(() -> assertThat(only("teams").state()).isEqualTo(SetAsideState.SET_ASIDE));
        Actor limited =
                new Actor(UUID.randomUUID(), "limited", Set.of(Role.OPERATOR), Set.of("research"), Set.of("dev"));

        assertThat(api(consumer).list(null, "teams", null, 10, limited).items()).isEmpty();
        assertProblem(
                ErrorCode.NOT_FOUND, () -> api(consumer).dismiss(only("teams").id(), "not mine to say", "*", limited));
    }

    private static void assertProblem(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.code()).isEqualTo(code));
    }

    private static void awaitRelease(CountDownLatch latch) {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody let it go on");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private EventConsumers start(EventConsumer consumer, int attempts, int mostSetAside) {
        EventConsumers consumers = consumers(consumer, properties(attempts, mostSetAside));
        started.add(consumers);
        consumers.start();
        return consumers;
    }

    private static EventProperties properties(int attempts, int mostSetAside) {
        return new EventProperties(attempts, Duration.ofMillis(10), Duration.ofMillis(40), mostSetAside);
    }

    private SetAside aside(EventProperties properties) {
        return new SetAside(jdbc, new TransactionTemplate(transactions), json, properties);
    }

    private SetAsideEvents api(EventConsumer consumer) {
        return new SetAsideEvents(
                jdbc,
                new TransactionTemplate(transactions),
                aside(properties(2, 10)),
                audit,
                List.of(consumer),
                "thing");
    }

    /** Events about s0, s1 and so on. */
    private void publish(int count) {
        for (int i = 0; i < count; i++) {
            events.add(event("s" + i));
        }
    }

    /** The latest first. */
    private List<SetAsideEvent> all(String consumer) {
        return new SetAsideEvents(
                        jdbc,
                        new TransactionTemplate(transactions),
                        aside(properties(2, 10)),
                        audit,
                        List.of(),
                        "thing")
                .list(null, consumer, null, 50, EVERYBODY)
                .items();
    }

    private SetAsideEvent only(String consumer) {
        List<SetAsideEvent> all = all(consumer);
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    private EventConsumers consumers(EventConsumer consumer) {
        return consumers(consumer, new EventProperties(6, Duration.ofMillis(500), Duration.ofSeconds(15), 500));
    }

    private EventConsumers consumers(EventConsumer consumer, EventProperties properties) {
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
                aside(properties),
                properties,
                metrics,
                Traces.none());
    }

    private static EventConsumer consumer(String name, java.util.function.Consumer<CloudEvent> handler) {
        return consumer(name, 1, handler);
    }

    private static EventConsumer consumer(String name, int together, java.util.function.Consumer<CloudEvent> handler) {
        return consumer(name, together, handler, several -> Set.of());
    }

    private static EventConsumer consumer(
            String name,
            int together,
            java.util.function.Consumer<CloudEvent> handler,
            Function<List<CloudEvent>, Set<UUID>> atOnce) {
        return new EventConsumer() {
            @Override
            public Set<UUID> handleAtOnce(List<CloudEvent> events) {
                return atOnce.apply(events);
            }

            @Override
            public int together() {
                return together;
            }

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

    private @Nullable String cursor(String consumer) {
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
