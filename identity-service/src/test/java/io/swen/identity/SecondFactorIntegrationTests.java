package io.swen.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.HttpCookie;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SecondFactorIntegrationTests extends IdentityServer {

    private static final String CALLBACK = "http://127.0.0.1:41234/callback";
    private static final String VERIFIER = "a-verifier-that-is-long-enough-for-rfc-7636-0123456789";
    private static final UUID MAX = UUID.fromString("55555555-5555-4555-8555-555555555555");
    private static final UUID ADA = UUID.fromString("11111111-1111-4111-8111-111111111111");
    private static final Pattern SECRET = Pattern.compile("totp-secret\">([A-Z2-7 ]+)<");
    private static final Pattern RECOVERY_CODE = Pattern.compile("<code>([a-z2-7]{6}(?:-[a-z2-7]{6}){3})</code>");

    private final JdbcTemplate jdbc;
    private final JsonMapper json;
    private final int port;
    private Browser browser;

    SecondFactorIntegrationTests(@Autowired JdbcTemplate jdbc, @Autowired JsonMapper json, @LocalServerPort int port) {
        this.jdbc = jdbc;
        this.json = json;
        this.port = port;
        this.browser = new Browser("http://localhost:" + port);
    }

    @BeforeEach
    @AfterEach
    void forgetEnrolments() {
        browser = new Browser("http://localhost:" + port);
        for (UUID user : List.of(MAX, ADA)) {
            jdbc.update("delete from totp_factor where user_id = ?", user);
            jdbc.update("delete from recovery_code where user_id = ?", user);
        }
    }

    @Test
    void asksWhoHasAnAuthenticatorForACodeAndPutsItIntoTheToken() throws Exception {
        String authorize = authorize(Map.of());
        browser.get(authorize);
        browser.password("root", "battery staple");

        HttpResponse<String> half = browser.get(authorize);
        assertThat(Browser.location(half)).endsWith("/identity/login/factor");
        HttpResponse<String> second = browser.code(Authenticator.code(ROOT_SECRET, 0));

        assertThat(Browser.location(second)).contains("/identity/oauth2/authorize?");
        JWTClaimsSet claims = token(browser.get(Browser.location(second)));
        assertThat(claims.getStringClaim("acr")).isEqualTo("urn:swen:acr:mfa");
        assertThat(claims.getStringListClaim("amr")).containsExactly("pwd", "otp", "mfa");
        assertThat(claims.getLongClaim("mfa_time")).isCloseTo(Instant.now().getEpochSecond(), within(60));
        assertThat(actions("22222222-2222-4222-8222-222222222222")).contains("login.success");
    }

    @Test
    void leadsAnApproverWithoutAFactorToSetOneUpBeforeAToken() throws Exception {
        String authorize = authorize(Map.of());
        browser.get(authorize);
        HttpResponse<String> login = browser.password("max", "no factor yet");

        HttpResponse<String> stopped = browser.get(Browser.location(login));
        assertThat(Browser.location(stopped)).endsWith("/identity/security/enrol");
        assertThat(browser.get(Browser.location(stopped)).body()).contains("Your roles demand a second factor");
        String secret = secretShown();
        HttpResponse<String> done = browser.submit(
                "/identity/security/totp", "/identity/security/totp", Map.of("code", Authenticator.code(secret, 0)));

        assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
        assertThat(codes(done.body())).hasSize(10).doesNotHaveDuplicates();
        HttpResponse<String> onward = browser.get("/identity/security/continue");
        assertThat(Browser.location(onward)).startsWith("/identity/oauth2/authorize?");
        assertThat(token(browser.get(Browser.location(onward))).getStringClaim("acr"))
                .isEqualTo("urn:swen:acr:mfa");
        assertThat(actions(MAX.toString())).contains("factor.enrol", "recovery_codes.generate");
        assertThat(jdbc.queryForList("select * from recovery_code where user_id = ?", MAX)
                        .toString())
                .doesNotContain(codes(done.body()).getFirst());
    }

    @Test
    void givesAnApproverNoTokenByGoingPastThePages() {
        browser.password("max", "no factor yet");

        for (int i = 0; i < 3; i++) {
            assertThat(Browser.location(browser.get(authorize(Map.of("state", "s" + i)))))
                    .endsWith("/identity/security/enrol");
        }
        assertThat(Browser.location(browser.get(authorize(Map.of("prompt", "none")))))
                .isEqualTo(CALLBACK + "?error=login_required&state=s");
    }

    @Test
    void takesARecoveryCodeOnce() {
        List<String> codes = enrolMax();

        browser = new Browser("http://localhost:" + port);
        browser.password("max", "no factor yet");
        assertThat(Browser.location(browser.code(codes.get(3).toUpperCase(java.util.Locale.ROOT))))
                .doesNotContain("error", "replayed");
        assertThat(Browser.location(browser.get(authorize(Map.of())))).startsWith(CALLBACK);

        browser = new Browser("http://localhost:" + port);
        browser.password("max", "no factor yet");
        assertThat(Browser.location(browser.code(codes.get(3)))).endsWith("/identity/login/factor?replayed");
        assertThat(browser.get("/identity/login/factor?replayed").body()).contains("role=\"alert\"", "used already");
        assertThat(Browser.location(browser.get(authorize(Map.of())))).endsWith("/identity/login/factor");
    }

    @Test
    void replacesAllRecoveryCodes() {
        List<String> old = enrolMax();
        HttpResponse<String> again =
                browser.submit("/identity/security", "/identity/security/recovery-codes", Map.of());
        assertThat(codes(again.body())).hasSize(10).doesNotContainAnyElementsOf(old);

        browser = new Browser("http://localhost:" + port);
        browser.password("max", "no factor yet");

        assertThat(Browser.location(browser.code(old.getFirst()))).endsWith("?error");
    }

    @Test
    void refusesACodeThatWasUsedBefore() {
        String code = Authenticator.code(ROOT_SECRET, 0);
        browser.password("root", "battery staple");
        assertThat(Browser.location(browser.code(code))).doesNotContain("replayed");

        browser = new Browser("http://localhost:" + port);
        browser.password("root", "battery staple");

        assertThat(Browser.location(browser.code(code))).endsWith("/identity/login/factor?replayed");
        assertThat(outcomes("22222222-2222-4222-8222-222222222222")).contains("replayed");
    }

    @Test
    void locksGuessingOfCodesEvenForTheRightOneAndSaysHowLong() {
        enrol("ada", "correct horse");
        jdbc.update("delete from known_origin where user_id = ?", ADA);
        browser = new Browser("http://localhost:" + port);
        browser.password("ada", "correct horse");
        for (int i = 0; i < 5; i++) {
            assertThat(Browser.location(browser.code("00000" + i))).endsWith("?error");
        }

        HttpResponse<String> locked = browser.code("123456");

        assertThat(locked.statusCode()).isEqualTo(429);
        assertThat(locked.headers().firstValue("Retry-After")).hasValue("300");
        assertThat(outcomes(ADA.toString())).contains("locked");
    }

    @Test
    void asksForTheFactorAgainWhenAClientWantsAFreshOne() throws Exception {
        browser.login("root", "battery staple");
        long first = token(browser.get(authorize(Map.of("state", "one")))).getLongClaim("mfa_time");
        assertThat(Browser.location(browser.get(
                        authorize(Map.of("acr_values", "urn:swen:acr:mfa", "max_age", "300", "state", "two")))))
                .as("it is fresh enough")
                .startsWith(CALLBACK);

        String fresh = authorize(Map.of("acr_values", "urn:swen:acr:mfa", "max_age", "0", "state", "three"));
        letTheClockMove();
        HttpResponse<String> asked = browser.get(fresh);
        assertThat(Browser.location(asked)).as("the factor only").endsWith("/identity/login/factor");
        HttpResponse<String> shown = browser.code(Authenticator.code(ROOT_SECRET, 1));

        JWTClaimsSet claims = token(browser.get(Browser.location(shown)));
        assertThat(claims.getLongClaim("mfa_time")).isGreaterThan(first);
    }

    @Test
    void asksForEverythingAgainOnPromptLogin() {
        browser.login("root", "battery staple");
        assertThat(Browser.location(browser.get(authorize(Map.of())))).startsWith(CALLBACK);

        String anew = authorize(Map.of("prompt", "login", "state", "anew"));
        assertThat(Browser.location(browser.get(anew))).endsWith("/identity/login");
        assertThat(Browser.location(browser.get(anew)))
                .as("asking twice helps nobody")
                .endsWith("/identity/login");
        HttpResponse<String> password = browser.password("root", "battery staple");
        HttpResponse<String> code = browser.get(Browser.location(password));
        assertThat(Browser.location(code)).endsWith("/identity/login/factor");
        HttpResponse<String> done = browser.code(Authenticator.code(ROOT_SECRET, 1));

        assertThat(Browser.location(browser.get(Browser.location(done)))).startsWith(CALLBACK);
    }

    @Test
    void asksForThePasswordAgainOnMaxAge() {
        browser.password("ada", "correct horse");
        letTheClockMove();

        String old = authorize(Map.of("max_age", "0", "state", "old"));
        assertThat(Browser.location(browser.get(old))).endsWith("/identity/login");
        HttpResponse<String> login = browser.password("ada", "correct horse");

        assertThat(Browser.location(browser.get(Browser.location(login)))).startsWith(CALLBACK);
        assertThat(Browser.location(browser.get(authorize(Map.of("max_age", "300")))))
                .startsWith(CALLBACK);
        assertThat(Browser.location(browser.get(authorize(Map.of("max_age", "abc", "state", "x")))))
                .endsWith("/identity/login");
    }

    @Test
    void givesEachStepAnotherSessionId() {
        browser.get("/identity/login");
        String planted = session();

        browser.password("root", "battery staple");
        String half = session();
        browser.code(Authenticator.code(ROOT_SECRET, 0));
        String whole = session();

        assertThat(half).isNotEqualTo(planted);
        assertThat(whole).isNotEqualTo(half).isNotEqualTo(planted);
        assertThat(jdbc.queryForObject(
                        "select count(*) from spring_session where session_id in (?, ?)",
                        Integer.class,
                        decoded(planted),
                        decoded(half)))
                .as("the earlier ids lead nowhere")
                .isZero();
        assertThat(jdbc.queryForList("select session_id from spring_session", String.class))
                .isNotEmpty()
                .allSatisfy(id -> assertThat(Base64.getUrlDecoder().decode(id))
                        .as("216 random bits")
                        .hasSize(27));
    }

    @Test
    void goesOnToNoOtherPlaceThanItself() {
        // Whoever sends another Host with the request that is saved gets no redirect there.
        HttpResponse<String> asked = browser.get(authorize(Map.of("state", "//evil.example")));
        assertThat(Browser.location(asked)).endsWith("/identity/login");

        HttpResponse<String> login = browser.submit(
                "/identity/login",
                "/identity/login?continue=https://evil.example",
                Map.of(
                        "username", "ada",
                        "password", "correct horse",
                        "redirect", "https://evil.example",
                        "redirect_uri", "https://evil.example",
                        "target", "https://evil.example"));

        assertThat(Browser.location(login)).startsWith("/identity/oauth2/authorize?");
        browser = new Browser("http://localhost:" + port);
        assertThat(Browser.location(browser.password("ada", "correct horse")))
                .isEqualTo(IdentityServer.PUBLIC_URL + "/ui/");
    }

    @Test
    void keepsTheFactorPagesBehindAFreshFactor() {
        assertThat(Browser.location(browser.get("/identity/security"))).endsWith("/identity/login");
        browser.password("root", "battery staple");
        assertThat(Browser.location(browser.get("/identity/security"))).endsWith("/identity/login/factor");
        browser.code(Authenticator.code(ROOT_SECRET, -1));
        assertThat(browser.get("/identity/security").body()).contains("Authenticator app", "Set up on");

        HttpResponse<String> refused = browser.submit("/identity/security", "/identity/security/totp/remove", Map.of());

        assertThat(Browser.location(refused)).endsWith("/identity/security?done=last");
        assertThat(browser.get(Browser.location(refused)).body()).contains("your only one");
        assertThat(actions("22222222-2222-4222-8222-222222222222")).contains("factor.remove");
        assertThat(browser.post("/identity/security/totp/remove", Map.of()).statusCode())
                .as("without the form's token")
                .isEqualTo(403);
    }

    @Test
    void letsAnOperatorRemoveTheirOnlyFactor() {
        browser.password("ada", "correct horse");
        HttpResponse<String> done = browser.submit(
                "/identity/security/totp",
                "/identity/security/totp",
                Map.of("code", Authenticator.code(secretShown(), 0)));
        assertThat(done.statusCode()).isEqualTo(200);

        HttpResponse<String> removed = browser.submit("/identity/security", "/identity/security/totp/remove", Map.of());

        assertThat(Browser.location(removed)).endsWith("/identity/security?done=removed");
        assertThat(jdbc.queryForObject("select count(*) from totp_factor where user_id = ?", Integer.class, ADA))
                .isZero();
        assertThat(actions(ADA.toString())).contains("factor.enrol", "factor.remove");
    }

    @Test
    void setsUpNoAppWithACodeOfAnotherSecret() {
        browser.password("ada", "correct horse");
        String before = secretShown();

        HttpResponse<String> refused = browser.submit(
                "/identity/security/totp",
                "/identity/security/totp",
                Map.of("code", Authenticator.code(ROOT_SECRET, 0)));

        assertThat(Browser.location(refused)).endsWith("/identity/security/totp?error");
        assertThat(secretShown()).isEqualTo(before);
        assertThat(jdbc.queryForObject("select count(*) from totp_factor where user_id = ?", Integer.class, ADA))
                .isZero();
        assertThat(jdbc.queryForList("select attribute_bytes from spring_session_attributes", byte[].class).stream()
                        .map(bytes -> new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1)))
                .as("no secret in clear in the session either")
                .noneMatch(text -> text.contains(before));
    }

    @Test
    void changesAPasswordAndEndsTheOtherSessions() {
        Browser other = new Browser("http://localhost:" + port);
        other.password("ada", "correct horse");
        browser.password("ada", "correct horse");
        Map<String, String> good = Map.of("present", "correct horse", "next", "purple elephants knit");

        assertThat(changePassword(Map.of("present", "correct horse", "next", "password2026")))
                .contains("guessers try first");
        assertThat(changePassword(Map.of("present", "wrong", "next", "purple elephants knit")))
                .contains("present password is not right");
        HttpResponse<String> changed =
                browser.submit("/identity/security/password", "/identity/security/password", good);
        try {
            assertThat(Browser.location(changed)).endsWith("/identity/security?done=password");
            assertThat(browser.get("/identity/security").statusCode()).isEqualTo(200);
            assertThat(Browser.location(other.get("/identity/security"))).endsWith("/identity/login");
            assertThat(Browser.location(other.password("ada", "correct horse"))).endsWith("?error");
            assertThat(actions(ADA.toString())).contains("user.change_password");
        } finally {
            browser.submit(
                    "/identity/security/password",
                    "/identity/security/password",
                    Map.of("present", "purple elephants knit", "next", "correct horse battery"));
            jdbc.update(
                    "update user_account set password_hash = ? where username = 'ada'",
                    new org.springframework.security.crypto.argon2.Argon2PasswordEncoder(16, 32, 1, 19 * 1024, 2)
                            .encode("correct horse")
                            .transform("{argon2id}"::concat));
        }
    }

    private String changePassword(Map<String, String> fields) {
        return browser.submit("/identity/security/password", "/identity/security/password", fields)
                .body();
    }

    @Test
    void offersPasskeysToScriptsOfItsOwnOnly() {
        HttpResponse<String> page = browser.get("/identity/login");
        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy)
                        .contains("default-src 'none'", "script-src 'self'", "connect-src 'self'")
                        .doesNotContain("unsafe"));
        assertThat(page.body()).contains("<script src=\"/identity/passkey.js\" defer></script>");
        assertThat(browser.get("/identity/passkey.js").headers().firstValue("Content-Type"))
                .hasValue("text/javascript;charset=UTF-8");
        browser.password("ada", "correct horse");
        assertThat(browser.get("/identity/security").headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy).doesNotContain("script-src"));

        HttpResponse<String> options =
                browser.postJson("/identity/webauthn/register/options", "", csrfOf("/identity/security/passkeys"));
        JsonNode made = json.readTree(options.body());
        assertThat(made.get("rp").get("id").asString()).isEqualTo("swen.test");
        assertThat(made.get("authenticatorSelection").get("userVerification").asString())
                .isEqualTo("required");
        HttpResponse<String> nonsense = browser.postJson(
                "/identity/login/webauthn", "{\"id\":\"AAAA\"}", csrfOf("/identity/security/passkeys"));
        assertThat(nonsense.statusCode()).isEqualTo(401);
    }

    private static org.assertj.core.data.Offset<Long> within(long seconds) {
        return org.assertj.core.data.Offset.offset(seconds);
    }

    /** Instants are compared to the nanosecond; two of the same would make "older than no time at all" false. */
    private static void letTheClockMove() {
        Instant before = Instant.now();
        org.awaitility.Awaitility.await().until(() -> Instant.now().getEpochSecond() > before.getEpochSecond());
    }

    private String csrfOf(String page) {
        Matcher found = Pattern.compile("data-csrf=\"([^\"]+)\"")
                .matcher(browser.get(page).body());
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    private List<String> enrolMax() {
        return enrol("max", "no factor yet");
    }

    private List<String> enrol(String username, String password) {
        browser.password(username, password);
        HttpResponse<String> done = browser.submit(
                "/identity/security/totp",
                "/identity/security/totp",
                Map.of("code", Authenticator.code(secretShown(), 0)));
        return codes(done.body());
    }

    private String secretShown() {
        HttpResponse<String> page = browser.get("/identity/security/totp");
        Matcher secret = SECRET.matcher(page.body());
        assertThat(secret.find()).as(page.statusCode() + page.body()).isTrue();
        return secret.group(1).replace(" ", "");
    }

    private static List<String> codes(String page) {
        List<String> codes = new ArrayList<>();
        Matcher found = RECOVERY_CODE.matcher(page);
        while (found.find()) {
            codes.add(found.group(1));
        }
        return codes;
    }

    private String session() {
        return browser.cookies().stream()
                .filter(cookie -> cookie.getName().equals("SWEN_ISSUER"))
                .map(HttpCookie::getValue)
                .findFirst()
                .orElseThrow();
    }

    private static String decoded(String cookie) {
        return new String(java.util.Base64.getDecoder().decode(cookie), java.nio.charset.StandardCharsets.UTF_8);
    }

    private List<String> actions(String user) {
        return jdbc.query(
                "select action from audit.event where resource_id = ?", (row, number) -> row.getString(1), user);
    }

    private List<String> outcomes(String user) {
        return jdbc.query(
                "select after ->> 'outcome' from audit.event where resource_id = ? and action = 'login.failure'",
                (row, number) -> row.getString(1),
                user);
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

    private static String authorize(Map<String, String> more) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("response_type", "code");
        query.put("client_id", "swen-cli");
        query.put("scope", "openid profile");
        query.put("state", "s");
        query.put("redirect_uri", CALLBACK);
        query.put("code_challenge", Browser.challenge(VERIFIER));
        query.put("code_challenge_method", "S256");
        query.putAll(more);
        return "/identity/oauth2/authorize?" + Browser.form(query);
    }
}
