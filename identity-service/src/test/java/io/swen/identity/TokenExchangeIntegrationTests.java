package io.swen.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.net.http.HttpResponse;
import java.text.ParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

class TokenExchangeIntegrationTests extends IdentityServer {

    private final JdbcTemplate jdbc;
    private final int port;
    private OidcClient client;

    TokenExchangeIntegrationTests(@Autowired JdbcTemplate jdbc, @LocalServerPort int port) {
        this.jdbc = jdbc;
        this.port = port;
        this.client = new OidcClient(port);
    }

    @BeforeEach
    void freshBrowser() {
        client = new OidcClient(port);
    }

    @Test
    void givesTheGatewayATokenOfTheSamePersonForOneService() throws ParseException {
        String subject =
                client.gatewayTokens("ada", "correct horse").get("access_token").asString();

        JsonNode answer = OidcClient.ok(client.exchange(subject, "swen-routing"));

        assertThat(answer.get("issued_token_type").asString()).isEqualTo(OidcClient.ACCESS_TOKEN);
        assertThat(answer.get("expires_in").asLong()).isBetween(290L, 300L);
        JWTClaimsSet before = OidcClient.claims(subject);
        JWTClaimsSet after = OidcClient.claims(answer);
        assertThat(after.getAudience()).containsExactly("swen-routing");
        assertThat(after.getStringClaim("client_id")).isEqualTo("swen-gateway");
        assertThat(after.getJSONObjectClaim("act")).isEqualTo(Map.of("sub", "swen-gateway"));
        for (String claim : new String[] {
            "iss", "sub", "actor_id", "roles", "teams", "environments", "name", "amr", "acr", "auth_time"
        }) {
            assertThat(after.getClaim(claim)).as(claim).isEqualTo(before.getClaim(claim));
        }
        assertThat(after.getStringListClaim("amr")).containsExactly("pwd");
        assertThat(after.getStringClaim("acr")).isEqualTo("urn:swen:acr:pwd");
        assertThat(after.getClaim("mfa_time")).isNull();
    }

