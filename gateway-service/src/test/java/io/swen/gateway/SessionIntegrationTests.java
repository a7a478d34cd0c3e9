package io.swen.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.swen.platform.security.Role;
import io.swen.platform.test.TestIssuer;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A browser's session from its beginning to its end, whoever ends it. */
class SessionIntegrationTests extends GatewayTest {

    private static final String BACK_CHANNEL = "/logout/connect/back-channel/swen";
    private static final String LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout";

    private final JsonMapper json = JsonMapper.shared();
    private final JdbcTemplate jdbc;
    private final int port;
    private final Client client;

    SessionIntegrationTests(@Autowired JdbcTemplate jdbc, @LocalServerPort int port) {
        this.jdbc = jdbc;
        this.port = port;
        this.client = new Client(port);
    }

    @BeforeEach
    void reset() {
        Backends.TOKENS.reset();
        Backends.TOKENS.user.set("user-" + UUID.randomUUID());
        Backends.TOKENS.issuerSession.set(UUID.randomUUID().toString());
        Backends.ROUTING.on("/workloads", 200, "application/json", "{}");
    }

    // Lists

    @Test
    void showsWhereSomebodyIsSignedIn() {
        client.login();
        Client other = new Client(port);
        other.login();

        HttpResponse<String> answer = client.get("/api/v1/sessions");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
        JsonNode items = json.readTree(answer.body()).get("items");
        assertThat(items).hasSize(2);
        assertThat(items.get(0).get("current").asBoolean()).isFalse();
        JsonNode mine = items.get(1);
        assertThat(mine.get("current").asBoolean()).isTrue();
        assertThat(mine.get("address").asString()).isEqualTo("127.0.0.1");
        assertThat(mine.get("user_agent").asString()).startsWith("Java-http-client");
        assertThat(Instant.parse(mine.get("created_at").asString())).isBefore(Instant.now());
        assertThat(Instant.parse(mine.get("last_seen_at").asString()))
                .isAfterOrEqualTo(
                        Instant.parse(mine.get("created_at").asString()).minusSeconds(1));
        assertThat(answer.body()).doesNotContain(client.sessionId()).doesNotContain(other.sessionId());
    }

