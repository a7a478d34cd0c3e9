package io.swen.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class UserIntegrationTests extends IdentityServer {

    private static final String USERS = "/api/v1/users";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JdbcTemplate jdbc;
    private final OidcClient client;
    private final PersonTokens tokens;

    UserIntegrationTests(@Autowired JdbcTemplate jdbc, @Autowired JwtEncoder issuer, @LocalServerPort int port) {
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
    void letsSomebodyInWithAPasswordThatIsShownOnce() {
        HttpResponse<String> answer = send("POST", USERS, """
                {"name":"finn","display_name":"Finn","roles":["operator","viewer"],"teams":["web"],"environments":["*"]}""");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        assertThat(answer.headers().firstValue("ETag")).hasValue("\"0\"");
        assertThat(answer.headers().firstValue("Cache-Control"))
                .hasValueSatisfying(value -> assertThat(value).contains("no-store"));
        JsonNode made = JSON.readTree(answer.body());
        String password = made.get("password").asString();
        assertThat(password).matches("([A-Za-z0-9]{5}-){3}[A-Za-z0-9]{5}");
        assertThat(OidcClient.claims(client.gatewayTokens("finn", password)).getClaim("roles"))
                .isEqualTo(List.of("operator", "viewer"));
        // The audit log is never changed, so it has the pseudonymous id and not the name.
        assertThat(auditOf(id(made))).contains("user.create").doesNotContainIgnoringCase(password, "argon2", "finn");
    }

    @Test
    void neitherStoresNorRepeatsThePasswordForAnIdempotencyKey() {
        String once = UUID.randomUUID().toString();
        String body = "{\"name\":\"gil\",\"roles\":[\"viewer\"],\"teams\":[],\"environments\":[]}";

        HttpResponse<String> first = send("POST", USERS, body, "Idempotency-Key", once);
        HttpResponse<String> second = send("POST", USERS, body, "Idempotency-Key", once);

        String password = JSON.readTree(first.body()).get("password").asString();
        assertThat(second.statusCode()).isEqualTo(201);
        assertThat(second.body()).doesNotContain(password);
        assertThat(jdbc.queryForObject("select body from idempotency_key where key = ?", String.class, once))
                .doesNotContain(password);
        assertThat(send("POST", USERS, body).statusCode()).isEqualTo(409);
    }

    @Test
    void refusesWhatAUserMayNotBe() {
        Map<String, String> bad = new LinkedHashMap<>();
        bad.put("\"name\":\"Finn\"", "name");
        bad.put("\"name\":\"a b\"", "name");
        bad.put("\"name\":\"\"", "name");
        bad.put("\"roles\":[]", "roles");
        bad.put("\"roles\":[\"service\"]", "roles");
        bad.put("\"teams\":[\"No Team\"]", "teams");
        bad.put("\"environments\":null", "environments");
        bad.put("\"display_name\":\" \"", "display_name");
        bad.forEach((field, name) -> {
            String body = "{" + field
                    + List.of("name\":\"finn\"", "roles\":[\"viewer\"]", "teams\":[]", "environments\":[]").stream()
                            .filter(each -> !each.startsWith(name + "\""))
                            .map(each -> ",\"" + each)
                            .reduce("", String::concat)
                    + "}";
            HttpResponse<String> answer = send("POST", USERS, body);
            assertThat(answer.statusCode()).as(body + answer.body()).isEqualTo(400);
            assertThat(answer.body()).as(body).contains("\"field\":\"" + name + "\"");
        });
    }

    @Test
    void letsNobodySetWhatIsNotTheirsToSet() {
        String create = "{\"name\":\"finn\",\"roles\":[\"viewer\"],\"teams\":[],\"environments\":[],";
        String edit =
                "{\"display_name\":\"Eve\",\"roles\":[\"viewer\"],\"teams\":[],\"environments\":[],\"enabled\":true,";
        for (String field : List.of("actor_id", "id", "password", "password_hash", "version", "erased_at")) {
            assertThat(send("POST", USERS, create + "\"" + field + "\":\"x\"}").body())
                    .contains("unknown-field");
            assertThat(send("PUT", USERS + "/" + PersonTokens.EVE, edit + "\"" + field + "\":\"x\"}", "If-Match", "*")
                            .body())
                    .contains("unknown-field");
        }
        assertThat(send("PUT", USERS + "/" + PersonTokens.EVE, edit + "\"name\":\"eva\"}", "If-Match", "*")
                        .body())
                .contains("unknown-field");
        assertThat(client.browser()
                        .send("PUT", USERS + "/" + PersonTokens.EVE, tokens.eve(), edit + "\"x\":1}", "If-Match", "*")
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void asksForAFreshSecondFactor() {
        String stale = tokens.sign(PersonTokens.claims("root", PersonTokens.ROOT, "admin")
                .claim("mfa_time", java.time.Instant.now().getEpochSecond() - 400)
                .build());

        HttpResponse<String> answer = client.browser()
                .send(
                        "POST",
                        USERS,
                        stale,
                        "{\"name\":\"finn\",\"roles\":[\"viewer\"],\"teams\":[],\"environments\":[]}");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("step-up-required");
        assertThat(client.browser().get(USERS, stale).statusCode()).isEqualTo(200);
    }

    @Test
    void refusesForgedTokens() throws java.text.ParseException {
        String good = tokens.root();
        assertThat(client.browser().get(USERS, good).statusCode()).isEqualTo(200);
        java.time.Instant past = java.time.Instant.now().minusSeconds(600);
        String[] parts = good.split("\\.");
        String altered = parts[0] + "."
                + java.util.Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(new String(
                                        java.util.Base64.getUrlDecoder().decode(parts[1]),
                                        java.nio.charset.StandardCharsets.UTF_8)
                                .replace("\"root\"", "\"ruth\"")
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8))
                + "." + parts[2];
        Map<String, String> forged = new LinkedHashMap<>();
        forged.put(
                "alg none",
                new com.nimbusds.jwt.PlainJWT(
                                com.nimbusds.jwt.SignedJWT.parse(good).getJWTClaimsSet())
                        .serialize());
        forged.put("altered", altered);
        forged.put("without signature", parts[0] + "." + parts[1] + ".");
        forged.put(
                "other issuer",
                tokens.sign(PersonTokens.claims("root", PersonTokens.ROOT, "admin")
                        .issuer("http://evil.example/identity")
                        .build()));
        forged.put(
                "other audience",
                tokens.sign(PersonTokens.claims("root", PersonTokens.ROOT, "admin")
                        .audience(List.of("swen-routing", "swen-gateway"))
                        .build()));
        forged.put(
                "expired",
                tokens.sign(PersonTokens.claims("root", PersonTokens.ROOT, "admin")
                        .issuedAt(past.minusSeconds(60))
                        .expiresAt(past)
                        .build()));
        forged.forEach((what, token) -> {
            HttpResponse<String> answer = client.browser().get(USERS, token);
            assertThat(answer.statusCode()).as(what).isEqualTo(401);
            assertThat(answer.body()).as(what).contains("unauthenticated");
        });
    }

    @Test
    void editsOnlyWhatWasRead() {
        String path = create("hana");
        String edit =
                "{\"display_name\":\"Hana H.\",\"roles\":[\"auditor\"],\"teams\":[\"web\"],\"environments\":[\"dev\"],"
                        + "\"enabled\":true}";

        assertThat(send("PUT", path, edit).statusCode()).isEqualTo(428);
        assertThat(send("PUT", path, edit, "If-Match", "\"9\"").statusCode()).isEqualTo(412);
        HttpResponse<String> edited = send("PUT", path, edit, "If-Match", "\"0\"");

        assertThat(edited.statusCode()).as(edited.body()).isEqualTo(200);
        assertThat(edited.headers().firstValue("ETag")).hasValue("\"1\"");
        JsonNode user = JSON.readTree(client.browser().get(path, tokens.root()).body());
        assertThat(user.get("display_name").asString()).isEqualTo("Hana H.");
        assertThat(user.get("roles").toString()).isEqualTo("[\"auditor\"]");
        assertThat(jdbc.queryForObject(
                        "select (before->'roles')::text || ' to ' || (after->'roles')::text from audit.event"
                                + " where action = 'user.edit' and resource_id = ?",
                        String.class,
                        user.get("actor_id").asString()))
                .isEqualTo("[\"viewer\"] to [\"auditor\"]");
    }

    @Test
    void endsEverythingOfADisabledUserAtOnce() {
        GATEWAY.forget();
        HttpResponse<String> made =
                send("POST", USERS, "{\"name\":\"iris\",\"roles\":[\"viewer\"],\"teams\":[],\"environments\":[]}");
        String password = JSON.readTree(made.body()).get("password").asString();
        String path = USERS + "/" + id(JSON.readTree(made.body()));
        JsonNode session = client.gatewayTokens("iris", password);

        HttpResponse<String> disabled = send(
                "PUT",
                path,
                "{\"display_name\":\"Iris\",\"roles\":[\"viewer\"],\"teams\":[],\"environments\":[],\"enabled\":false}",
                "If-Match",
                "*");

        assertThat(disabled.statusCode()).as(disabled.body()).isEqualTo(200);
        assertThat(client.refresh(session.get("refresh_token").asString()).statusCode())
                .isEqualTo(400);
        assertThat(client.exchange(session.get("access_token").asString(), "swen-routing")
                        .statusCode())
                .isEqualTo(400);
        assertThat(OidcClient.location(client.browser().login("iris", password)))
                .contains("error");
        await().until(() -> GATEWAY.taken().size() == 1);
    }

    @Test
    void resetsAPassword() {
        HttpResponse<String> made =
                send("POST", USERS, "{\"name\":\"jo\",\"roles\":[\"viewer\"],\"teams\":[],\"environments\":[]}");
        String old = JSON.readTree(made.body()).get("password").asString();
        String path = USERS + "/" + id(JSON.readTree(made.body()));

        HttpResponse<String> reset = send("POST", path + "/password-resets", "");

        assertThat(reset.statusCode()).as(reset.body()).isEqualTo(200);
        String fresh = JSON.readTree(reset.body()).get("password").asString();
        assertThat(fresh).isNotEqualTo(old);
        assertThat(OidcClient.location(client.browser().login("jo", old))).contains("error");
        client.gatewayTokens("jo", fresh);
    }

    @Test
    void resetsTheFactorsOfSomebodyWhoLostThem() {
        HttpResponse<String> made =
                send("POST", USERS, "{\"name\":\"lea\",\"roles\":[\"viewer\"],\"teams\":[],\"environments\":[]}");
        String password = JSON.readTree(made.body()).get("password").asString();
        String id = id(JSON.readTree(made.body()));
        JsonNode session = client.gatewayTokens("lea", password);
        jdbc.update("insert into recovery_code (user_id, code_hash, created_at) values (?::uuid, '\\x00', now())", id);

        assertThat(client.browser()
                        .delete(USERS + "/" + id + "/factors", tokens.eve())
                        .statusCode())
                .isEqualTo(403);
        assertThat(client.browser()
                        .delete(USERS + "/" + id + "/factors", tokens.root())
                        .statusCode())
                .isEqualTo(204);

        assertThat(jdbc.queryForObject("select count(*) from recovery_code where user_id = ?::uuid", Integer.class, id))
                .isZero();
        assertThat(client.refresh(session.get("refresh_token").asString()).statusCode())
                .isEqualTo(400);
        assertThat(auditOf(id)).contains("factor.reset");
    }

    @Test
    void keepsAnAdmin() {
        for (String edit :
                List.of("\"roles\":[\"viewer\"],\"enabled\":true", "\"roles\":[\"admin\"],\"enabled\":false")) {
            HttpResponse<String> answer = send(
                    "PUT",
                    USERS + "/" + PersonTokens.ROOT,
                    "{\"display_name\":\"root\",\"teams\":[\"*\"],\"environments\":[\"*\"]," + edit + "}",
                    "If-Match",
                    "*");
            assertThat(answer.statusCode()).isEqualTo(409);
            assertThat(answer.body()).contains("last admin");
        }
        assertThat(jdbc.queryForObject(
                        "select enabled and roles @> '{admin}' from user_account where username = 'root'",
                        Boolean.class))
                .isTrue();
    }

    @Test
    void findsPeople() {
        create("kim");
        create("kai");

        assertThat(names("?q=K")).containsExactly("kai", "kim");
        assertThat(names("?q=k&limit=1")).containsExactly("kai");
        assertThat(names("?role=operator")).containsExactly("ada");
        assertThat(names("?team=research")).contains("ada", "root");
        assertThat(names("?enabled=false")).isEmpty();
        assertThat(names("?q=%25")).isEmpty();
        assertThat(client.browser().get(USERS + "?role=king", tokens.root()).statusCode())
                .isEqualTo(400);
        assertThat(client.browser()
                        .get(USERS + "/" + UUID.randomUUID(), tokens.root())
                        .statusCode())
                .isEqualTo(404);
    }

    private List<String> names(String query) {
        JsonNode page =
                JSON.readTree(client.browser().get(USERS + query, tokens.root()).body());
        return page.get("items").findValues("name").stream()
                .map(JsonNode::asString)
                .toList();
    }

    private String create(String name) {
        HttpResponse<String> answer = send(
                "POST", USERS, "{\"name\":\"" + name + "\",\"roles\":[\"viewer\"],\"teams\":[],\"environments\":[]}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return answer.headers().firstValue("Location").orElseThrow();
    }

    private HttpResponse<String> send(String method, String path, String body, String... headers) {
        return client.browser().send(method, path, tokens.root(), body, headers);
    }

    private String auditOf(String id) {
        return String.valueOf(jdbc.queryForList(
                "select action || after::text from audit.event where resource_id = ?", String.class, id));
    }

    private static String id(JsonNode made) {
        return made.at("/user/actor_id").asString();
    }
}
