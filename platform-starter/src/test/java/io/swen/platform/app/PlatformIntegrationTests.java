package io.swen.platform.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import io.swen.platform.event.CloudEvent;
import io.swen.platform.event.EventFeed;
import io.swen.platform.security.Role;
import io.swen.platform.test.AccessTable;
import io.swen.platform.test.SwenIntegrationTest;
import io.swen.platform.test.TestIssuer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import jdk.jfr.consumer.RecordingFile;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@SwenIntegrationTest
class PlatformIntegrationTests {

    private static final String THING = "{\"thing_name\":\"cup\",\"size\":3,\"colour\":\"dark_red\"}";

    @LocalServerPort
    private int port;

    @Autowired
    private JdbcTemplate jdbc;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private EventFeed feed;

    @Autowired
    private PlatformTransactionManager transactionManager;

    private final JsonMapper json = new JsonMapper();

    @Test
    void answersInSnakeCaseWithLowerCaseEnums() {
        ResponseEntity<String> answer = post(THING, operator(), null);

        assertThat(answer.getStatusCode().value()).isEqualTo(201);
        assertThat(answer.getBody()).contains("\"thing_name\":\"cup\"").contains("\"colour\":\"dark_red\"");
        assertThat(answer.getHeaders().getFirst("X-Trace-Id")).hasSize(32);
    }

    @Test
    void refusesAnUnknownFieldByItsName() {
        JsonNode problem =
                problem(post("{\"thing_name\":\"cup\",\"size\":3,\"sise\":4}", operator(), null), 400, "unknown-field");

        assertThat(problem.at("/errors/0/field").asString()).isEqualTo("sise");
        assertThat(problem.at("/errors/0/allowed").asString()).contains("size");
    }

    @Test
    void namesTheFieldWhatWasGivenAndWhatIsAllowed() {
        JsonNode problem =
                problem(post("{\"thing_name\":\"cup\",\"size\":77}", operator(), null), 400, "invalid-field");

        assertThat(problem.at("/errors/0/field").asString()).isEqualTo("size");
        assertThat(problem.at("/errors/0/given").asString()).isEqualTo("77");
        assertThat(problem.at("/errors/0/allowed").asString()).isEqualTo("1 to 10");
        assertThat(problem.at("/trace_id").asString()).hasSize(32);
    }

    @Test
    void refusesAWrongTypeAWrongEnumAndBrokenJson() {
        assertThat(problem(post("{\"thing_name\":\"cup\",\"size\":\"big\"}", operator(), null), 400, "invalid-field")
                        .at("/errors/0/field")
                        .asString())
                .isEqualTo("size");
        assertThat(problem(
                                post("{\"thing_name\":\"c\",\"size\":1,\"colour\":\"green\"}", operator(), null),
                                400,
                                "invalid-field")
                        .at("/errors/0/allowed")
                        .asString())
                .isEqualTo("one of dark_red, blue");
        problem(post("{\"thing_name\":", operator(), null), 400, "malformed-body");
        assertThat(problem(
                                post(
                                        "{\"thing_name\":\"c\",\"size\":1,\"price\":{\"amount\":\"1\",\"currency\":\"XXXX\"}}",
                                        operator(),
                                        null),
                                400,
                                "invalid-field")
                        .at("/errors/0/field")
                        .asString())
                .isEqualTo("price");
    }

    @Test
    void refusesABodyBeyondTheLimit() {
        problem(post("{\"thing_name\":\"" + "x".repeat(1_100_000) + "\"}", operator(), null), 413, "payload-too-large");
    }

    @Test
    void wantsATokenThatIsMeantForThisServiceAndStillValid() {
        List<String> all = List.of("*");
        JWTClaimsSet.Builder claims =
                TestIssuer.claims("operator", all, all, Role.OPERATOR).audience("swen-thing");
        assertThat(post(THING, TestIssuer.sign(claims.build()), null)
                        .getStatusCode()
                        .value())
                .isEqualTo(201);

        problem(post(THING, null, null), 401, "unauthenticated");
        problem(post(THING, TestIssuer.sign(claims.audience("swen-other").build()), null), 401, "unauthenticated");
        problem(
                post(
                        THING,
                        TestIssuer.sign(claims.audience("swen-thing")
                                .expirationTime(Date.from(Instant.now().minus(Duration.ofMinutes(5))))
                                .build()),
                        null),
                401,
                "unauthenticated");
        problem(
                post(
                        THING,
                        TestIssuer.sign(TestIssuer.claims("v", all, all, Role.VIEWER)
                                .audience("swen-thing")
                                .build()),
                        null),
                403,
                "forbidden");
    }

