package io.swen.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.http.HttpResponse;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SessionIntegrationTests extends IdentityServer {

    private static final String SESSIONS = "/api/v1/users/me/sessions";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JdbcTemplate jdbc;
    private final PersonTokens tokens;
    private final int port;
    private OidcClient laptop;
    private OidcClient phone;

    SessionIntegrationTests(@Autowired JdbcTemplate jdbc, @Autowired JwtEncoder issuer, @LocalServerPort int port) {
        this.jdbc = jdbc;
        this.tokens = new PersonTokens(issuer);
        this.port = port;
        this.laptop = new OidcClient(port);
        this.phone = new OidcClient(port);
    }

    @BeforeEach
    void nobodyIsLoggedIn() {
        jdbc.update("delete from login_session");
        jdbc.update("delete from oauth2_authorization");
        jdbc.update("delete from spring_session");
        jdbc.update("delete from logout_notice");
        GATEWAY.forget();
        laptop = new OidcClient(port);
        phone = new OidcClient(port);
    }

    @Test
    void namesTheSameSessionInEveryTokenOfABrowserAndAnotherInAnotherBrowser() throws ParseException {
        JsonNode first = laptop.gatewayTokens("ada", "correct horse");
        JsonNode again = laptop.gatewayTokens();
        JsonNode other = phone.gatewayTokens("ada", "correct horse");

        String sid = OidcClient.claims(first).getStringClaim("sid");
        assertThat(sid).isNotBlank();
        assertThat(idToken(first).getStringClaim("sid")).isEqualTo(sid);
        assertThat(OidcClient.claims(again).getStringClaim("sid")).isEqualTo(sid);
        assertThat(OidcClient.claims(other).getStringClaim("sid")).isNotEqualTo(sid);
        assertThat(OidcClient.claims(OidcClient.ok(laptop.exchange(accessToken(first), "swen-routing")))
                        .getStringClaim("sid"))
                .isEqualTo(sid);
        JsonNode refreshed =
                OidcClient.ok(laptop.refresh(first.get("refresh_token").asString()));
        assertThat(OidcClient.claims(refreshed).getStringClaim("sid")).isEqualTo(sid);
    }

    @Test
    void listsWhereSomebodyIsLoggedIn() {
        JsonNode mine = laptop.gatewayTokens("ada", "correct horse");
        phone.gatewayTokens("ada", "correct horse");
        new OidcClient(port).gatewayTokens("mia", "a quiet morning");

        JsonNode items = JSON.readTree(
                        laptop.browser().get(SESSIONS, forIdentity(mine)).body())
                .get("items");

        assertThat(items).hasSize(2);
        assertThat(items.findValues("current").stream().filter(JsonNode::asBoolean))
                .hasSize(1);
        assertThat(items.get(0).get("address").asString()).isNotBlank();
        assertThat(items.get(0).get("user_agent").asString()).startsWith("Java-http-client");
        assertThat(items.get(0).has("started_at")).isTrue();
        assertThat(items.get(0).has("last_seen_at")).isTrue();
    }

    @Test
    void endsOneSessionWithItsTokensAndLeavesTheOthers() throws ParseException {
        JsonNode ended = laptop.gatewayTokens("ada", "correct horse");
        JsonNode kept = phone.gatewayTokens("ada", "correct horse");
        String sid = OidcClient.claims(ended).getStringClaim("sid");

        assertThat(phone.browser()
                        .delete(SESSIONS + "/" + sid, forIdentity(kept))
                        .statusCode())
                .isEqualTo(204);

        assertThat(laptop.refresh(ended.get("refresh_token").asString()).statusCode())
                .isEqualTo(400);
        assertThat(laptop.exchange(accessToken(ended), "swen-routing").statusCode())
                .isEqualTo(400);
        assertThat(laptop.authorize()).contains("/identity/login");
        assertThat(phone.browser()
                        .delete(SESSIONS + "/" + sid, forIdentity(kept))
                        .statusCode())
                .isEqualTo(404);
        OidcClient.ok(phone.exchange(accessToken(kept), "swen-routing"));
        OidcClient.ok(phone.refresh(kept.get("refresh_token").asString()));
        assertThat(audited(sid)).isEqualTo(1);
    }

    @Test
    void tellsTheGatewayAlsoOfALoginOfAnotherProgram() throws ParseException {
        JsonNode mine = laptop.cliTokens("ada", "correct horse");
        String sid = OidcClient.claims(mine).getStringClaim("sid");
        String identity = OidcClient.ok(laptop.exchange(accessToken(mine), "swen-identity"))
                .get("access_token")
                .asString();

        assertThat(laptop.browser().delete(SESSIONS + "/" + sid, identity).statusCode())
                .isEqualTo(204);

        await().until(() -> GATEWAY.taken().size() == 1);
        assertThat(OidcClient.claims(GATEWAY.taken().getFirst().substring("logout_token=".length()))
                        .getStringClaim("sid"))
                .isEqualTo(sid);
    }

    @Test
    void endsTheCallersOwnSession() {
        JsonNode mine = laptop.gatewayTokens("ada", "correct horse");
        JsonNode other = phone.gatewayTokens("ada", "correct horse");

        assertThat(laptop.browser()
                        .delete(SESSIONS + "/current", forIdentity(mine))
                        .statusCode())
                .isEqualTo(204);

        assertThat(laptop.exchange(accessToken(mine), "swen-routing").statusCode())
                .isEqualTo(400);
        OidcClient.ok(phone.exchange(accessToken(other), "swen-routing"));
    }

    @Test
    void letsNobodyEndAnothersSessionButAdmins() throws ParseException {
        JsonNode adas = laptop.gatewayTokens("ada", "correct horse");
        String sid = OidcClient.claims(adas).getStringClaim("sid");
        String ofAda = "/api/v1/users/" + PersonTokens.ADA + "/sessions";

        assertThat(phone.browser().delete(SESSIONS + "/" + sid, tokens.eve()).statusCode())
                .isEqualTo(404);
        assertThat(phone.browser().delete(ofAda + "/" + sid, tokens.eve()).statusCode())
                .isEqualTo(403);
        assertThat(phone.browser().get(ofAda, tokens.eve()).statusCode()).isEqualTo(403);
        OidcClient.ok(laptop.exchange(accessToken(adas), "swen-routing"));
        assertThat(JSON.readTree(phone.browser().get(ofAda, tokens.root()).body())
                        .get("items"))
                .hasSize(1);
        assertThat(phone.browser().delete(ofAda, tokens.root()).statusCode()).isEqualTo(204);
        String ofNobody = "/api/v1/users/" + java.util.UUID.randomUUID() + "/sessions";
        assertThat(phone.browser().get(ofNobody, tokens.root()).statusCode()).isEqualTo(404);
        assertThat(phone.browser().delete(ofNobody, tokens.root()).statusCode()).isEqualTo(404);
        assertThat(laptop.exchange(accessToken(adas), "swen-routing").statusCode())
                .isEqualTo(400);
    }

    @Test
    void tellsTheGatewayWhenASessionEnds() throws ParseException {
        JsonNode mine = laptop.gatewayTokens("ada", "correct horse");
        String sid = OidcClient.claims(mine).getStringClaim("sid");

        laptop.browser().delete(SESSIONS + "/" + sid, forIdentity(mine));

        List<String> told = await().until(GATEWAY::taken, taken -> !taken.isEmpty());
        SignedJWT token = SignedJWT.parse(Browser.queryOf("?" + told.getFirst()).get("logout_token"));
        assertThat(token.getHeader().getType().getType()).isEqualTo("logout+jwt");
        JWTClaimsSet claims = token.getJWTClaimsSet();
        assertThat(claims.getIssuer()).isEqualTo(PUBLIC_URL + "/identity");
        assertThat(claims.getAudience()).containsExactly("swen-gateway");
        assertThat(claims.getSubject()).isEqualTo("ada");
        assertThat(claims.getStringClaim("sid")).isEqualTo(sid);
        assertThat(claims.getJSONObjectClaim("events"))
                .containsOnlyKeys("http://schemas.openid.net/event/backchannel-logout");
        assertThat(claims.getClaim("nonce")).isNull();
        assertThat(claims.getJWTID()).isNotBlank();
        await().until(() -> notices() == 0);
    }

    @Test
    void tellsTheGatewayAgainWhenItDidNotTakeIt() throws ParseException {
        GATEWAY.refuse(2);
        JsonNode mine = laptop.gatewayTokens("ada", "correct horse");

        laptop.browser().delete(SESSIONS, forIdentity(mine));

        assertThat(await().until(GATEWAY::taken, taken -> taken.size() >= 3)).hasSize(3);
        await().until(() -> notices() == 0);
    }

    @Test
    void signsOutWhereTheIdTokenSaysAndGoesBackToTheGateway() {
        JsonNode mine = laptop.gatewayTokens("ada", "correct horse");
        JsonNode other = phone.gatewayTokens("ada", "correct horse");

        HttpResponse<String> answer = laptop.browser()
                .get("/identity/connect/logout?"
                        + Browser.form(Map.of(
                                "id_token_hint",
                                mine.get("id_token").asString(),
                                "post_logout_redirect_uri",
                                PUBLIC_URL + "/ui/signed-out")));

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(OidcClient.location(answer)).isEqualTo(PUBLIC_URL + "/ui/signed-out");
        assertThat(laptop.authorize()).contains("/identity/login");
        assertThat(laptop.refresh(mine.get("refresh_token").asString()).statusCode())
                .isEqualTo(400);
        OidcClient.ok(phone.refresh(other.get("refresh_token").asString()));
        await().until(() -> GATEWAY.taken().size() == 1);
    }

    @Test
    void sendsNobodyAnywhereElseAfterSigningOut() {
        JsonNode mine = laptop.gatewayTokens("ada", "correct horse");

        HttpResponse<String> answer = laptop.browser()
                .get("/identity/connect/logout?"
                        + Browser.form(Map.of(
                                "id_token_hint",
                                mine.get("id_token").asString(),
                                "post_logout_redirect_uri",
                                "https://evil.example/")));

        assertThat(answer.statusCode()).isEqualTo(400);
    }

    @Test
    void givesEachBrowserANewSessionIdAtTheLogin() {
        laptop.browser().get("/identity/login");
        String before = laptop.browser().cookies().getFirst().getValue();

        laptop.browser().login("ada", "correct horse");

        assertThat(laptop.browser().cookies().getFirst().getValue()).isNotEqualTo(before);
    }

    @Test
    void announcesBackChannelLogout() {
        JsonNode discovery = JSON.readTree(laptop.browser()
                .get("/identity/.well-known/openid-configuration")
                .body());

        assertThat(discovery.get("backchannel_logout_supported").asBoolean()).isTrue();
        assertThat(discovery.get("backchannel_logout_session_supported").asBoolean())
                .isTrue();
    }

    @Test
    void givesUserInfoForTheTokenOfTheProgram() {
        JsonNode mine = laptop.gatewayTokens("ada", "correct horse");

        HttpResponse<String> answer = laptop.browser().get("/identity/userinfo", accessToken(mine));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(JSON.readTree(answer.body()).get("sub").asString()).isEqualTo("ada");
    }

    private String forIdentity(JsonNode gatewayTokens) {
        return accessToken(OidcClient.ok(laptop.exchange(accessToken(gatewayTokens), "swen-identity")));
    }

    private int notices() {
        Integer count = jdbc.queryForObject("select count(*) from logout_notice", Integer.class);
        return count == null ? 0 : count;
    }

    private int audited(String session) {
        Integer count = jdbc.queryForObject(
                "select count(*) from audit.event where action = 'session.end' and resource_id = ?",
                Integer.class,
                session);
        return count == null ? 0 : count;
    }

    private static String accessToken(JsonNode tokens) {
        return tokens.get("access_token").asString();
    }

    private static JWTClaimsSet idToken(JsonNode tokens) {
        return OidcClient.claims(tokens.get("id_token").asString());
    }
}
