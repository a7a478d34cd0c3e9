package io.swen.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.swen.platform.security.Role;
import io.swen.platform.test.TestIssuer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the integration tests of this service have in common: calls, tokens, peers and a look into the database. */
@TestComponent
public final class RoutingFixture {

    private static final FakePeers PEERS = new FakePeers();
    private static final AtomicInteger NAMES = new AtomicInteger();

    /** Points the service at the peers. */
    static final class Peers implements ApplicationContextInitializer<ConfigurableApplicationContext> {

        @Override
        public void initialize(ConfigurableApplicationContext context) {
            Map<String, Object> properties = new HashMap<>();
            properties.put("swen.services.telemetry", PEERS.address());
            properties.put("swen.services.gitops", PEERS.address());
            properties.put("swen.routing.offers.poll", "200ms");
            properties.put("swen.routing.decision.loss-pause", "50ms");
            properties.put("swen.routing.outcome.look", "100ms");
            properties.put("swen.routing.outcome.meter", "100ms");
            properties.put("swen.routing.outcome.ledger-patience", "300ms");
            properties.put("swen.routing.reservations.quotas[0].team", "frugal");
            properties.put("swen.routing.reservations.quotas[0].hourly-cost", "0.05");
            properties.put("swen.routing.budgets.poll", "200ms");
            // Quotas that overlap, so that one decision holds several and others hold them in other company.
            quota(properties, 1, "*", "race", "hourly-cost", "2.0");
            quota(properties, 2, "race-a", "*", "hourly-cost", "1.2");
            quota(properties, 3, "race-b", "*", "vcpus", "40");
            quota(properties, 4, "race-c", "race", "gpus", "8");
            quota(properties, 5, "bundle", "*", "vcpus", "12");
            context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("routing-peers", properties));
        }
    }

    private static void quota(
            Map<String, Object> properties, int number, String team, String environment, String what, String limit) {
        String quota = "swen.routing.reservations.quotas[" + number + "].";
        properties.put(quota + "team", team);
        properties.put(quota + "environment", environment);
        properties.put(quota + what, limit);
    }

    private final ServletWebServerApplicationContext context;
    private final JdbcTemplate jdbc;
    private final JsonMapper json;

    RoutingFixture(ServletWebServerApplicationContext context, JdbcTemplate jdbc, JsonMapper json) {
        this.context = context;
        this.jdbc = jdbc;
        this.json = json;
    }

    public FakePeers peers() {
        return PEERS;
    }

    public JdbcTemplate jdbc() {
        return jdbc;
    }

    public static String newName(String prefix) {
        return prefix + "-" + NAMES.incrementAndGet();
    }

    public static String operator() {
        return TestIssuer.token("operator", Role.OPERATOR);
    }

    public static String service() {
        return TestIssuer.token("swen-gitops", Role.SERVICE);
    }

    /** A small batch workload with more fields added or replaced, such as {@code "memory_gb":8}. */
    public static String batch(String id, String... more) {
        StringBuilder body = new StringBuilder("{\"id\":\"" + id + "\",\"team\":\"research\",\"kind\":\"batch\","
                + "\"container\":{\"image\":\"ghcr.io/acme/train:1.4\"},\"cpu_cores\":2,\"memory_gb\":4,"
                + "\"estimated_duration_hours\":2");
        for (String field : more) {
            body.append(',').append(field);
        }
        return body.append('}').toString();
    }

    public ResponseEntity<String> call(
            HttpMethod method, String path, @Nullable String body, @Nullable String token, Consumer<HttpHeaders> more) {
        RestClient client = RestClient.builder()
                .baseUrl("http://localhost:"
                        + java.util.Objects.requireNonNull(context.getWebServer())
                                .getPort())
                .defaultStatusHandler(status -> true, (request, response) -> {})
                .build();
        RestClient.RequestBodySpec request = client.method(method).uri(path).headers(headers -> {
            if (token != null) {
                headers.setBearerAuth(token);
            }
            more.accept(headers);
        });
        if (body != null) {
            request.contentType(MediaType.APPLICATION_JSON).body(body);
        }
        return request.retrieve().toEntity(String.class);
    }

    public ResponseEntity<String> get(String path) {
        return call(HttpMethod.GET, path, null, operator(), headers -> {});
    }

    public ResponseEntity<String> post(String path, String body) {
        return call(HttpMethod.POST, path, body, operator(), headers -> {});
    }

    public ResponseEntity<String> post(String path, String body, String key) {
        return call(HttpMethod.POST, path, body, operator(), headers -> headers.set("Idempotency-Key", key));
    }

    public JsonNode json(ResponseEntity<String> answer) {
        return json.readTree(String.valueOf(answer.getBody()));
    }

    public JsonNode workload(String id) {
        ResponseEntity<String> answer = get("/api/v1/workloads/" + id);
        assertThat(answer.getStatusCode().value()).as(answer.getBody()).isEqualTo(200);
        return json(answer);
    }

    public String state(String id) {
        return workload(id).path("state").asString();
    }

    /** The problem in an answer, which must have this status and code. */
    public JsonNode problem(ResponseEntity<String> answer, int status, String code) {
        assertThat(answer.getStatusCode().value()).as(answer.getBody()).isEqualTo(status);
        JsonNode problem = json(answer);
        assertThat(problem.path("code").asString()).isEqualTo(code);
        return problem;
    }

    public long count(String sql, Object... arguments) {
        Long count = jdbc.queryForObject(sql, Long.class, arguments);
        return count == null ? 0 : count;
    }
}
