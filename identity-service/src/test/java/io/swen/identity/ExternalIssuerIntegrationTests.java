package io.swen.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.PlainHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import java.net.http.HttpResponse;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

/** Login at an external issuer only, and what it may end here later. */
@DirtiesContext
class ExternalIssuerIntegrationTests extends IdentityServer {

    private static final SigningIssuer EXTERNAL = new SigningIssuer();
    private static final String BACK_CHANNEL = "/identity/logout/connect/back-channel/federated";
    private static final String LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final JdbcTemplate jdbc;
    private final int port;
    private OidcClient laptop;
    private OidcClient phone;

    ExternalIssuerIntegrationTests(@Autowired JdbcTemplate jdbc, @LocalServerPort int port) {
        this.jdbc = jdbc;
        this.port = port;
        this.laptop = new OidcClient(port);
        this.phone = new OidcClient(port);
    }

    @DynamicPropertySource
    static void federation(DynamicPropertyRegistry registry) {
        String prefix = "swen.identity.federation.";
        registry.add("swen.identity.login.local", () -> "false");
        registry.add(prefix + "issuer-uri", EXTERNAL::address);
        registry.add(prefix + "name", () -> "Example Ltd");
        registry.add(prefix + "client-id", () -> SigningIssuer.CLIENT);
        registry.add(prefix + "client-secret", () -> "only-for-this-test");
        registry.add(prefix + "group-mappings[0].group", () -> "operators");
        registry.add(prefix + "group-mappings[0].roles", () -> "operator");
        registry.add(prefix + "group-mappings[1].group", () -> "approvers");
        registry.add(prefix + "group-mappings[1].roles", () -> "approver");
        registry.add(prefix + "mfa-acr", () -> "gold");
        registry.add(prefix + "mfa-amr", () -> "hwk");
    }

    @BeforeEach
    void nobodyIsLoggedIn() {
        GATEWAY.forget();
        laptop = new OidcClient(port);
        phone = new OidcClient(port);
    }

    // Logging in there, and nowhere else

    @Test
    void leadsStraightToTheExternalIssuerAndTakesNoPassword() {
        EXTERNAL.logsIn(person("olga", "operators", Map.of()));
        Browser browser = laptop.browser();

        assertThat(laptop.authorize()).endsWith("/identity/login");
        String start = Browser.location(browser.get("/identity/login"));
        assertThat(start).endsWith("/identity/oauth2/authorization/federated");
        assertThat(Browser.location(browser.get(start)))
                .startsWith(EXTERNAL.address() + "/authorize?")
                .contains("acr_values=gold");
        HttpResponse<String> password =
                browser.post("/identity/login", Map.of("username", "ada", "password", "correct horse"));

        assertThat(password.statusCode()).isEqualTo(403);
        assertThat(laptop.authorize()).endsWith("/identity/login");
    }

    @Test
    void showsAPageOnlyToWhomTheExternalIssuerCouldNotHelp() {
        EXTERNAL.logsIn(person("nora", "nobodies", Map.of()));

        assertThat(logIn(laptop)).endsWith("/identity/login?refused=no-group");

        assertThat(laptop.browser().get("/identity/login?refused=no-group").body())
                .contains("none of the groups that may use SWEN", "Sign in with Example Ltd")
                .doesNotContain("name=\"password\"");
    }

    // The second factor

    @Test
    void countsTheSecondFactorThatTheExternalIssuerSaw() throws ParseException {
        long shown = Instant.now().minusSeconds(90).getEpochSecond();
        EXTERNAL.logsIn(person("gil", "approvers", Map.of("acr", "gold", "auth_time", shown)));
        logIn(laptop);
        JWTClaimsSet byClass = OidcClient.claims(laptop.gatewayTokens());
        EXTERNAL.logsIn(person("hal", "approvers", Map.of("amr", List.of("pwd", "hwk"), "auth_time", shown)));
        logIn(phone);
        JWTClaimsSet byMethod = OidcClient.claims(phone.gatewayTokens());

        for (JWTClaimsSet claims : List.of(byClass, byMethod)) {
            assertThat(claims.getStringListClaim("roles")).containsExactly("approver");
            assertThat(claims.getStringClaim("acr")).isEqualTo("urn:swen:acr:mfa");
            assertThat(claims.getLongClaim("mfa_time"))
                    .as("when it was shown there, not when it was told here")
                    .isEqualTo(shown);
        }
    }

