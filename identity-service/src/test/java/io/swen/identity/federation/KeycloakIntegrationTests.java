package io.swen.identity.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.swen.identity.Authenticator;
import io.swen.identity.Browser;
import io.swen.identity.IdentityServer;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.json.JsonMapper;

/** Login at a real Keycloak, through its own pages. */
@DirtiesContext
class KeycloakIntegrationTests extends IdentityServer {

    private static final Optional<Keycloak> KEYCLOAK = Keycloak.start();
    private static final String CALLBACK = "http://127.0.0.1:41234/callback";
    private static final String VERIFIER = "a-verifier-that-is-long-enough-for-rfc-7636-0123456789";
    private static final Pattern ACTION = Pattern.compile("action=\"([^\"]+)\"");
    private static final Pattern SECRET = Pattern.compile("totp-secret\">([A-Z2-7 ]+)<");

    private final JdbcTemplate jdbc;
    private final JsonMapper json;
    private final int port;
    private Browser browser;

    KeycloakIntegrationTests(@Autowired JdbcTemplate jdbc, @Autowired JsonMapper json, @LocalServerPort int port) {
        this.jdbc = jdbc;
        this.json = json;
        this.port = port;
        this.browser = new Browser("http://localhost:" + port);
    }

    @DynamicPropertySource
    static void federation(DynamicPropertyRegistry registry) {
        KEYCLOAK.ifPresent(keycloak -> {
            String prefix = "swen.identity.federation.";
            registry.add(prefix + "issuer-uri", keycloak::issuer);
            registry.add(prefix + "name", () -> "Example Ltd");
            registry.add(prefix + "client-id", () -> "swen");
            registry.add(prefix + "client-secret", () -> keycloak.clientSecret);
            registry.add(prefix + "group-mappings[0].group", () -> "platform-operators");
            registry.add(prefix + "group-mappings[0].roles", () -> "operator,viewer");
            registry.add(prefix + "group-mappings[0].teams", () -> "research");
            registry.add(prefix + "group-mappings[0].environments", () -> "dev,staging");
            registry.add(prefix + "group-mappings[1].group", () -> "platform-approvers");
            registry.add(prefix + "group-mappings[1].roles", () -> "approver");
            registry.add(prefix + "mfa-acr", () -> "gold");
        });
    }

    @AfterAll
    static void stop() {
        KEYCLOAK.ifPresent(Keycloak::stop);
    }

    @BeforeEach
    void needsKeycloak() {
        assumeTrue(KEYCLOAK.isPresent(), "Keycloak cannot be had");
        browser = new Browser("http://localhost:" + port);
    }

    @Test
    void givesSomebodyOfAMappedGroupItsRights() throws Exception {
        HttpResponse<String> page = browser.get(Browser.location(browser.get(authorize())));
        assertThat(page.body()).contains("Sign in with Example Ltd", "name=\"password\"");

        JWTClaimsSet claims = token(follow(logIn("olga")));

        assertThat(claims.getSubject()).isEqualTo("olga");
        assertThat(claims.getStringListClaim("roles")).containsExactly("operator", "viewer");
        assertThat(claims.getStringListClaim("teams")).containsExactly("research");
        assertThat(claims.getStringListClaim("environments")).containsExactly("dev", "staging");
        assertThat(claims.getStringClaim("acr")).isEqualTo("urn:swen:acr:pwd");
        assertThat(jdbc.queryForMap("select issuer, password_hash from user_account where username = 'olga'"))
                .containsEntry("issuer", KEYCLOAK.orElseThrow().issuer())
                .containsEntry("password_hash", null);
        assertThat(jdbc.queryForObject(
                        "select count(*) from audit.event where action in ('user.create', 'login.success')"
                                + " and resource_id = ?",
                        Integer.class,
                        claims.getStringClaim("actor_id")))
                .isEqualTo(2);
    }

    @Test
    void knowsThePersonAgainAndReadsTheRightsAnew() throws Exception {
        browser.get(authorize());
        String first = token(follow(logIn("olga"))).getStringClaim("actor_id");
        jdbc.update("update user_account set roles = '{admin}', teams = '{*}' where username = 'olga'");

        browser = new Browser("http://localhost:" + port);
        browser.get(authorize());
        JWTClaimsSet claims = token(follow(logIn("olga")));

        assertThat(claims.getStringClaim("actor_id")).isEqualTo(first);
        assertThat(claims.getStringListClaim("roles")).containsExactly("operator", "viewer");
        assertThat(jdbc.queryForObject(
                        "select count(*) from audit.event where action = 'user.change_rights' and resource_id = ?",
                        Integer.class,
                        first))
                .isEqualTo(1);
    }