    @Test
    void deniesWhatTheTableDoesNotList() {
        problem(exchange(HttpMethod.DELETE, "/api/v1/things/1", null, operator(), null), 403, "forbidden");
        problem(exchange(HttpMethod.GET, "/actuator/prometheus", null, operator(), null), 403, "forbidden");
        assertThat(exchange(HttpMethod.GET, "/actuator/health/readiness", null, null, null)
                        .getStatusCode()
                        .value())
                .isEqualTo(200);
        assertThat(exchange(HttpMethod.GET, "/actuator/prometheus", null, token(Role.SERVICE), null)
                        .getBody())
                .contains("http_server_requests_seconds");
    }

    @Test
    void letsAServiceMakeOnlyTheCallsThatNameIt() {
        ResponseEntity<String> named =
                exchange(HttpMethod.POST, "/api/v1/things/1/check", null, tokenOf("swen-routing", Role.SERVICE), null);
        assertThat(named.getStatusCode().value()).isEqualTo(204);
        problem(
                exchange(
                        HttpMethod.POST, "/api/v1/things/1/check", null, tokenOf("swen-telemetry", Role.SERVICE), null),
                403,
                "forbidden");
        problem(
                exchange(HttpMethod.POST, "/api/v1/things/1/check", null, tokenOf("root", Role.ADMIN), null),
                403,
                "forbidden");
    }

    @Test
    void asksForAFreshSecondFactorWhereThePermissionNeedsOne() {
        List<String> all = List.of("*");
        assertThat(decide(TestIssuer.claims("a", all, all, Role.APPROVER))
                        .getStatusCode()
                        .value())
                .isEqualTo(204);

        for (JWTClaimsSet.Builder stale : List.of(
                TestIssuer.claims("a", all, all, Role.APPROVER).claim("mfa_time", null),
                TestIssuer.claims("a", all, all, Role.APPROVER)
                        .claim(
                                "mfa_time",
                                Instant.now().minus(Duration.ofMinutes(6)).getEpochSecond()))) {
            ResponseEntity<String> answer = decide(stale);
            problem(answer, 401, "step-up-required");
            assertThat(answer.getHeaders().getFirst("WWW-Authenticate"))
                    .isEqualTo("Bearer error=\"insufficient_user_authentication\", acr_values=\"urn:swen:acr:mfa\","
                            + " max_age=300");
        }
        problem(decide(TestIssuer.claims("o", all, all, Role.OPERATOR)), 403, "forbidden");
        problem(
                decide(TestIssuer.claims("a", all, all, Role.APPROVER)
                        .claim("key_id", UUID.randomUUID().toString())),
                403,
                "forbidden");
    }

    @Test
    void hasARuleForEveryEndpointAndAnEndpointForEveryRule() {
        AccessTable.check(context);
    }

    @Test
    void groupsErrorsAndKeepsSamplesFromThoseWhoMayNotSeeEveryTeam() {
        Logger log = LoggerFactory.getLogger("io.swen.thing.Grouped" + UUID.randomUUID());
        log.error(
                "cup {} fell for ann@example.org, password=Zx9Qw7Lk3Vb5Nm1R",
                "one",
                new IllegalStateException("hard floor"));
        log.error(
                "cup {} fell for ann@example.org, password=Zx9Qw7Lk3Vb5Nm1R",
                "two",
                new IllegalStateException("hard floor"));

        JsonNode group = awaitError(log.getName(), operator(), "open", 2);

        assertThat(group.at("/sample").asString())
                .contains("cup two fell", "hard floor")
                .doesNotContain("ann@example.org", "Zx9Qw7Lk3Vb5Nm1R");
        assertThat(group.at("/exception").asString()).isEqualTo("java.lang.IllegalStateException");
        assertThat(group.at("/place").asString()).startsWith("io.swen.platform.app.PlatformIntegrationTests");
        String path = "/api/v1/errors/thing/" + group.at("/fingerprint").asString();
        String limited = TestIssuer.sign(TestIssuer.claims("else", List.of("research"), List.of("dev"), Role.OPERATOR)
                .audience("swen-thing")
                .build());
        assertThat(json.readTree(exchange(HttpMethod.GET, path, null, limited, null)
                                .getBody())
                        .at("/sample")
                        .isNull())
                .isTrue();
        problem(exchange(HttpMethod.GET, path, null, token(Role.VIEWER), null), 403, "forbidden");
        problem(exchange(HttpMethod.POST, path + "/resolve", "{}", operator(), null), 428, "precondition-required");
    }