    @Test
    void endsOneSessionAndLeavesTheOthers() {
        client.login();
        Client other = new Client(port);
        other.login();
        String id = ids(client).getFirst();

        assertThat(client.send("DELETE", "/api/v1/sessions/" + id, "").statusCode())
                .isEqualTo(403);
        HttpResponse<String> answer = client.send("DELETE", "/api/v1/sessions/" + id, "", client.csrf());

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(other.get("/workloads").statusCode()).isEqualTo(401);
        assertThat(client.get("/workloads").statusCode()).isEqualTo(200);
        assertThat(recorded("session.end", id)).isEqualTo(1);
        assertThat(client.send("DELETE", "/api/v1/sessions/" + id, "", client.csrf())
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void hidesTheSessionsOfOthers() {
        client.login();
        String mine = ids(client).getFirst();
        Backends.TOKENS.user.set("mallory");
        Client mallory = new Client(port);
        mallory.login();

        assertThat(mallory.get("/api/v1/sessions").body()).doesNotContain(mine);
        assertThat(mallory.send("DELETE", "/api/v1/sessions/" + mine, "", mallory.csrf())
                        .statusCode())
                .isEqualTo(404);
        assertThat(client.get("/workloads").statusCode()).isEqualTo(200);
    }

    @Test
    void letsAProgramOfThePersonEndTheBrowsersSessions() {
        client.login();
        String token = TestIssuer.token(Backends.TOKENS.user.get(), Role.VIEWER);

        HttpResponse<String> answer =
                new Client(port).send("DELETE", "/api/v1/sessions", "", "Authorization", "Bearer " + token);

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(client.get("/workloads").statusCode()).isEqualTo(401);
    }

    @Test
    void signsOutEverywhereHereAndAtTheIssuer() {
        client.login();
        Client other = new Client(port);
        other.login();
        int before = Backends.IDENTITY.calls("/api/v1/users/me/sessions").size();

        assertThat(client.send("DELETE", "/api/v1/sessions", "", client.csrf()).statusCode())
                .isEqualTo(204);

        assertThat(client.get("/workloads").statusCode()).isEqualTo(401);
        assertThat(other.get("/workloads").statusCode()).isEqualTo(401);
        assertThat(Backends.IDENTITY.calls("/api/v1/users/me/sessions")).hasSize(before + 1);
    }

    @Test
    void endsTheOldestSessionWhereThereAreTooMany() {
        client.login();
        for (int i = 0; i < 4; i++) {
            new Client(port).login();
        }
        assertThat(client.get("/workloads").statusCode()).isEqualTo(200);

        new Client(port).login();

        assertThat(client.get("/workloads").statusCode()).isEqualTo(401);
    }

    @Test
    void refusesAnIdThatIsNone() {
        client.login();

        HttpResponse<String> answer = client.send("DELETE", "/api/v1/sessions/1%27%20or%201=1", "", client.csrf());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    }

    // Step-up

    @Test
    void asksForAFreshSecondFactorAndGoesBackToThePage() {
        client.login();
        String before = client.sessionId();
        String id = ids(client).getFirst();
        String begin = "/oauth2/authorization/swen?step_up=true&return_to=%2Fui%2Fapprovals%2F1%3Ftab%3Dplan";

        Map<String, String> asked = Client.queryOf(Client.location(client.get(begin)));
        HttpResponse<String> login = client.login(begin);

        assertThat(asked)
                .containsEntry("acr_values", "urn:swen:acr:mfa")
                .containsEntry("max_age", "300")
                .containsKeys("state", "nonce", "code_challenge");
        assertThat(Client.location(login)).isEqualTo("/ui/approvals/1?tab=plan");
        assertThat(client.sessionId()).isNotEqualTo(before);
        assertThat(ids(client)).containsExactly(id);
        Client old = new Client(port);
        assertThat(old.get("/workloads", "Cookie", "__Host-swen=" + before).statusCode())
                .isEqualTo(401);
        assertThat(Client.location(client.login())).isEqualTo("/ui/");
    }

    @Test
    void asksForNoSecondFactorWhereNobodyWantsOne() {
        assertThat(Client.queryOf(Client.location(client.get("/oauth2/authorization/swen"))))
                .doesNotContainKeys("acr_values", "max_age");
        assertThat(client.get("/oauth2/authorization/swen?step_up=yes").statusCode())
                .isEqualTo(400);
    }

    @Test
    void returnsOnlyToPagesOfTheDashboard() {
        for (String path : List.of(
                "//evil.example",
                "/\\evil.example",
                "\\\\evil.example",
                "https://evil.example/ui/",
                "//evil.example/ui/",
                "/ui",
                "/uix/",
                "/logout",
                "/ui/../logout",
                "/ui/%2e%2e/logout",
                "/ui/..%2flogout",
                "/ui/..;/logout",
                "/ui//evil.example",
                "/ui/%2f%2fevil.example",
                "/ui/%5cevil.example",
                "/ui/%252e%252e/logout",
                "/ui/%0d%0aLocation:%20https://evil.example",
                "/ui/\r\nLocation: https://evil.example",
                "javascript:alert(1)",
                "",
                "/ui/" + "a".repeat(2_000))) {
            HttpResponse<String> answer = client.get("/oauth2/authorization/swen?step_up=true&return_to="
                    + URLEncoder.encode(path, StandardCharsets.UTF_8));
            assertThat(answer.statusCode()).as(path).isEqualTo(400);
            assertThat(answer.headers().firstValue("Location")).as(path).isEmpty();
        }
    }

    // Back-channel logout

    @Test
    void endsTheSessionsOfALoginThatTheIssuerEnds() {
        client.login();
        String session = Backends.TOKENS.issuerSession.get();
        Backends.TOKENS.issuerSession.set(UUID.randomUUID().toString());
        Client other = new Client(port);
        other.login();

        assertThat(backChannel(logoutToken(claims -> claims.claim("sid", session))))
                .isEqualTo(200);

        assertThat(client.get("/workloads").statusCode()).isEqualTo(401);
        assertThat(other.get("/workloads").statusCode()).isEqualTo(200);
    }

    @Test
    void endsAllSessionsOfAPersonWhomTheIssuerSignsOut() {
        client.login();
        Client other = new Client(port);
        other.login();

        assertThat(backChannel(logoutToken(claims -> claims.subject(Backends.TOKENS.user.get()))))
                .isEqualTo(200);

        assertThat(client.get("/workloads").statusCode()).isEqualTo(401);
        assertThat(other.get("/workloads").statusCode()).isEqualTo(401);
    }

    @Test
    void exchangesNoTokenOfALoginThatIsOver() {
        String user = Backends.TOKENS.user.get();
        String ended = tokenOf(user, "ended");
        String kept = tokenOf(user, "kept");
        for (String token : List.of(ended, kept)) {
            assertThat(new Client(port)
                            .get("/workloads", "Authorization", "Bearer " + token)
                            .statusCode())
                    .isEqualTo(200);
        }
        Backends.TOKENS.exchangeFailure.set(
                exchange -> Backend.send(exchange, 400, "application/json", "{\"error\":\"invalid_grant\"}"));

        assertThat(backChannel(logoutToken(claims -> claims.subject(user).claim("sid", "ended"))))
                .isEqualTo(200);

        assertThat(new Client(port)
                        .get("/workloads", "Authorization", "Bearer " + ended)
                        .statusCode())
                .as("its exchanged token is forgotten, and the issuer gives no other")
                .isEqualTo(401);
        assertThat(new Client(port)
                        .get("/workloads", "Authorization", "Bearer " + kept)
                        .statusCode())
                .isEqualTo(200);
        Backends.TOKENS.exchangeFailure.set(null);
    }

    @Test
    void takesALogoutTokenOnce() {
        String token = logoutToken(claims -> claims.subject(Backends.TOKENS.user.get()));
        assertThat(backChannel(token)).isEqualTo(200);
        client.login();

        assertThat(backChannel(token)).isEqualTo(400);

        assertThat(client.get("/workloads").statusCode()).isEqualTo(200);
    }

    @Test
    void refusesLogoutTokensThatAreNotQuiteThat() throws Exception {
        client.login();
        String user = Backends.TOKENS.user.get();
        Map<String, Consumer<JWTClaimsSet.Builder>> wrong = new HashMap<>();
        wrong.put("issuer", claims -> claims.issuer("https://evil.example"));
        wrong.put("audience", claims -> claims.audience("swen-cli"));
        wrong.put(
                "too old",
                claims -> claims.issueTime(ago(Duration.ofMinutes(20))).expirationTime(null));
        wrong.put("from the future", claims -> claims.issueTime(ago(Duration.ofMinutes(-20))));
        wrong.put("expired", claims -> claims.expirationTime(ago(Duration.ofMinutes(10))));
        wrong.put("without events", claims -> claims.claim("events", null));
        wrong.put("other events", claims -> claims.claim("events", Map.of("urn:x", Map.of())));
        wrong.put("events of another kind", claims -> claims.claim("events", LOGOUT_EVENT));
        wrong.put("an ID token", claims -> claims.claim("nonce", "n"));
        wrong.put("without id", claims -> claims.jwtID(null));
        wrong.put("about nobody", claims -> claims.subject(null));
        wrong.forEach((what, spoil) -> assertThat(backChannel(logoutToken(claims -> {
                    claims.subject(user);
                    spoil.accept(claims);
                })))
                .as(what)
                .isEqualTo(400));
        assertThat(backChannel(altered(logoutToken(claims -> claims.subject(user)))))
                .isEqualTo(400);
        assertThat(backChannel("nonsense")).isEqualTo(400);
        assertThat(backChannel(TestIssuer.token(user, Role.VIEWER))).isEqualTo(400);

        assertThat(client.get("/workloads").statusCode()).isEqualTo(200);
    }

    private int backChannel(String token) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + BACK_CHANNEL))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "logout_token=" + URLEncoder.encode(token, StandardCharsets.UTF_8)))
                .build();
        return new Client(port)
                .http
                .sendAsync(request, HttpResponse.BodyHandlers.ofString())
                .join()
                .statusCode();
    }

    private static String tokenOf(String user, String session) {
        return TestIssuer.sign(TestIssuer.claims(user, List.of("*"), List.of("*"), Role.VIEWER)
                .audience("swen-gateway")
                .claim("sid", session)
                .build());
    }

    private static String logoutToken(Consumer<JWTClaimsSet.Builder> change) {
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(Backends.PUBLIC_URL + "/identity")
                .audience("swen-gateway")
                .issueTime(new Date())
                .expirationTime(ago(Duration.ofMinutes(-2)))
                .jwtID(UUID.randomUUID().toString())
                .claim("events", Map.of(LOGOUT_EVENT, Map.of()));
        change.accept(claims);
        return TestIssuer.sign(claims.build());
    }

    private static String altered(String token) throws ParseException {
        SignedJWT signed = SignedJWT.parse(token);
        JWTClaimsSet claims = new JWTClaimsSet.Builder(signed.getJWTClaimsSet())
                .jwtID("another")
                .build();
        String[] parts = token.split("\\.");
        return parts[0] + "." + claims.toPayload().toBase64URL() + "." + parts[2];
    }

    private static Date ago(Duration age) {
        return Date.from(Instant.now().minus(age));
    }

    private List<String> ids(Client of) {
        return json.readTree(of.get("/api/v1/sessions").body())
                .get("items")
                .valueStream()
                .map(item -> item.get("id").asString())
                .toList();
    }

    private @Nullable Integer recorded(String action, String id) {
        return jdbc.queryForObject(
                "select count(*) from audit.event where action = ? and resource_id = ?", Integer.class, action, id);
    }
}