    @Test
    void asksApproversForASecondFactorOfTheirOwnWhereTheExternalIssuerSawNone() throws ParseException {
        Map<String, Object> without = person("ivo", "approvers", Map.of("acr", "silver", "amr", List.of("pwd", "otp")));
        EXTERNAL.logsIn(without);

        logIn(laptop);
        assertThat(laptop.authorize()).contains("/identity/security/enrol");

        EXTERNAL.logsIn(person("ira", "operators", Map.of("acr", "silver")));
        logIn(phone);
        JWTClaimsSet operator = OidcClient.claims(phone.gatewayTokens());
        assertThat(operator.getStringClaim("acr")).isEqualTo("urn:swen:acr:pwd");
        assertThat(operator.getClaim("mfa_time")).isNull();
    }

    // Back-channel logout

    @Test
    void endsTheSessionsOfOneLoginThereAndTellsThePrograms() throws ParseException {
        EXTERNAL.logsIn(person("pia", "operators", Map.of("sid", "first")));
        logIn(laptop);
        JsonNode ended = laptop.gatewayTokens();
        EXTERNAL.logsIn(person("pia", "operators", Map.of("sid", "second")));
        logIn(phone);
        JsonNode kept = phone.gatewayTokens();
        String sid = OidcClient.claims(ended).getStringClaim("sid");

        assertThat(tell(logout(claims -> claims.subject("sub-pia").claim("sid", "first"))))
                .isEqualTo(200);

        assertThat(laptop.refresh(ended.get("refresh_token").asString()).statusCode())
                .isEqualTo(400);
        assertThat(laptop.authorize()).endsWith("/identity/login");
        OidcClient.ok(phone.refresh(kept.get("refresh_token").asString()));
        await().atMost(PATIENCE).until(() -> GATEWAY.taken().size() == 1);
        JWTClaimsSet notice = OidcClient.claims(GATEWAY.taken().getFirst().substring("logout_token=".length()));
        assertThat(notice.getStringClaim("sid")).isEqualTo(sid);
        assertThat(jdbc.queryForMap(
                        "select actor_id, after ->> 'why' as why from audit.event where action = 'session.end'"
                                + " and resource_id = ?",
                        sid))
                .containsEntry("actor_id", null)
                .containsEntry("why", "ended by the external issuer");
    }

