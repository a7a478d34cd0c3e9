package io.swen.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PrivacyIntegrationTests extends IdentityServer {

    private static final String USERS = "/api/v1/users";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JdbcTemplate jdbc;
    private final OidcClient client;
    private final PersonTokens tokens;

    PrivacyIntegrationTests(@Autowired JdbcTemplate jdbc, @Autowired JwtEncoder issuer, @LocalServerPort int port) {
        this.jdbc = jdbc;
        this.client = new OidcClient(port);
        this.tokens = new PersonTokens(issuer);
    }

    @AfterEach
    void onlyTheUsersOfTheFile() {
        jdbc.update("delete from user_account where username not in ('ada', 'root', 'eve', 'mia', 'max')");
        jdbc.update("delete from erased_name");
    }

    @Test
    void handsPeopleAllThatIsStoredOfThemWithoutSecrets() {
        String password = create("nora");
        UUID id = idOf("nora");
        client.gatewayTokens("nora", password);
        String own = tokens.sign(PersonTokens.claims("nora", id, "viewer").build());
        String secret = JSON.readTree(client.browser()
                        .send("POST", "/api/v1/api-keys", own, "{\"name\":\"report\"}")
                        .body())
                .get("secret")
                .asString();

        HttpResponse<String> answer = client.browser().get(USERS + "/me/data", own);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode data = JSON.readTree(answer.body());
        assertThat(data.at("/user/name").asString()).isEqualTo("nora");
        assertThat(data.at("/sections/sessions")).hasSize(1);
        assertThat(data.at("/sections/api_keys/0/name").asString()).isEqualTo("report");
        assertThat(data.at("/sections/audit/newest").findValues("action").stream()
                        .map(JsonNode::asString))
                .contains("user.create", "login.success", "api_key.create");
        assertThat(data.get("sections").propertyNames())
                .containsExactlyInAnyOrder("api_keys", "audit", "known_origins", "second_factors", "sessions");
        assertThat(answer.body()).doesNotContain(secret, password, "argon2");
        assertThat(client.browser().get(USERS + "/" + id + "/data", own).statusCode())
                .isEqualTo(403);
        assertThat(client.browser()
                        .get(USERS + "/" + id + "/data", tokens.root())
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void erasesAPersonButNotWhatThePersonDid() {
        String password = create("olaf");
        UUID id = idOf("olaf");
        JsonNode session = client.gatewayTokens("olaf", password);
        String own = tokens.sign(PersonTokens.claims("olaf", id, "viewer").build());
        String secret = JSON.readTree(client.browser()
                        .send("POST", "/api/v1/api-keys", own, "{\"name\":\"report\"}")
                        .body())
                .get("secret")
                .asString();
        List<String> before = auditOf(id);

        HttpResponse<String> answer = client.browser().delete(USERS + "/" + id, tokens.root());

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
        assertThat(client.exchange(session.get("access_token").asString(), "swen-routing")
                        .statusCode())
                .isEqualTo(400);
        assertThat(client.exchangeKey(secret, "swen-routing").statusCode()).isEqualTo(400);
        assertThat(OidcClient.location(client.browser().login("olaf", password)))
                .contains("error");
        assertThat(client.browser().get(USERS + "/" + id, tokens.root()).statusCode())
                .isEqualTo(404);
        assertThat(client.browser().get(USERS + "?q=olaf", tokens.root()).body())
                .contains("\"items\":[]");
        assertThat(client.browser()
                        .get(USERS + "/" + id + "/data", tokens.root())
                        .statusCode())
                .isEqualTo(404);
        // Every row of before is as it was.
        assertThat(auditOf(id)).containsAll(before).hasSizeGreaterThan(before.size());
        // The gateway is told whose session ended; then that is gone as well.
        await().until(() -> !everythingStored().contains("olaf"));
        assertThat(everythingStored().contains(id.toString())).isTrue();
        assertThat(jdbc.queryForObject(
                        "select data->>'actor_id' from event_log where type = 'io.swen.UserErased' and subject = ?",
                        String.class,
                        id.toString()))
                .isEqualTo(id.toString());
    }

    @Test
    void neverGivesAnErasedNameToSomebodyElse() {
        create("pia");
        client.browser().delete(USERS + "/" + idOf("pia"), tokens.root());

        HttpResponse<String> again = client.browser().send("POST", USERS, tokens.root(), body("pia"));

        assertThat(again.statusCode()).isEqualTo(409);
    }

    @Test
    void leavesTheErasureToAnotherAdmin() {
        assertThat(client.browser()
                        .delete(USERS + "/" + PersonTokens.ROOT, tokens.root())
                        .statusCode())
                .isEqualTo(409);
        assertThat(client.browser()
                        .delete(USERS + "/" + PersonTokens.ADA, tokens.eve())
                        .statusCode())
                .isEqualTo(403);
        assertThat(client.browser()
                        .delete(USERS + "/" + UUID.randomUUID(), tokens.root())
                        .statusCode())
                .isEqualTo(404);
    }

    /** Every row of every table of this service, as text. */
    private String everythingStored() {
        StringBuilder all = new StringBuilder();
        List<String> tables = jdbc.query(
                "select quote_ident(schemaname) || '.' || quote_ident(tablename) from pg_tables"
                        + " where schemaname in ('public', 'audit') and tablename not like 'flyway%'"
                        + " and has_table_privilege(quote_ident(schemaname) || '.' || quote_ident(tablename), 'select')",
                (row, index) -> row.getString(1));
        for (String table : tables) {
            jdbc.query("select row_to_json(t)::text from " + table + " t", row -> {
                all.append(row.getString(1));
            });
        }
        return all.toString();
    }

    private List<String> auditOf(UUID id) {
        return jdbc.query(
                "select row_to_json(e)::text from audit.event e where actor_id = ? or resource_id = ?",
                (row, index) -> row.getString(1),
                id,
                id.toString());
    }

    private UUID idOf(String name) {
        return jdbc.query(
                        "select id from user_account where username = ?",
                        (row, index) -> row.getObject(1, UUID.class),
                        name)
                .getFirst();
    }

    private String create(String name) {
        HttpResponse<String> answer = client.browser().send("POST", USERS, tokens.root(), body(name));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return JSON.readTree(answer.body()).get("password").asString();
    }

    private static String body(String name) {
        return "{\"name\":\"" + name + "\",\"roles\":[\"viewer\"],\"teams\":[],\"environments\":[]}";
    }
}