    @Test
    void refusesSomebodyOfNoMappedGroupWithAClearPage() {
        browser.get(authorize());

        HttpResponse<String> refused = logIn("nora");

        assertThat(Browser.location(refused)).endsWith("/identity/login?refused=no-group");
        assertThat(browser.get(Browser.location(refused)).body())
                .contains("role=\"alert\"", "none of the groups that may use SWEN");
        assertThat(Browser.location(browser.get(authorize()))).endsWith("/identity/login");
        assertThat(jdbc.queryForObject("select count(*) from user_account where username = 'nora'", Integer.class))
                .isZero();
        assertThat(jdbc.queryForObject(
                        "select count(*) from audit.event where action = 'login.failure' and after ->> 'outcome' = 'no-group'",
                        Integer.class))
                .isPositive();
    }

    @Test
    void takesNoLocalAccountOverByItsName() throws Exception {
        browser.get(authorize());

        JWTClaimsSet claims = token(follow(logIn("ada")));

        assertThat(claims.getSubject()).startsWith("ada@").isNotEqualTo("ada");
        assertThat(claims.getStringClaim("actor_id")).isNotEqualTo("11111111-1111-4111-8111-111111111111");
        assertThat(jdbc.queryForObject(
                        "select count(*) from user_account where username = 'ada' and issuer is null", Integer.class))
                .isEqualTo(1);
    }

    @Test
    void leadsAnApproverWithoutASecondFactorThereToOneHere() throws Exception {
        browser.get(authorize());
        HttpResponse<String> stopped = follow(logIn("paul"));
        assertThat(Browser.location(stopped)).endsWith("/identity/security/enrol");
        browser.get(Browser.location(stopped));
        Matcher secret = SECRET.matcher(browser.get("/identity/security/totp").body());
        assertThat(secret.find()).isTrue();

        browser.submit(
                "/identity/security/totp",
                "/identity/security/totp",
                Map.of("code", Authenticator.code(secret.group(1).replace(" ", ""), 0)));

        JWTClaimsSet claims = token(browser.get(Browser.location(browser.get("/identity/security/continue"))));
        assertThat(claims.getStringListClaim("roles")).containsExactly("approver");
        assertThat(claims.getStringListClaim("amr")).containsExactly("fed", "otp", "mfa");
    }

    @Test
    void letsNobodyInWithAPasswordWhoLogsInThere() throws Exception {
        browser.get(authorize());
        token(follow(logIn("olga")));
        browser = new Browser("http://localhost:" + port);

        for (String guess : List.of(" ", KEYCLOAK.orElseThrow().password)) {
            assertThat(Browser.location(browser.password("olga", guess))).endsWith("/identity/login?error");
        }
    }

    /** From the login page through Keycloak's; answers what came back when it led here again. */
    private HttpResponse<String> logIn(String username) {
        HttpResponse<String> there = browser.get(Browser.location(browser.get("/identity" + Federation.START)));
        assertThat(there.statusCode()).as(there.body()).isEqualTo(200);
        Matcher form = ACTION.matcher(there.body());
        assertThat(form.find()).as(there.body()).isTrue();
        HttpResponse<String> back = browser.post(
                form.group(1).replace("&amp;", "&"),
                Map.of("username", username, "password", KEYCLOAK.orElseThrow().password));
        assertThat(Browser.location(back)).startsWith("http://swen.test/identity/login/oauth2/code/federated?");
        return browser.get(Browser.location(back));
    }

    private HttpResponse<String> follow(HttpResponse<String> login) {
        return browser.get(Browser.location(login));
    }

    private JWTClaimsSet token(HttpResponse<String> answer) throws Exception {
        assertThat(Browser.location(answer)).startsWith(CALLBACK);
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("client_id", "swen-cli");
        form.put("redirect_uri", CALLBACK);
        form.put("code_verifier", VERIFIER);
        form.put(
                "code", String.valueOf(Browser.queryOf(Browser.location(answer)).get("code")));
        HttpResponse<String> tokens = browser.post("/identity/oauth2/token", form);
        assertThat(tokens.statusCode()).as(tokens.body()).isEqualTo(200);
        return SignedJWT.parse(json.readTree(tokens.body()).get("access_token").asString())
                .getJWTClaimsSet();
    }

    private static String authorize() {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("response_type", "code");
        query.put("client_id", "swen-cli");
        query.put("scope", "openid profile");
        query.put("state", "s");
        query.put("redirect_uri", CALLBACK);
        query.put("code_challenge", Browser.challenge(VERIFIER));
        query.put("code_challenge_method", "S256");
        return "/identity/oauth2/authorize?" + Browser.form(query);
    }
}