    @Test
    void findsThePersonByTheLoginAlone() {
        EXTERNAL.logsIn(person("quinn", "operators", Map.of("sid", "of-quinn")));
        logIn(laptop);
        JsonNode tokens = laptop.gatewayTokens();

        assertThat(tell(logout(claims -> claims.claim("sid", "of-somebody-else"))))
                .isEqualTo(200);
        OidcClient.ok(laptop.exchange(tokens.get("access_token").asString(), "swen-routing"));
        assertThat(tell(logout(claims -> claims.claim("sid", "of-quinn")))).isEqualTo(200);

        assertThat(laptop.exchange(tokens.get("access_token").asString(), "swen-routing")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void endsALoginThatHasNotGotAsFarAsAProgram() {
        EXTERNAL.logsIn(person("rosa", "operators", Map.of("sid", "of-rosa")));
        logIn(laptop);

        assertThat(tell(logout(claims -> claims.subject("sub-rosa").claim("sid", "of-rosa"))))
                .isEqualTo(200);

        assertThat(laptop.authorize()).endsWith("/identity/login");
    }

    @Test
    void endsAllSessionsOfAPersonWhomTheExternalIssuerSignsOut() {
        EXTERNAL.logsIn(person("sven", "operators", Map.of("sid", "a")));
        logIn(laptop);
        JsonNode first = laptop.gatewayTokens();
        EXTERNAL.logsIn(person("sven", "operators", Map.of()));
        logIn(phone);
        JsonNode second = phone.gatewayTokens();

        assertThat(tell(logout(claims -> claims.subject("sub-sven")))).isEqualTo(200);

        for (JsonNode tokens : List.of(first, second)) {
            assertThat(laptop.refresh(tokens.get("refresh_token").asString()).statusCode())
                    .isEqualTo(400);
        }
        await().atMost(PATIENCE).until(() -> GATEWAY.taken().size() == 2);
    }

    @Test
    void endsNothingForATokenThatIsNotQuiteALogoutToken() {
        EXTERNAL.logsIn(person("tess", "operators", Map.of("sid", "of-tess")));
        logIn(laptop);
        JsonNode tokens = laptop.gatewayTokens();
        UnaryOperator<JWTClaimsSet.Builder> tess = claims -> claims.subject("sub-tess");
        String spent = logout(claims -> claims.subject("sub-nobody-known"));
        assertThat(tell(spent)).isEqualTo(200);

        Map<String, String> bad = new HashMap<>();
        bad.put("nothing", "");
        bad.put("no token", "abc");
        bad.put("used before", spent);
        bad.put("another's key", SigningIssuer.sign(claims(tess), SigningIssuer.newKey()));
        bad.put("no signature", new PlainJWT(new PlainHeader(), claims(tess)).serialize());
        bad.put("another issuer", logout(claims -> tess.apply(claims).issuer(PUBLIC_URL + "/identity")));
        bad.put("another client", logout(claims -> tess.apply(claims).audience("other")));
        bad.put("an ID token", logout(claims -> tess.apply(claims).claim("events", null)));
        bad.put("another event", logout(claims -> tess.apply(claims).claim("events", Map.of("x", Map.of()))));
        bad.put("a nonce", logout(claims -> tess.apply(claims).claim("nonce", "n")));
        bad.put("no id", logout(claims -> tess.apply(claims).jwtID(null)));
        bad.put("nobody", logout(claims -> claims));
        bad.put(
                "old",
                logout(claims ->
                        tess.apply(claims).issueTime(Date.from(Instant.now().minusSeconds(400)))));
        bad.put(
                "expired",
                logout(claims -> tess.apply(claims)
                        .expirationTime(Date.from(Instant.now().minusSeconds(120)))));
        bad.put("of this issuer here", tokens.get("access_token").asString());
        bad.forEach((why, token) -> assertThat(tell(token)).as(why).isEqualTo(400));

        assertThat(laptop.browser().get(BACK_CHANNEL).statusCode()).isEqualTo(404);
        OidcClient.ok(laptop.exchange(tokens.get("access_token").asString(), "swen-routing"));
    }

    private int tell(String token) {
        return new Browser("http://localhost:" + port)
                .post(BACK_CHANNEL, Map.of("logout_token", token))
                .statusCode();
    }

    private static String logout(UnaryOperator<JWTClaimsSet.Builder> change) {
        return EXTERNAL.sign(claims(change));
    }

    private static JWTClaimsSet claims(UnaryOperator<JWTClaimsSet.Builder> change) {
        return change.apply(new JWTClaimsSet.Builder()
                        .issuer(EXTERNAL.address())
                        .audience(SigningIssuer.CLIENT)
                        .issueTime(new Date())
                        .expirationTime(Date.from(Instant.now().plusSeconds(120)))
                        .jwtID(UUID.randomUUID().toString())
                        .claim("events", Map.of(LOGOUT_EVENT, Map.of())))
                .build();
    }

    private static Map<String, Object> person(String name, String group, Map<String, Object> more) {
        Map<String, Object> claims = new HashMap<>(more);
        claims.put("sub", "sub-" + name);
        claims.put("preferred_username", name);
        claims.put("groups", List.of(group));
        return claims;
    }

    /** Goes to the external issuer and back; answers where that leads. */
    private static String logIn(OidcClient client) {
        Browser browser = client.browser();
        String there = Browser.location(browser.get("/identity/oauth2/authorization/federated"));
        return Browser.location(browser.get(Browser.location(browser.get(there))));
    }
}
