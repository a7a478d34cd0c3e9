package io.swen.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import java.net.http.HttpResponse;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ApiKeyIntegrationTests extends IdentityServer {

    private static final String KEYS = "/api/v1/api-keys";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JdbcTemplate jdbc;
    private final OidcClient client;
    private final PersonTokens tokens;

    ApiKeyIntegrationTests(@Autowired JdbcTemplate jdbc, @Autowired JwtEncoder issuer, @LocalServerPort int port) {
        this.jdbc = jdbc;
        this.client = new OidcClient(port);
        this.tokens = new PersonTokens(issuer);
    }

    @BeforeEach
    void noKeys() {
        jdbc.update("delete from api_key");
    }

    @Test
    void makesAKeyThatTheGatewayExchangesForATokenOfItsScope() throws ParseException {
        JsonNode made = create(tokens.ada(), """
                {"name":"ci","roles":["operator"],"teams":["research"],"environments":["dev"]}""");

        JsonNode answer = OidcClient.ok(client.exchangeKey(secret(made), "swen-routing"));

        assertThat(answer.get("expires_in").asLong()).isBetween(55L, 60L);
        JWTClaimsSet claims = OidcClient.claims(answer);
        assertThat(claims.getAudience()).containsExactly("swen-routing");
        assertThat(claims.getSubject()).isEqualTo("ada");
        assertThat(claims.getStringClaim("actor_id")).isEqualTo(PersonTokens.ADA.toString());
        assertThat(claims.getStringClaim("key_id")).isEqualTo(id(made));
        assertThat(claims.getStringListClaim("roles")).containsExactly("operator");
        assertThat(claims.getStringListClaim("teams")).containsExactly("research");
        assertThat(claims.getStringListClaim("environments")).containsExactly("dev");
        assertThat(claims.getStringClaim("client_id")).isEqualTo("swen-gateway");
        assertThat(claims.getJSONObjectClaim("act")).isEqualTo(Map.of("sub", "swen-gateway"));
        assertThat(claims.getClaim("mfa_time")).isNull();
        assertThat(claims.getClaim("acr")).isNull();
    }

    @Test
    void storesOnlyAHashAndShowsTheSecretOnce() {
        JsonNode made = create(tokens.ada(), "{\"name\":\"ci\"}");
        String secret = secret(made);

        String listed = get(tokens.ada(), KEYS).body();

        assertThat(listed).contains(id(made)).doesNotContain(secret);
        assertThat(JSON.readTree(listed).at("/items/0/prefixes/0").asString()).isEqualTo(secret.split("_")[1]);
        assertThat(jdbc.queryForObject(
                        "select hash from api_key_secret where prefix = ?", byte[].class, secret.split("_")[1]))
                .hasSize(32);
        assertThat(auditText(id(made))).contains("\"name\":\"ci\"").doesNotContain(secret);
    }

    @Test
    void neitherStoresNorRepeatsASecretForAnIdempotencyKey() {
        String once = UUID.randomUUID().toString();
        HttpResponse<String> first =
                client.browser().send("POST", KEYS, tokens.ada(), "{\"name\":\"ci\"}", "Idempotency-Key", once);

        HttpResponse<String> second =
                client.browser().send("POST", KEYS, tokens.ada(), "{\"name\":\"ci\"}", "Idempotency-Key", once);

        assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
        assertThat(second.statusCode()).isEqualTo(201);
        assertThat(second.headers().firstValue("Idempotency-Replayed")).hasValue("true");
        JsonNode replayed = JSON.readTree(second.body());
        assertThat(id(replayed)).isEqualTo(id(JSON.readTree(first.body())));
        assertThat(replayed.path("secret").isString()).isFalse();
        assertThat(jdbc.queryForObject("select body from idempotency_key where key = ?", String.class, once))
                .doesNotContain(secret(JSON.readTree(first.body())));
        assertThat(jdbc.queryForObject("select count(*) from api_key", Integer.class))
                .isEqualTo(1);
    }

    @Test
    void refusesAKeyThatIsUnknownAlteredExpiredOrRevokedInTheSameWords() {
        JsonNode made = create(tokens.ada(), "{\"name\":\"ci\"}");
        String secret = secret(made);
        JsonNode revoked = create(tokens.ada(), "{\"name\":\"old\"}");
        assertThat(client.browser()
                        .delete(KEYS + "/" + id(revoked), tokens.ada())
                        .statusCode())
                .isEqualTo(204);
        JsonNode deleted = create(tokens.ada(), "{\"name\":\"gone\"}");
        jdbc.update("delete from api_key where id = ?::uuid", id(deleted));
        JsonNode expired = create(tokens.ada(), "{\"name\":\"expired\"}");
        jdbc.update("update api_key set expires_at = now() - interval '1 second' where id = ?::uuid", id(expired));

        String words = refused(client.exchangeKey("nonsense", "swen-routing"));
        for (String text :
                List.of(secret(revoked), secret(deleted), secret(expired), secret.substring(1), secret + "0")) {
            assertThat(refused(client.exchangeKey(text, "swen-routing"))).isEqualTo(words);
        }
        OidcClient.ok(client.exchangeKey(secret, "swen-routing"));
    }

    @Test
    void revokesAtTheNextExchange() {
        JsonNode made = create(tokens.ada(), "{\"name\":\"ci\"}");
        OidcClient.ok(client.exchangeKey(secret(made), "swen-routing"));

        client.browser().delete(KEYS + "/" + id(made), tokens.ada());

        refused(client.exchangeKey(secret(made), "swen-routing"));
        JsonNode shown = JSON.readTree(get(tokens.ada(), KEYS + "/" + id(made)).body());
        assertThat(shown.get("state").asString()).isEqualTo("revoked");
        assertThat(shown.get("prefixes")).isEmpty();
    }

    @Test
    void rotatesWithAnOverlapInWhichBothSecretsAreGood() {
        JsonNode made = create(tokens.ada(), "{\"name\":\"ci\"}");

        JsonNode rotated = rotate(made, "{\"overlap\":\"PT1H\"}");

        assertThat(id(rotated)).isEqualTo(id(made));
        assertThat(rotated.at("/key/prefixes")).hasSize(2);
        OidcClient.ok(client.exchangeKey(secret(made), "swen-routing"));
        OidcClient.ok(client.exchangeKey(secret(rotated), "swen-routing"));
        jdbc.update("update api_key_secret set valid_until = now() where valid_until is not null");
        refused(client.exchangeKey(secret(made), "swen-routing"));
        OidcClient.ok(client.exchangeKey(secret(rotated), "swen-routing"));
    }

    @Test
    void endsTheOldSecretAtOnceWithoutAnOverlap() {
        JsonNode made = create(tokens.ada(), "{\"name\":\"ci\"}");

        JsonNode rotated = rotate(made, "{}");

        refused(client.exchangeKey(secret(made), "swen-routing"));
        OidcClient.ok(client.exchangeKey(secret(rotated), "swen-routing"));
    }

    @Test
    void rotatesOnlyWhatWasReadAndOnlyWithinTheLimits() {
        JsonNode made = create(tokens.ada(), "{\"name\":\"ci\"}");
        String path = KEYS + "/" + id(made) + "/rotations";

        assertThat(client.browser().send("POST", path, tokens.ada(), "{}").statusCode())
                .isEqualTo(428);
        assertThat(client.browser()
                        .send("POST", path, tokens.ada(), "{}", "If-Match", "\"7\"")
                        .statusCode())
                .isEqualTo(412);
        HttpResponse<String> long8 =
                client.browser().send("POST", path, tokens.ada(), "{\"overlap\":\"P8D\"}", "If-Match", "\"0\"");
        assertThat(long8.statusCode()).isEqualTo(400);
        assertThat(long8.body()).contains("\"field\":\"overlap\"", "PT168H");
        OidcClient.ok(client.exchangeKey(secret(made), "swen-routing"));
    }

    @Test
    void grantsNeverMoreThanItsOwnerHasNow() throws ParseException {
        JsonNode made = create(tokens.ada(), """
                {"name":"ci","roles":["viewer","operator"],"environments":["dev","staging"]}""");
        jdbc.update("update user_account set roles = '{viewer}', environments = '{dev}' where username = 'ada'");
        try {
            JWTClaimsSet claims = OidcClient.claims(OidcClient.ok(client.exchangeKey(secret(made), "swen-routing")));

            assertThat(claims.getStringListClaim("roles")).containsExactly("viewer");
            assertThat(claims.getStringListClaim("environments")).containsExactly("dev");
            jdbc.update("update user_account set enabled = false where username = 'ada'");
            refused(client.exchangeKey(secret(made), "swen-routing"));
        } finally {
            jdbc.update("update user_account set enabled = true, roles = '{operator}',"
                    + " environments = '{dev,staging}' where username = 'ada'");
        }
    }

    @Test
    void makesNoKeyBeyondItsMakersRightsOrTheLimits() {
        Map<String, String> bad = new LinkedHashMap<>();
        bad.put("{\"name\":\"\"}", "name");
        bad.put("{\"name\":\"" + "x".repeat(101) + "\"}", "name");
        bad.put("{\"name\":\"a\\u0000b\"}", "name");
        bad.put("{\"name\":\"ci\",\"roles\":[\"admin\"]}", "roles");
        bad.put("{\"name\":\"ci\",\"roles\":[\"approver\"]}", "roles");
        bad.put("{\"name\":\"ci\",\"roles\":[]}", "roles");
        bad.put("{\"name\":\"ci\",\"teams\":[\"*\"]}", "teams");
        bad.put("{\"name\":\"ci\",\"teams\":[\"finance\"]}", "teams");
        bad.put("{\"name\":\"ci\",\"environments\":[\"prod\"]}", "environments");
        bad.put("{\"name\":\"ci\",\"environments\":[\"../prod\"]}", "environments");
        bad.put("{\"name\":\"ci\",\"expires_at\":\"2020-01-01T00:00:00Z\"}", "expires_at");
        bad.put("{\"name\":\"ci\",\"expires_at\":\"" + Instant.now().plus(Duration.ofDays(366)) + "\"}", "expires_at");
        bad.forEach((body, field) -> {
            HttpResponse<String> answer = client.browser().send("POST", KEYS, tokens.ada(), body);
            assertThat(answer.statusCode()).as(body + answer.body()).isEqualTo(400);
            assertThat(answer.body()).as(body).contains("\"field\":\"" + field + "\"");
        });
        HttpResponse<String> viewer =
                client.browser().send("POST", KEYS, tokens.eve(), "{\"name\":\"ci\",\"roles\":[\"operator\"]}");
        assertThat(viewer.statusCode()).isEqualTo(400);
    }

    @Test
    void letsNobodySetWhatIsTheIssuersToSet() {
        for (String field : List.of("id", "owner_id", "created_at", "last_used_at", "prefixes", "secret", "state")) {
            HttpResponse<String> answer =
                    client.browser().send("POST", KEYS, tokens.ada(), "{\"name\":\"ci\",\"" + field + "\":\"x\"}");
            assertThat(answer.statusCode()).as(field).isEqualTo(400);
            assertThat(answer.body()).contains("unknown-field");
        }
    }

    @Test
    void limitsTheActiveKeysOfAPerson() {
        for (int i = 0; i < 20; i++) {
            create(tokens.ada(), "{\"name\":\"key " + i + "\"}");
        }

        HttpResponse<String> answer = client.browser().send("POST", KEYS, tokens.ada(), "{\"name\":\"one more\"}");

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("at most 20 keys");
    }

    @Test
    void showsOthersKeysToAdminsOnlyAndAsAbsentToEverybodyElse() {
        JsonNode adas = create(tokens.ada(), "{\"name\":\"ci\"}");
        String path = KEYS + "/" + id(adas);

        assertThat(get(tokens.eve(), path).statusCode()).isEqualTo(404);
        assertThat(client.browser().delete(path, tokens.eve()).statusCode()).isEqualTo(404);
        assertThat(client.browser()
                        .send("POST", path + "/rotations", tokens.eve(), "{}", "If-Match", "\"0\"")
                        .statusCode())
                .isEqualTo(404);
        assertThat(JSON.readTree(get(tokens.eve(), KEYS + "?owner=" + PersonTokens.ADA)
                                .body())
                        .get("items"))
                .isEmpty();
        assertThat(get(tokens.eve(), KEYS + "?owner=all").statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(get(tokens.root(), KEYS + "?owner=all").body()).get("items"))
                .hasSize(1);
        assertThat(JSON.readTree(get(tokens.root(), KEYS).body()).get("items")).isEmpty();
        assertThat(get(tokens.root(), path).statusCode()).isEqualTo(200);
        assertThat(client.browser().delete(path, tokens.root()).statusCode()).isEqualTo(204);
    }

    @Test
    void notesItsUseAtMostOnceAMinute() {
        JsonNode made = create(tokens.ada(), "{\"name\":\"ci\"}");
        OidcClient.ok(client.exchangeKey(secret(made), "swen-routing"));
        Instant first = lastUsed(made);
        OidcClient.ok(client.exchangeKey(secret(made), "swen-routing"));

        assertThat(lastUsed(made)).isEqualTo(first);
        jdbc.update("update api_key set last_used_at = last_used_at - interval '61 seconds'");
        OidcClient.ok(client.exchangeKey(secret(made), "swen-routing"));
        assertThat(lastUsed(made)).isAfterOrEqualTo(first);
    }

    @Test
    void exchangesKeysForTheGatewayOnlyAndForOneKnownServiceOnly() {
        String secret = secret(create(tokens.ada(), "{\"name\":\"ci\"}"));
        Map<String, String> form = OidcClient.exchangeForm(secret, "swen-routing");
        form.put("subject_token_type", "urn:swen:token-type:api-key");

        assertThat(client.token("swen-routing", form).body()).contains("unauthorized_client");
        assertThat(client.exchangeKey(secret, "swen-nobody").body()).contains("invalid_target");
        assertThat(client.browser()
                        .postRaw(
                                "/identity/oauth2/token?subject_token=" + secret,
                                Browser.form(form),
                                OidcClient.GATEWAY)
                        .statusCode())
                .isEqualTo(400);
        assertThat(client.exchange(secret, "swen-routing").body()).contains("invalid_grant");
    }

    private HttpResponse<String> get(String token, String path) {
        return client.browser().get(path, token);
    }

    private JsonNode create(String token, String body) {
        HttpResponse<String> answer = client.browser().send("POST", KEYS, token, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        assertThat(answer.headers().firstValue("Cache-Control"))
                .hasValueSatisfying(value -> assertThat(value).contains("no-store"));
        return JSON.readTree(answer.body());
    }

    private JsonNode rotate(JsonNode made, String body) {
        HttpResponse<String> answer = client.browser()
                .send("POST", KEYS + "/" + id(made) + "/rotations", tokens.ada(), body, "If-Match", "\"0\"");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private Instant lastUsed(JsonNode made) {
        return jdbc.queryForList(
                        "select last_used_at from api_key where id = ?::uuid", java.sql.Timestamp.class, id(made))
                .getFirst()
                .toInstant();
    }

    private String auditText(String id) {
        return String.valueOf(jdbc.queryForList(
                "select after::text from audit.event where resource_type = 'api_key' and resource_id = ?",
                String.class,
                id));
    }

    private static String refused(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains("\"error\":\"invalid_grant\"");
        return answer.body();
    }

    private static String id(JsonNode made) {
        return made.at("/key/id").asString();
    }

    private static String secret(JsonNode made) {
        return made.get("secret").asString();
    }
}