    @Test
    void opensAnErrorAgainThatComesBackAfterItWasResolved() {
        Logger log = LoggerFactory.getLogger("io.swen.thing.Again" + UUID.randomUUID());
        log.error("the cup leaks");
        JsonNode group = awaitError(log.getName(), operator(), "open", 1);
        String path = "/api/v1/errors/thing/" + group.at("/fingerprint").asString();

        assertThat(judge(path + "/acknowledge", group).at("/state").asString()).isEqualTo("acknowledged");
        log.error("the cup leaks");
        JsonNode known = awaitError(log.getName(), operator(), "acknowledged", 2);
        assertThat(judge(path + "/resolve", known).at("/state").asString()).isEqualTo("resolved");
        log.error("the cup leaks");

        JsonNode back = awaitError(log.getName(), operator(), "open", 3);
        assertThat(back.at("/reopened").asInt()).isEqualTo(1);
        assertThat(jdbc.queryForObject(
                        "select count(*) from audit.event where action in ('error.acknowledge', 'error.resolve') and resource_id = ?",
                        Long.class,
                        group.at("/fingerprint").asString()))
                .isEqualTo(2);
    }

    private JsonNode judge(String path, JsonNode group) {
        ResponseEntity<String> answer = RestClient.create("http://localhost:" + port)
                .post()
                .uri(path)
                .header(HttpHeaders.AUTHORIZATION, "Bearer " + operator())
                .header(HttpHeaders.IF_MATCH, "\"" + group.at("/version").asLong() + "\"")
                .contentType(MediaType.APPLICATION_JSON)
                .body("{\"note\":\"seen\"}")
                .retrieve()
                .toEntity(String.class);
        return json.readTree(answer.getBody());
    }

