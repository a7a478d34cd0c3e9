package io.swen.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.swen.platform.test.AccessTable;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class IdentityIntegrationTests extends IdentityServer {

    private static final String CALLBACK = "http://127.0.0.1:41234/callback";
    private static final String GATEWAY_CALLBACK = IdentityServer.PUBLIC_URL + "/login/oauth2/code/swen";
    private static final String VERIFIER = "a-verifier-that-is-long-enough-for-rfc-7636-0123456789";

    private final JdbcTemplate jdbc;
    private final JsonMapper json;
    private final int port;
    private Browser browser;

    IdentityIntegrationTests(@Autowired JdbcTemplate jdbc, @Autowired JsonMapper json, @LocalServerPort int port) {
        this.jdbc = jdbc;
        this.json = json;
        this.port = port;
        this.browser = new Browser("http://localhost:" + port);
    }

    @BeforeEach
    void freshBrowser() {
        browser = new Browser("http://localhost:" + port);
    }

    @Test
    void hasARuleForEveryEndpointAndAnEndpointForEveryRule(@Autowired ApplicationContext context) {
        // The pages of the login have a chain of their own, which admits by the factors of the login instead of a
        // token's roles.
        AccessTable.check(
                context,
                "/logout/connect/back-channel/federated",
                "/login",
                "/login.css",
                "/passkey.js",
                "/login/factor",
                "/security",
                "/security/enrol",
                "/security/continue",
                "/security/totp",
                "/security/totp/remove",
                "/security/passkeys",
                "/security/passkeys/remove",
                "/security/recovery-codes",
                "/security/password");
    }

    @Test
    void givesTheCommandLineATokenWithTheClaimsOfThePlatform() throws ParseException {
        JsonNode tokens = json.readTree(cliTokens("ada", "correct horse").body());

        JWTClaimsSet claims = claims(tokens.get("access_token").asString());
        assertThat(claims.getIssuer()).isEqualTo("http://swen.test/identity");
        assertThat(claims.getSubject()).isEqualTo("ada");
        assertThat(claims.getAudience()).containsExactly("swen-gateway");
        assertThat(claims.getStringClaim("actor_id")).isEqualTo("11111111-1111-4111-8111-111111111111");
        assertThat(claims.getStringListClaim("roles")).containsExactly("operator");
        assertThat(claims.getStringListClaim("teams")).containsExactly("research");
        assertThat(claims.getStringListClaim("environments")).containsExactly("dev", "staging");
        assertThat(claims.getStringListClaim("amr")).containsExactly("pwd");
        assertThat(claims.getLongClaim("auth_time"))
                .isBetween(
                        claims.getIssueTime().getTime() / 1000 - 60,
                        claims.getIssueTime().getTime() / 1000 + 1);
        assertThat(claims.getExpirationTime().getTime() - claims.getIssueTime().getTime())
                .isEqualTo(600_000);
        assertThat(tokens.has("refresh_token")).isFalse();

        JWTClaimsSet identity = claims(tokens.get("id_token").asString());
        assertThat(identity.getAudience()).containsExactly("swen-cli");
        assertThat(identity.getStringClaim("name")).isEqualTo("Ada");
        assertThat(identity.getStringListClaim("roles")).containsExactly("operator");
        assertThat(identity.getClaim("auth_time")).isNotNull();
    }

    @Test
    void refusesAWrongPasswordAndRecordsTheAttempt() {
        HttpResponse<String> answer = browser.login("ada", "incorrect horse");

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(location(answer)).endsWith("/identity/login?error");
        assertThat(browser.get(location(answer)).body()).contains("role=\"alert\"");
        assertThat(jdbc.queryForObject(
                        "select count(*) from audit.event where action = 'login.failure' and resource_id = ?",
                        Integer.class,
                        "11111111-1111-4111-8111-111111111111"))
                .isPositive();
    }

    @Test
    void recordsASuccessfulLogin() {
        assertThat(browser.login("root", "battery staple").statusCode()).isEqualTo(302);

        assertThat(jdbc.queryForObject(
                        "select count(*) from audit.event where action = 'login.success' and resource_id = ?",
                        Integer.class,
                        "22222222-2222-4222-8222-222222222222"))
                .isPositive();
    }

    @Test
    void locksANameAfterManyFailuresEvenForTheRightPassword() {
        for (int i = 0; i < 8; i++) {
            assertThat(browser.login("eve", "guess " + i).statusCode()).isEqualTo(302);
        }

        HttpResponse<String> locked = browser.login("eve", "guess me never");

        assertThat(locked.statusCode()).isEqualTo(429);
        assertThat(locked.headers().firstValue("Retry-After")).hasValue("300");
        assertThat(locked.body()).contains("Too many failed attempts");
        assertThat(browser.login("ada", "correct horse").statusCode()).isEqualTo(302);
    }

    @Test
    void refusesALoginWithoutTheFormsToken() {
        browser.get("/identity/login");

        HttpResponse<String> answer =
                browser.post("/identity/login", Map.of("username", "ada", "password", "correct horse"));

        assertThat(answer.statusCode()).isEqualTo(403);
    }

    @Test
    void protectsTheLoginPageByHeaders() {
        HttpResponse<String> page = browser.get("/identity/login");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy)
                        .contains("default-src 'none'", "frame-ancestors 'none'")
                        .doesNotContain("unsafe"));
        assertThat(page.body())
                .doesNotContain("<script>", "javascript:", "style=", " onclick")
                .contains("/identity/login.css");
        assertThat(browser.get("/identity/login.css").statusCode()).isEqualTo(200);
        assertThat(browser.cookies()).allSatisfy(cookie -> {
            assertThat(cookie.getName()).isEqualTo("SWEN_ISSUER");
            assertThat(cookie.getPath()).isEqualTo("/identity");
            assertThat(cookie.isHttpOnly()).isTrue();
        });
        assertThat(page.headers().allValues("Set-Cookie"))
                .allSatisfy(cookie -> assertThat(cookie).contains("SameSite=Lax"));
    }

    @Test
    void sendsNobodyToARedirectThatIsNotRegistered() {
        browser.login("ada", "correct horse");

        HttpResponse<String> answer =
                browser.get(authorize("swen-cli", "https://evil.example/callback", Browser.challenge(VERIFIER)));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Location")).isEmpty();
    }

    @Test
    void demandsAProofKeyFromTheCommandLine() {
        browser.login("ada", "correct horse");

        HttpResponse<String> answer = browser.get("/identity/oauth2/authorize?"
                + Browser.form(Map.of(
                        "response_type", "code",
                        "client_id", "swen-cli",
                        "scope", "openid",
                        "state", "s",
                        "redirect_uri", CALLBACK)));

        assertThat(Browser.queryOf(location(answer))).containsEntry("error", "invalid_request");
    }

    @Test
    void takesACodeOnceAndEndsItsTokensWhenItIsReplayed() {
        String code = gatewayCode("ada", "correct horse");
        HttpResponse<String> first = exchange(code);
        assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
        String refresh = json.readTree(first.body()).get("refresh_token").asString();

        HttpResponse<String> second = exchange(code);

        assertThat(second.statusCode()).isEqualTo(400);
        assertThat(second.body()).contains("invalid_grant");
        assertThat(refresh(refresh).statusCode()).isEqualTo(400);
    }

    @Test
    void refreshesTheGatewaysTokenWithTheRolesOfThatMoment() throws ParseException {
        HttpResponse<String> first = exchange(gatewayCode("root", "battery staple"));
        assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
        JsonNode tokens = json.readTree(first.body());
        jdbc.update("update user_account set roles = '{admin,approver}' where username = 'root'");

        HttpResponse<String> refreshed = refresh(tokens.get("refresh_token").asString());

        assertThat(refreshed.statusCode()).as(refreshed.body()).isEqualTo(200);
        JWTClaimsSet claims =
                claims(json.readTree(refreshed.body()).get("access_token").asString());
        assertThat(claims.getStringListClaim("roles")).containsExactly("admin", "approver");
        assertThat(claims.getLongClaim("auth_time")).isNotNull();
    }

    @Test
    void refusesToRefreshForADisabledUser() {
        HttpResponse<String> first = exchange(gatewayCode("root", "battery staple"));
        String token = json.readTree(first.body()).get("refresh_token").asString();
        jdbc.update("update user_account set enabled = false where username = 'root'");
        try {
            HttpResponse<String> refreshed = refresh(token);

            assertThat(refreshed.statusCode()).isEqualTo(400);
            assertThat(refreshed.body()).contains("invalid_grant");
        } finally {
            jdbc.update("update user_account set enabled = true where username = 'root'");
        }
    }

    @Test
    void givesAServiceATokenOfItsOwn() throws ParseException {
        HttpResponse<String> answer = clientCredentials("swen-routing", IdentityServer.secretOf("swen-routing"));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JWTClaimsSet claims =
                claims(json.readTree(answer.body()).get("access_token").asString());
        assertThat(claims.getSubject()).isEqualTo("swen-routing");
        assertThat(claims.getStringListClaim("roles")).containsExactly("service");
        assertThat(claims.getStringListClaim("teams")).containsExactly("*");
        assertThat(claims.getAudience()).containsExactly("swen-gitops");
        JWTClaimsSet again =
                claims(json.readTree(clientCredentials("swen-routing", IdentityServer.secretOf("swen-routing"))
                                .body())
                        .get("access_token")
                        .asString());
        assertThat(again.getStringClaim("actor_id")).isEqualTo(claims.getStringClaim("actor_id"));
        assertThat(clientCredentials("swen-gateway", IdentityServer.secretOf("swen-gateway"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(clientCredentials("swen-routing", "wrong").statusCode()).isEqualTo(401);
        assertThat(clientCredentials("swen-nobody", IdentityServer.secretOf("swen-nobody"))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void describesItselfUnderThePublicAddress() {
        JsonNode discovery = json.readTree(
                browser.get("/identity/.well-known/openid-configuration").body());

        assertThat(discovery.get("issuer").asString()).isEqualTo("http://swen.test/identity");
        assertThat(discovery.get("authorization_endpoint").asString())
                .isEqualTo("http://swen.test/identity/oauth2/authorize");
        assertThat(discovery.get("jwks_uri").asString()).isEqualTo("http://swen.test/identity/oauth2/jwks");
        assertThat(browser.get("/actuator/health/readiness").statusCode()).isEqualTo(200);
    }

    @Test
    void publishesOnlyThePublicPartOfTheStoredKey() {
        JsonNode keys =
                json.readTree(browser.get("/identity/oauth2/jwks").body()).get("keys");

        assertThat(keys).isNotEmpty();
        assertThat(keys.get(0).get("kty").asString()).isEqualTo("RSA");
        assertThat(keys.get(0).has("d")).isFalse();
        assertThat(IdentityServer.FOLDER.resolve("keys").resolve("signing-keys.json"))
                .content()
                .contains(keys.get(0).get("kid").asString());
    }

    @Test
    void showsCallersThemselvesAndAdminsEverybody() {
        String ada = accessToken("ada", "correct horse");
        browser = new Browser("http://localhost:" + port);
        String root = accessToken("root", "battery staple");

        JsonNode me = json.readTree(browser.get("/api/v1/users/me", ada).body());
        assertThat(me.get("name").asString()).isEqualTo("ada");
        assertThat(me.get("actor_id").asString()).isEqualTo("11111111-1111-4111-8111-111111111111");
        assertThat(browser.get("/api/v1/users", ada).statusCode()).isEqualTo(403);
        JsonNode everybody =
                json.readTree(browser.get("/api/v1/users?limit=2", root).body());
        assertThat(everybody.get("items")).hasSize(2);
        assertThat(everybody.toString()).doesNotContain("argon2");
        JsonNode rest = json.readTree(browser.get(
                        "/api/v1/users?limit=2&cursor=" + everybody.get("next").asString(), root)
                .body());
        assertThat(rest.get("items")).hasSize(2);
        assertThat(browser.get("/api/v1/users/me").statusCode()).isEqualTo(401);
        assertThat(browser.get("/identity/api/v1/users", root).statusCode()).isEqualTo(404);
    }

    @Test
    void endsTheLoginSessionsOfTheCaller() {
        String ada = accessToken("ada", "correct horse");
        String authorize = authorize("swen-cli", CALLBACK, Browser.challenge(VERIFIER));
        assertThat(location(browser.get(authorize))).startsWith(CALLBACK);

        assertThat(browser.delete("/api/v1/users/me/sessions", ada).statusCode())
                .isEqualTo(204);

        assertThat(location(browser.get(authorize))).endsWith("/identity/login");
        assertThat(jdbc.queryForObject(
                        "select count(*) from spring_session where principal_name = 'ada'", Integer.class))
                .isZero();
    }

    @Test
    void storesPasswordsAsArgon2() {
        assertThat(jdbc.queryForList("select password_hash from user_account", String.class))
                .hasSize(5)
                .allSatisfy(hash -> assertThat(hash).startsWith("{argon2id}$argon2id$"));
    }

    @Test
    void describesItselfAsCheckedIn() throws IOException {
        Path checkedIn = Path.of("../docs/api/identity.json");
        ObjectNode api = (ObjectNode) json.readTree(
                browser.get("/v3/api-docs", accessToken("ada", "correct horse")).body());
        api.remove("servers");
        JsonMapper sorted = JsonMapper.builder()
                .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, SerializationFeature.INDENT_OUTPUT)
                .build();
        String actual = sorted.writeValueAsString(sorted.convertValue(api, Map.class)) + "\n";
        if (Boolean.getBoolean("swen.update-api")) {
            Files.writeString(checkedIn, actual);
        }
        assertThat(checkedIn).as("run with -Dswen.update-api=true to write it").hasContent(actual);
    }

    /** What the gateway sends here for a person. */
    private String accessToken(String username, String password) {
        String given = json.readTree(cliTokens(username, password).body())
                .get("access_token")
                .asString();
        return OidcClient.ok(new OidcClient(port).exchange(given, "swen-identity"))
                .get("access_token")
                .asString();
    }

    private HttpResponse<String> cliTokens(String username, String password) {
        String authorize = authorize("swen-cli", CALLBACK, Browser.challenge(VERIFIER));
        HttpResponse<String> unknown = browser.get(authorize);
        assertThat(unknown.statusCode()).isEqualTo(302);
        assertThat(location(unknown)).endsWith("/identity/login");
        HttpResponse<String> login = browser.login(username, password);
        assertThat(login.statusCode()).isEqualTo(302);
        HttpResponse<String> known = browser.get(location(login));
        assertThat(location(known)).startsWith(CALLBACK + "?");
        Map<String, String> callback = Browser.queryOf(location(known));
        assertThat(callback).containsEntry("state", "s");
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("client_id", "swen-cli");
        form.put("redirect_uri", CALLBACK);
        form.put("code_verifier", VERIFIER);
        form.put("code", String.valueOf(callback.get("code")));
        HttpResponse<String> answer = browser.post("/identity/oauth2/token", form);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer;
    }

    private String gatewayCode(String username, String password) {
        String authorize = authorize("swen-gateway", GATEWAY_CALLBACK, Browser.challenge(VERIFIER));
        browser.get(authorize);
        browser.login(username, password);
        HttpResponse<String> known = browser.get(authorize);
        assertThat(location(known)).startsWith(GATEWAY_CALLBACK);
        return String.valueOf(Browser.queryOf(location(known)).get("code"));
    }

    private HttpResponse<String> exchange(String code) {
        return browser.post(
                "/identity/oauth2/token",
                Map.of(
                        "grant_type", "authorization_code",
                        "redirect_uri", GATEWAY_CALLBACK,
                        "code_verifier", VERIFIER,
                        "code", code),
                "Authorization",
                basic("swen-gateway", IdentityServer.secretOf("swen-gateway")));
    }

    private HttpResponse<String> refresh(String token) {
        return browser.post(
                "/identity/oauth2/token",
                Map.of("grant_type", "refresh_token", "refresh_token", token),
                "Authorization",
                basic("swen-gateway", IdentityServer.secretOf("swen-gateway")));
    }

    private HttpResponse<String> clientCredentials(String id, String secret) {
        return browser.post(
                "/identity/oauth2/token",
                Map.of("grant_type", "client_credentials", "audience", "swen-gitops"),
                "Authorization",
                basic(id, secret));
    }

    private static String authorize(String client, String redirect, String challenge) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("response_type", "code");
        query.put("client_id", client);
        query.put("scope", "openid profile");
        query.put("state", "s");
        query.put("redirect_uri", redirect);
        query.put("code_challenge", challenge);
        query.put("code_challenge_method", "S256");
        return "/identity/oauth2/authorize?" + Browser.form(query);
    }

    private static String basic(String id, String secret) {
        return "Basic " + Base64.getEncoder().encodeToString((id + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }

    private static String location(HttpResponse<String> response) {
        return response.headers()
                .firstValue("Location")
                .orElseThrow(
                        () -> new AssertionError("no Location in " + response.statusCode() + " " + response.body()));
    }

    private static JWTClaimsSet claims(String token) throws ParseException {
        return SignedJWT.parse(token).getJWTClaimsSet();
    }
}