    @Test
    void givesPeopleTokensThatOnlyTheGatewayTakes() {
        String token =
                client.gatewayTokens("ada", "correct horse").get("access_token").asString();

        assertThat(OidcClient.claims(token).getAudience()).containsExactly("swen-gateway");
        assertThat(client.browser().get("/api/v1/users/me", token).statusCode()).isEqualTo(401);
        assertThat(client.browser()
                        .get(
                                "/api/v1/users/me",
                                OidcClient.ok(client.exchange(token, "swen-routing"))
                                        .get("access_token")
                                        .asString())
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void exchangesTheCommandLinesTokenToo() {
        String subject =
                client.cliTokens("ada", "correct horse").get("access_token").asString();

        JWTClaimsSet claims = OidcClient.claims(OidcClient.ok(client.exchange(subject, "swen-telemetry")));

        assertThat(claims.getAudience()).containsExactly("swen-telemetry");
        assertThat(claims.getClaim("client_id")).isEqualTo("swen-gateway");
    }

    @Test
    void neverOutlivesTheTokenThatWasExchanged() {
        String subject =
                client.gatewayTokens("ada", "correct horse").get("access_token").asString();
        jdbc.update(
                "update oauth2_authorization set access_token_expires_at = now() + interval '40 seconds'"
                        + " where access_token_value = 'sha256:' || encode(sha256(?::bytea), 'hex')",
                subject);

        JsonNode answer = OidcClient.ok(client.exchange(subject, "swen-routing"));

        assertThat(answer.get("expires_in").asLong()).isBetween(20L, 40L);
    }

    @Test
    void readsTheRightsOfThatMoment() throws ParseException {
        String subject = client.gatewayTokens("mia", "a quiet morning")
                .get("access_token")
                .asString();
        jdbc.update("update user_account set teams = '{research}' where username = 'mia'");
        try {
            JWTClaimsSet claims = OidcClient.claims(OidcClient.ok(client.exchange(subject, "swen-routing")));

            assertThat(claims.getStringListClaim("teams")).containsExactly("research");
        } finally {
            jdbc.update("update user_account set teams = '{}' where username = 'mia'");
        }
    }

    @Test
    void exchangesNothingForADisabledUser() {
        String subject = client.gatewayTokens("mia", "a quiet morning")
                .get("access_token")
                .asString();
        jdbc.update("update user_account set enabled = false where username = 'mia'");
        try {
            refused(client.exchange(subject, "swen-routing"), 400, "invalid_grant");
        } finally {
            jdbc.update("update user_account set enabled = true where username = 'mia'");
        }
    }

    @Test
    void demandsExactlyOneKnownAudience() {
        String subject =
                client.gatewayTokens("ada", "correct horse").get("access_token").asString();
        Map<String, String> none = OidcClient.exchangeForm(subject, "swen-routing");
        none.remove("audience");

        refused(client.token(OidcClient.GATEWAY, none), 400, "invalid_target");
        refused(client.exchange(subject, "swen-nothing"), 400, "invalid_target");
        refused(client.exchange(subject, ""), 400, "invalid_target");
        refused(
                client.browser()
                        .postRaw(
                                "/identity/oauth2/token",
                                Browser.form(OidcClient.exchangeForm(subject, "swen-routing"))
                                        + "&audience=swen-gitops",
                                OidcClient.GATEWAY),
                400,
                "invalid_target");
        Map<String, String> resource = OidcClient.exchangeForm(subject, "swen-routing");
        resource.put("resource", "https://elsewhere.example/");
        refused(client.token(OidcClient.GATEWAY, resource), 400, "invalid_request");
    }

    @Test
    void letsOnlyTheGatewayExchange() {
        String subject =
                client.gatewayTokens("ada", "correct horse").get("access_token").asString();
        Map<String, String> form = OidcClient.exchangeForm(subject, "swen-routing");

        refused(client.token("swen-routing", form), 400, "unauthorized_client");
        Map<String, String> cli = new LinkedHashMap<>(form);
        cli.put("client_id", "swen-cli");
        assertThat(client.browser().post("/identity/oauth2/token", cli).statusCode())
                .isIn(400, 401);
        assertThat(client.browser().post("/identity/oauth2/token", form).statusCode())
                .isIn(400, 401);
    }

    @Test
    void refusesTokensThatAreNotItsOwnOrAreNoLongerGood() throws JOSEException {
        String subject =
                client.gatewayTokens("ada", "correct horse").get("access_token").asString();
        JWTClaimsSet claims = OidcClient.claims(subject);
        SignedJWT stranger = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("stranger").build(), claims);
        stranger.sign(new RSASSASigner(new RSAKeyGenerator(2048).generate()));

        refused(client.exchange(new PlainJWT(claims).serialize(), "swen-routing"), 400, "invalid_grant");
        refused(client.exchange(stranger.serialize(), "swen-routing"), 400, "invalid_grant");
        refused(client.exchange(altered(subject), "swen-routing"), 400, "invalid_grant");
        jdbc.update(
                "update oauth2_authorization set access_token_issued_at = now() - interval '10 minutes',"
                        + " access_token_expires_at = now() - interval '1 second'"
                        + " where access_token_value = 'sha256:' || encode(sha256(?::bytea), 'hex')",
                subject);
        refused(client.exchange(subject, "swen-routing"), 400, "invalid_grant");
    }

    @Test
    void exchangesNeitherExchangedTokensNorThoseOfServices() {
        String subject =
                client.gatewayTokens("ada", "correct horse").get("access_token").asString();
        String exchanged = OidcClient.ok(client.exchange(subject, "swen-routing"))
                .get("access_token")
                .asString();
        String service = OidcClient.ok(client.token(
                        "swen-routing", Map.of("grant_type", "client_credentials", "audience", "swen-gitops")))
                .get("access_token")
                .asString();

        refused(client.exchange(exchanged, "swen-gitops"), 400, "invalid_grant");
        refused(client.exchange(service, "swen-telemetry"), 400, "invalid_grant");
    }

    @Test
    void givesServicesTokensForTheServiceThatTheyName() throws ParseException {
        JWTClaimsSet claims = OidcClient.claims(OidcClient.ok(
                client.token("swen-routing", Map.of("grant_type", "client_credentials", "audience", "swen-gitops"))));

        assertThat(claims.getAudience()).containsExactly("swen-gitops");
        assertThat(claims.getSubject()).isEqualTo("swen-routing");
        assertThat(claims.getStringClaim("client_id")).isEqualTo("swen-routing");
        assertThat(claims.getStringListClaim("roles")).containsExactly("service");
        refused(client.token("swen-routing", Map.of("grant_type", "client_credentials")), 400, "invalid_target");
        refused(
                client.token("swen-routing", Map.of("grant_type", "client_credentials", "audience", "swen-nobody")),
                400,
                "invalid_target");
    }

    @Test
    void storesNeitherExchangedTokensNorThoseOfServices() {
        String subject =
                client.gatewayTokens("ada", "correct horse").get("access_token").asString();
        Integer before = jdbc.queryForObject("select count(*) from oauth2_authorization", Integer.class);

        OidcClient.ok(client.exchange(subject, "swen-routing"));
        OidcClient.ok(
                client.token("swen-routing", Map.of("grant_type", "client_credentials", "audience", "swen-gitops")));

        assertThat(jdbc.queryForObject("select count(*) from oauth2_authorization", Integer.class))
                .isEqualTo(before);
    }

    private static String altered(String token) {
        int at = token.indexOf('.') + 10;
        return token.substring(0, at) + (token.charAt(at) == 'A' ? 'B' : 'A') + token.substring(at + 1);
    }

    private static void refused(HttpResponse<String> answer, int status, String error) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains("\"error\":\"" + error + "\"").doesNotContain("access_token\":");
    }
}
