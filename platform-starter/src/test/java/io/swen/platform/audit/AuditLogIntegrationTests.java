package io.swen.platform.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.swen.platform.app.ThingApplication;
import io.swen.platform.security.Role;
import io.swen.platform.test.PostgresServer;
import io.swen.platform.test.SwenIntegrationTest;
import io.swen.platform.test.TestIssuer;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@SwenIntegrationTest
@SpringBootTest(classes = ThingApplication.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class AuditLogIntegrationTests {

    @LocalServerPort
    private int port;

    @Autowired
    private JdbcTemplate jdbc;

    @Autowired
    private AuditLog audit;

    @Autowired
    private PlatformTransactionManager transactions;

    private final JsonMapper json = new JsonMapper();

    @Value("${spring.datasource.url}")
    private String url;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update audit.event set action = 'x'",
                "delete from audit.event",
                "truncate audit.event",
                "drop table audit.event",
                "alter table audit.event disable trigger all",
                "insert into audit.event (seq, id, at, action, resource_type, resource_id, outcome)"
                        + " overriding system value values (1, gen_random_uuid(), now(), 'a', 'b', 'c', 'succeeded')",
                "insert into audit.event (tx, id, at, action, resource_type, resource_id, outcome)"
                        + " values ('1', gen_random_uuid(), now(), 'a', 'b', 'c', 'succeeded')",
                "insert into audit.seal select * from audit.seal",
                "delete from audit.seal",
                "delete from audit.row_hash",
                "create table audit.mine (x int)",
                "drop schema audit cascade"
            })
    void theServicesOwnRoleCanOnlyAddAndRead(String statement) {
        assertThatExceptionOfType(DataAccessException.class)
                .isThrownBy(() -> jdbc.execute(statement))
                .satisfies(refused -> assertThat(refused.getMostSpecificCause().getMessage())
                        .containsAnyOf("permission denied", "must be owner"));
    }

    @Test
    void evenTheOwnerHasToRemoveTheTriggersFirst() throws Exception {
        make("kept");
        try (Connection superuser = PostgresServer.superuser(url);
                Statement statement = superuser.createStatement()) {
            for (String change :
                    List.of("update audit.event set action = 'x'", "delete from audit.event", "truncate audit.event")) {
                assertThatExceptionOfType(java.sql.SQLException.class)
                        .isThrownBy(() -> statement.execute(change))
                        .withMessageContaining("append-only");
            }
        }
    }

    @Test
    void saysWhoDidWhatFromWhereInWhichRequest() {
        ResponseEntity<String> answer = make("told-in-full");

        Map<String, @Nullable Object> row =
                jdbc.queryForMap("select * from audit.event where resource_id = 'told-in-full'");
        assertThat(row)
                .containsEntry("actor_id", TestIssuer.actorId("someone"))
                .containsEntry("action", "thing.make")
                .containsEntry("outcome", "succeeded")
                .containsEntry("address", "127.0.0.1")
                .containsEntry("request_id", answer.getHeaders().getFirst("X-Request-Id"))
                .containsEntry("trace_id", answer.getHeaders().getFirst("X-Trace-Id"));
        assertThat(String.valueOf(row.get("after"))).contains("\"thing_name\":\"told-in-full\"");
    }

    @Test
    void believesAForwardedAddressOnlyFromTheGateway() {
        List<String> all = List.of("*");
        String relayed = TestIssuer.sign(TestIssuer.claims("someone", all, all, Role.OPERATOR)
                .audience("swen-thing")
                .claim("act", Map.of("sub", "swen-gateway"))
                .build());
        String direct = TestIssuer.sign(TestIssuer.claims("someone", all, all, Role.OPERATOR)
                .audience("swen-thing")
                .claim("act", null)
                .build());

        call("from-outside", direct, "203.0.113.7");
        call("from-gateway", relayed, "10.1.1.1, 203.0.113.7");

        assertThat(address("from-outside")).isEqualTo("127.0.0.1");
        assertThat(address("from-gateway")).isEqualTo("203.0.113.7");
    }

    @Test
    void storesNoSecretsAndNoEndlessDocuments() {
        new TransactionTemplate(transactions).executeWithoutResult(status -> {
            audit.record(AuditEntry.of("secret.test", "thing", "secrets")
                    .in("research", "dev")
                    .change(
                            Map.of("password", "hunter2", "nested", Map.of("api_key", "k-1", "kept", "yes")),
                            Map.of("tokens", List.of("t-1", "t-2"), "Client-Secret", "s-1")));
            audit.record("long.test", "thing", "long", null, Map.of("text", "x".repeat(70_000)));
        });

        Map<String, @Nullable Object> row = jdbc.queryForMap("select * from audit.event where resource_id = 'secrets'");
        assertThat(row).containsEntry("team", "research").containsEntry("environment", "dev");
        assertThat(String.valueOf(row.get("before")) + row.get("after"))
                .doesNotContain("hunter2", "k-1", "t-1", "t-2", "s-1")
                .contains("yes");
        assertThat(jdbc.queryForObject("select after::text from audit.event where resource_id = 'long'", String.class))
                .isEqualTo("{\"left_out_bytes\":70011}");
    }

    @Test
    void tellsABulkWriterSoonThatTheTableIsLocked() throws Exception {
        try (Connection superuser = PostgresServer.superuser(url);
                Statement statement = superuser.createStatement()) {
            superuser.setAutoCommit(false);
            statement.execute("lock table audit.event in share row exclusive mode");
            try {
                assertTimeout(
                        Duration.ofSeconds(4),
                        () -> assertThat(
                                        audit.explain(new DataIntegrityViolationException("the bulk statement failed")))
                                .hasMessageContaining("audit log cannot be written"));
            } finally {
                superuser.rollback();
            }
        }
    }

    @Test
    void refusesChangesWhileTheTableCannotBeWrittenAndGoesOnReading() throws Exception {
        try (Connection superuser = PostgresServer.superuser(url);
                Statement statement = superuser.createStatement()) {
            statement.execute("alter table audit.event rename to event_elsewhere");
            try {
                ResponseEntity<String> refused = make("unaudited");

                assertThat(refused.getStatusCode().value()).isEqualTo(503);
                assertThat(refused.getBody()).contains("\"code\":\"audit-unavailable\"");
                assertThat(refused.getHeaders().getFirst("Retry-After")).isNotNull();
                assertThat(jdbc.queryForObject(
                                "select count(*) from event_log where subject = 'unaudited'", Integer.class))
                        .isZero();
                assertThat(client(token(Role.VIEWER))
                                .get()
                                .uri("/api/v1/things/1")
                                .retrieve()
                                .toEntity(String.class)
                                .getStatusCode()
                                .value())
                        .isEqualTo(404);
            } finally {
                statement.execute("alter table audit.event_elsewhere rename to event");
            }
        }
        assertThat(make("audited-again").getStatusCode().value()).isEqualTo(201);
    }

    @Test
    void recordsEveryRefusedAttempt() {
        // A name of its own: other tests of this context are refused, too.
        String name = "refused-" + UUID.randomUUID();
        String viewer = TestIssuer.sign(TestIssuer.claims(name, List.of("*"), List.of("*"), Role.VIEWER)
                .audience("swen-thing")
                .build());
        assertThat(call("refused-1", viewer, null).getStatusCode().value()).isEqualTo(403);
        assertThat(call("refused-2", viewer + "x", null).getStatusCode().value())
                .isEqualTo(401);
        ResponseEntity<String> anonymous = RestClient.builder()
                .baseUrl("http://127.0.0.1:" + port)
                .defaultStatusHandler(status -> true, (request, response) -> {})
                .build()
                .get()
                .uri("/api/v1/things/77")
                .retrieve()
                .toEntity(String.class);
        assertThat(anonymous.getStatusCode().value()).isEqualTo(401);

        await().atMost(Duration.ofSeconds(60))
                .until(() -> refusalsOf(name).size() == 1
                        && refusals("unauthenticated").size() >= 1);
        assertThat(refusalsOf(name).getFirst())
                .containsEntry("outcome", "refused")
                .containsEntry("resource_id", "POST /api/v1/things");
        // Asking without a token is how every browser begins.
        assertThat(refusals("unauthenticated"))
                .noneMatch(row -> String.valueOf(row.get("resource_id")).contains("/things/77"));
    }

    @Test
    void auditorsSearchVerifyAndExport() {
        make("searched-1");
        make("searched-2");
        String auditor = token(Role.AUDITOR);

        String first =
                get(auditor, "events?resource_type=thing&q=SEARCHED&limit=1").getBody();
        JsonNode page = json.readTree(String.valueOf(first));
        assertThat(page.at("/items/0/resource_id").asString()).isEqualTo("searched-2");
        assertThat(page.at("/items/0/after/thing_name").asString()).isEqualTo("searched-2");
        String second = get(
                        auditor,
                        "events?resource_type=thing&q=searched&limit=1&cursor="
                                + page.at("/next").asString())
                .getBody();
        assertThat(json.readTree(String.valueOf(second))
                        .at("/items/0/resource_id")
                        .asString())
                .isEqualTo("searched-1");
        assertThat(get(auditor, "events?actor=" + TestIssuer.actorId("nobody")).getBody())
                .contains("\"items\":[]");
        assertThat(get(auditor, "events?outcome=maybe").getStatusCode().value()).isEqualTo(400);
        assertThat(get(auditor, "events?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z")
                        .getStatusCode()
                        .value())
                .isEqualTo(400);

        ResponseEntity<String> lines = get(auditor, "export");
        assertThat(String.valueOf(lines.getHeaders().getContentType())).startsWith("application/x-ndjson");
        assertThat(String.valueOf(lines.getBody()).lines().map(json::readTree))
                .anyMatch(row -> row.at("/resource_id").asString().equals("searched-1"))
                .allMatch(row -> row.at("/service").asString().equals("thing"));
        assertThat(get(auditor, "export?format=cef").getBody()).contains("CEF:0|SWEN|SWEN|1|thing.make|");
        assertThat(jdbc.queryForList("select id from audit.event where action = 'audit.export'"))
                .hasSizeGreaterThanOrEqualTo(2);

        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            JsonNode report =
                    json.readTree(String.valueOf(get(auditor, "verification").getBody()));
            assertThat(report.at("/broken").asLong(-1)).isZero();
            assertThat(report.at("/pending").asLong(-1)).isZero();
            assertThat(report.at("/rows").asLong()).isPositive();
        });
    }

    @Test
    void letsNobodyElseReadIt() {
        for (Role role : List.of(Role.VIEWER, Role.OPERATOR, Role.APPROVER)) {
            for (String call : List.of("events", "verification", "export")) {
                assertThat(get(token(role), call).getStatusCode().value())
                        .as(role + " " + call)
                        .isEqualTo(403);
            }
        }
        assertThat(client(token(Role.ADMIN))
                        .get()
                        .uri("/api/v1/audit/other/events")
                        .retrieve()
                        .toEntity(String.class)
                        .getStatusCode()
                        .value())
                .isEqualTo(404);
    }

    @Test
    void showsAnAuditorOfOneTeamOnlyItsRows() {
        new TransactionTemplate(transactions).executeWithoutResult(status -> {
            audit.record(AuditEntry.of("scope.test", "thing", "ours").in("research", "dev"));
            audit.record(AuditEntry.of("scope.test", "thing", "theirs").in("web", "dev"));
        });
        String limited = TestIssuer.sign(TestIssuer.claims("limited", List.of("research"), List.of("dev"), Role.AUDITOR)
                .audience("swen-thing")
                .build());

        assertThat(get(limited, "events?action=scope.test").getBody())
                .contains("ours")
                .doesNotContain("theirs");
        assertThat(get(limited, "export").getBody()).contains("ours").doesNotContain("theirs");
    }

    private List<Map<String, @Nullable Object>> refusals(String code) {
        return jdbc.queryForList(
                "select * from audit.event where action = 'request.refused' and after->>'code' = ?"
                        + " and resource_id not like '%/audit/%'",
                code);
    }

    private List<Map<String, @Nullable Object>> refusalsOf(String name) {
        return refusals("forbidden").stream()
                .filter(row -> TestIssuer.actorId(name).equals(row.get("actor_id")))
                .toList();
    }

    private ResponseEntity<String> get(String token, String call) {
        return client(token)
                .get()
                .uri(java.net.URI.create("http://127.0.0.1:" + port + "/api/v1/audit/thing/" + call))
                .retrieve()
                .toEntity(String.class);
    }

    private String address(String id) {
        return String.valueOf(
                jdbc.queryForObject("select address from audit.event where resource_id = ?", String.class, id));
    }

    private ResponseEntity<String> make(String name) {
        return call(name, token(Role.OPERATOR), null);
    }

    private ResponseEntity<String> call(String name, String token, @Nullable String forwardedFor) {
        return client(token)
                .post()
                .uri("/api/v1/things")
                .headers(headers -> {
                    if (forwardedFor != null) {
                        headers.set("X-Forwarded-For", forwardedFor);
                    }
                })
                .contentType(MediaType.APPLICATION_JSON)
                .body("{\"thing_name\":\"" + name + "\",\"size\":3}")
                .retrieve()
                .toEntity(String.class);
    }

    private RestClient client(String token) {
        return RestClient.builder()
                .baseUrl("http://127.0.0.1:" + port)
                .defaultHeaders(headers -> headers.setBearerAuth(token))
                .defaultStatusHandler(status -> true, (request, response) -> {})
                .build();
    }

    private static String token(Role... roles) {
        List<String> all = List.of("*");
        return TestIssuer.sign(TestIssuer.claims("someone", all, all, roles)
                .audience("swen-thing")
                .build());
    }
}
