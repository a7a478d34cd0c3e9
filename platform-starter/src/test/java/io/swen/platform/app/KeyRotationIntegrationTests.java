package io.swen.platform.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jwt.JWTClaimsSet;
import io.swen.platform.crypto.Envelope;
import io.swen.platform.security.Role;
import io.swen.platform.test.SwenIntegrationTest;
import io.swen.platform.test.TestIssuer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@SwenIntegrationTest
class KeyRotationIntegrationTests {

    private static final String KEYS = "/api/v1/encryption-keys/thing";

    @LocalServerPort
    private int port;

    @Autowired
    private JdbcTemplate jdbc;

    @Autowired
    private Envelope envelope;

    private final JsonMapper json = JsonMapper.builder().build();

    @Test
    void sealsEveryStoredValueAnewAndThenLetsTheOldKeyGo() {
        List<UUID> ids = java.util.stream.IntStream.range(0, 250)
                .mapToObj(n -> UUID.randomUUID())
                .toList();
        for (UUID id : ids) {
            jdbc.update("insert into sealed_thing values (?, ?)", id, envelope.seal("thing:" + id, bytes("s" + id)));
        }
        UUID plain = UUID.randomUUID();
        jdbc.update("insert into sealed_thing values (?, ?)", plain, "stored before the column was sealed");
        UUID broken = UUID.randomUUID();
        String other = envelope.seal("thing:another", bytes("x"));
        String oldKey = body(call(HttpMethod.GET, KEYS)).get("active_key_id").asString();

        ResponseEntity<String> rotated = call(HttpMethod.POST, KEYS + "/rotation");

        assertThat(rotated.getStatusCode().value()).isEqualTo(202);
        String newKey = body(rotated).get("active_key_id").asString();
        assertThat(newKey).isNotEqualTo(oldKey);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> body(call(HttpMethod.GET, KEYS)).get("left").asLong() == 0);
        for (UUID id : ids) {
            String stored = stored(id);
            assertThat(Envelope.keyId(stored)).isEqualTo(newKey);
            assertThat(envelope.open("thing:" + id, stored)).isEqualTo(bytes("s" + id));
        }
        assertThat(envelope.open("thing:" + plain, stored(plain)))
                .isEqualTo(bytes("stored before the column was sealed"));
        assertThat(jdbc.queryForList(
                        "select action from " + auditTable() + " where resource_type = 'encryption_key' order by seq",
                        String.class))
                .contains("encryption_key.rotate", "encryption_key.activate");

        jdbc.update("insert into sealed_thing values (?, ?)", broken, other);
        assertThat(call(HttpMethod.POST, KEYS + "/" + oldKey + "/retirement")
                        .getStatusCode()
                        .value())
                .as("a value is still under it")
                .isEqualTo(409);
        jdbc.update("delete from sealed_thing where id = ?", broken);
        assertThat(call(HttpMethod.POST, KEYS + "/" + newKey + "/retirement")
                        .getStatusCode()
                        .value())
                .as("the active one")
                .isEqualTo(409);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> call(HttpMethod.POST, KEYS + "/" + oldKey + "/retirement")
                                .getStatusCode()
                                .value()
                        == 200);
        assertThat(body(call(HttpMethod.GET, KEYS)).get("keys").findValuesAsString("id"))
                .containsExactly(newKey);
        assertThat(call(HttpMethod.POST, KEYS + "/" + oldKey + "/retirement")
                        .getStatusCode()
                        .value())
                .isEqualTo(404);
    }

    @Test
    void onlyAnAdminWithAFreshSecondFactorRotates() {
        assertThat(send(HttpMethod.POST, KEYS + "/rotation", token(Role.ADMIN, false))
                        .getStatusCode()
                        .value())
                .isEqualTo(401);
        assertThat(send(HttpMethod.POST, KEYS + "/rotation", token(Role.OPERATOR, true))
                        .getStatusCode()
                        .value())
                .isEqualTo(403);
        assertThat(call(HttpMethod.GET, "/api/v1/encryption-keys/other")
                        .getStatusCode()
                        .value())
                .isEqualTo(404);
    }

    @Test
    void noEndpointShowsMemoryThreadsOrTheEnvironment() {
        for (String endpoint :
                List.of("heapdump", "threaddump", "env", "configprops", "beans", "loggers", "mappings")) {
            assertThat(call(HttpMethod.GET, "/actuator/" + endpoint)
                            .getStatusCode()
                            .value())
                    .as(endpoint)
                    .isEqualTo(404);
        }
    }

    private String auditTable() {
        return Objects.requireNonNull(jdbc.queryForObject(
                "select table_schema || '.' || table_name from information_schema.tables where table_schema = 'audit' and table_name = 'event'",
                String.class));
    }

    private String stored(UUID id) {
        return Objects.requireNonNull(
                jdbc.queryForObject("select secret from sealed_thing where id = ?", String.class, id));
    }

    private JsonNode body(ResponseEntity<String> response) {
        return json.readTree(response.getBody());
    }

    private ResponseEntity<String> call(HttpMethod method, String path) {
        return send(method, path, token(Role.ADMIN, true));
    }

    private static String token(Role role, boolean fresh) {
        JWTClaimsSet.Builder claims =
                TestIssuer.claims("root", List.of("*"), List.of("*"), role).audience("swen-thing");
        return TestIssuer.sign((fresh ? claims : claims.claim("mfa_time", null)).build());
    }

    private ResponseEntity<String> send(HttpMethod method, String path, String token) {
        return RestClient.create("http://localhost:" + port)
                .method(method)
                .uri(path)
                .headers(headers -> headers.setBearerAuth(token))
                .exchange((request, response) -> ResponseEntity.status(response.getStatusCode())
                        .body(new String(response.getBody().readAllBytes(), StandardCharsets.UTF_8)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