    private JsonNode awaitError(String logger, String token, String state, int occurrences) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(
                        () -> {
                            JsonNode page = json.readTree(
                                    exchange(HttpMethod.GET, "/api/v1/errors/thing?limit=200", null, token, null)
                                            .getBody());
                            return page.path("items")
                                    .valueStream()
                                    .filter(each ->
                                            each.at("/logger").asString().equals(logger))
                                    .findFirst()
                                    .orElse(json.createObjectNode());
                        },
                        each -> each.at("/state").asString("").equals(state)
                                && each.at("/occurrences").asInt(0) == occurrences);
    }

    @Test
    void measuresWhatItIsCalled() {
        post(THING, operator(), null);

        JsonNode map = json.readTree(exchange(HttpMethod.GET, "/api/v1/service-map/thing", null, operator(), null)
                .getBody());

        assertThat(map.at("/service").asString()).isEqualTo("thing");
        assertThat(map.at("/received/calls").asLong()).isPositive();
        assertThat(map.at("/received/p95_ms").asDouble()).isPositive();
        problem(exchange(HttpMethod.GET, "/api/v1/service-map/other", null, operator(), null), 404, "not-found");
    }

    @Test
    void recordsWhatItDoesWithoutItsEnvironmentAndOnlyForAdmins() throws Exception {
        String path = "/api/v1/profiling/thing";
        problem(exchange(HttpMethod.PUT, path, "{}", operator(), null), 403, "forbidden");
        problem(exchange(HttpMethod.PUT, path, "{\"lasting\":\"P2D\"}", token(Role.ADMIN), null), 400, "invalid-field");
        problem(exchange(HttpMethod.GET, path + "/recording", null, token(Role.ADMIN), null), 409, "conflict");

        exchange(HttpMethod.PUT, path, "{\"settings\":\"profile\",\"lasting\":\"PT1M\"}", token(Role.ADMIN), null);
        byte[] recording = RestClient.create("http://localhost:" + port)
                .get()
                .uri(path + "/recording")
                .header(HttpHeaders.AUTHORIZATION, "Bearer " + token(Role.ADMIN))
                .retrieve()
                .body(byte[].class);
        JsonNode state = json.readTree(
                exchange(HttpMethod.DELETE, path, null, token(Role.ADMIN), null).getBody());

        assertThat(state.at("/recording").asBoolean()).isFalse();
        Path file = Files.write(Files.createTempFile("thing", ".jfr"), Objects.requireNonNull(recording));
        Set<String> events = new HashSet<>();
        RecordingFile.readAllEvents(file)
                .forEach(event -> events.add(event.getEventType().getName()));
        Files.delete(file);
        assertThat(events)
                .isNotEmpty()
                .doesNotContain("jdk.InitialEnvironmentVariable", "jdk.InitialSystemProperty", "jdk.JVMInformation");
        assertThat(jdbc.queryForObject(
                        "select count(*) from audit.event where action like 'profiling.%' and outcome = 'succeeded'",
                        Long.class))
                .isEqualTo(3);
    }

    private static String tokenOf(String name, Role role) {
        return TestIssuer.sign(TestIssuer.claims(name, List.of("*"), List.of("*"), role)
                .audience("swen-thing")
                .build());
    }

    private ResponseEntity<String> decide(JWTClaimsSet.Builder claims) {
        return exchange(
                HttpMethod.PUT,
                "/api/v1/things/1",
                null,
                TestIssuer.sign(claims.audience("swen-thing").build()),
                null);
    }

    @Test
    void doesAPostOncePerIdempotencyKeyEvenWhenTheyRace() throws Exception {
        long before = count("ThingMade");
        CountDownLatch start = new CountDownLatch(1);
        List<Callable<ResponseEntity<String>>> calls = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            calls.add(() -> {
                start.await();
                return post(THING, operator(), "race-1");
            });
        }
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = calls.stream().map(executor::submit).toList();
            start.countDown();
            Set<String> locations = new HashSet<>();
            for (var answer : answers) {
                assertThat(answer.get().getStatusCode().value()).isEqualTo(201);
                locations.add(String.valueOf(answer.get().getHeaders().getLocation()));
            }
            assertThat(locations).hasSize(1);
        }
        assertThat(count("ThingMade")).isEqualTo(before + 1);
        problem(post("{\"thing_name\":\"other\",\"size\":3}", operator(), "race-1"), 422, "idempotency-key-reused");
        problem(post(THING, operator(), "with space"), 400, "invalid-idempotency-key");
    }

    @Test
    void storesNeitherEventNorAuditNorKeyWhenTheChangeFails() {
        problem(post("{\"thing_name\":\"broken\",\"size\":3}", operator(), "broken-1"), 500, "internal");

        assertThat(jdbc.queryForObject("select count(*) from event_log where subject = 'broken'", Long.class))
                .isZero();
        assertThat(jdbc.queryForObject("select count(*) from audit.event where resource_id = 'broken'", Long.class))
                .isZero();
        assertThat(jdbc.queryForObject("select count(*) from idempotency_key where key = 'broken-1'", Long.class))
                .isZero();
    }

    @Test
    void neverShowsAReaderALaterEventWhileAnEarlierTransactionIsOpen() throws Exception {
        String start = feed.read("latest", Set.of(), 1, Duration.ZERO).next();
        CountDownLatch inserted = new CountDownLatch(1);
        CountDownLatch mayCommit = new CountDownLatch(1);
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var slow = executor.submit(() -> {
                new TransactionTemplate(transactionManager).executeWithoutResult(status -> {
                    insertEvent("io.swen.Test", "slow");
                    inserted.countDown();
                    try {
                        mayCommit.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
                return true;
            });
            inserted.await();
            insertEvent("io.swen.Test", "quick");

            assertThat(subjects(feed.read(start, Set.of(), 10, Duration.ZERO))).isEmpty();
            mayCommit.countDown();
            assertThat(slow.get()).isTrue();
        }
        EventFeed.Batch both = feed.read(start, Set.of(), 10, Duration.ofSeconds(5));
        assertThat(subjects(both)).containsExactly("slow", "quick");
        assertThat(subjects(feed.read(both.next(), Set.of(), 10, Duration.ZERO)))
                .isEmpty();
    }

    @Test
    void readsEventsInTheOrderOfTheirTransactionsAlsoWhereTheNumberGetsADigit() throws Exception {
        for (String tx : List.of("9", "10", "99", "100")) {
            jdbc.update(
                    "insert into event_log (tx, id, type, subject, time, data)"
                            + " values (?::xid8, gen_random_uuid(), 'io.swen.Digits', ?, now(), '{}')",
                    tx,
                    "tx-" + tx);
        }
        EventFeed.Batch first = feed.read(null, Set.of("io.swen.Digits"), 3, Duration.ZERO);

        assertThat(subjects(first)).containsExactly("tx-9", "tx-10", "tx-99");
        assertThat(subjects(feed.read(first.next(), Set.of("io.swen.Digits"), 3, Duration.ZERO)))
                .containsExactly("tx-100");
    }

    @Test
    void movesOnPastEventsOfOtherTypesAlsoWhereThereWasNothing() throws Exception {
        Set<String> rare = Set.of("io.swen.Rare");
        String start = feed.read("latest", rare, 10, Duration.ZERO).next();
        insertEvent("io.swen.Test", "common");
        assertThat(subjects(feed.read(start, Set.of(), 10, Duration.ofSeconds(5))))
                .containsExactly("common");

        EventFeed.Batch nothing = feed.read(start, rare, 10, Duration.ZERO);

        assertThat(subjects(nothing)).isEmpty();
        assertThat(subjects(feed.read(nothing.next(), Set.of(), 10, Duration.ZERO)))
                .isEmpty();
        insertEvent("io.swen.Rare", "rare");
        EventFeed.Batch found = feed.read(nothing.next(), rare, 10, Duration.ofSeconds(5));
        assertThat(subjects(found)).containsExactly("rare");
    }

    @Test
    void findsWhatComesWhileItWaitsBehindEventsOfOtherTypes() throws Exception {
        Set<String> rare = Set.of("io.swen.Awaited");
        String start = feed.read("latest", rare, 10, Duration.ZERO).next();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var waiting = executor.submit(() -> feed.read(start, rare, 10, Duration.ofSeconds(20)));
            for (int i = 0; i < 20; i++) {
                insertEvent("io.swen.Test", "common-" + i);
            }
            insertEvent("io.swen.Awaited", "awaited");

            assertThat(subjects(waiting.get())).containsExactly("awaited");
        }
    }

    @Test
    void servesEventsToServicesOnlyAndRefusesAForeignCursor() {
        problem(exchange(HttpMethod.GET, "/api/v1/events", null, operator(), null), 403, "forbidden");
        problem(
                exchange(HttpMethod.GET, "/api/v1/events?after=bogus!", null, token(Role.SERVICE), null),
                400,
                "invalid-cursor");
        problem(
                exchange(HttpMethod.GET, "/api/v1/events?limit=500", null, token(Role.SERVICE), null),
                400,
                "invalid-field");
        post("{\"thing_name\":\"told\",\"size\":3}", operator(), null);
        String body = exchange(
                        HttpMethod.GET,
                        "/api/v1/events?wait=PT5S&types=io.swen.ThingMade",
                        null,
                        token(Role.SERVICE),
                        null)
                .getBody();
        assertThat(body)
                .contains("\"type\":\"io.swen.ThingMade\"")
                .contains("\"specversion\":\"1.0\"")
                .contains("\"actorid\"");
    }

    private void insertEvent(String type, String subject) {
        jdbc.update(
                "insert into event_log (id, type, subject, time, data) values (gen_random_uuid(), ?, ?, now(), '{}')",
                type,
                subject);
    }

    private static List<String> subjects(EventFeed.Batch batch) {
        return batch.items().stream().map(CloudEvent::subject).toList();
    }

    private long count(String type) {
        Long count =
                jdbc.queryForObject("select count(*) from event_log where type = 'io.swen.' || ?", Long.class, type);
        return count == null ? 0 : count;
    }

    private static String operator() {
        return token(Role.OPERATOR);
    }

    private static String token(Role role) {
        List<String> all = List.of("*");
        return TestIssuer.sign(TestIssuer.claims("someone", all, all, role)
                .audience("swen-thing")
                .build());
    }

    private ResponseEntity<String> post(
            String body,
            @org.jspecify.annotations.Nullable String token,
            @org.jspecify.annotations.Nullable String key) {
        return exchange(HttpMethod.POST, "/api/v1/things", body, token, key);
    }

    private ResponseEntity<String> exchange(
            HttpMethod method,
            String path,
            @org.jspecify.annotations.Nullable String body,
            @org.jspecify.annotations.Nullable String token,
            @org.jspecify.annotations.Nullable String key) {
        RestClient client = RestClient.builder()
                .baseUrl("http://localhost:" + port)
                .defaultStatusHandler(status -> true, (request, response) -> {})
                .build();
        RestClient.RequestBodySpec request = client.method(method).uri(path).headers(headers -> {
            if (token != null) {
                headers.setBearerAuth(token);
            }
            if (key != null) {
                headers.set("Idempotency-Key", key);
            }
            headers.set(HttpHeaders.ACCEPT, "*/*");
        });
        if (body != null) {
            request.contentType(MediaType.APPLICATION_JSON).body(body);
        }
        return request.retrieve().toEntity(String.class);
    }

    private JsonNode problem(ResponseEntity<String> answer, int status, String code) {
        assertThat(answer.getStatusCode().value()).as(answer.getBody()).isEqualTo(status);
        assertThat(String.valueOf(answer.getHeaders().getContentType())).startsWith("application/problem+json");
        JsonNode problem = json.readTree(String.valueOf(answer.getBody()));
        assertThat(problem.at("/code").asString()).isEqualTo(code);
        assertThat(problem.at("/status").asInt()).isEqualTo(status);
        return problem;
    }
}
