package io.swen.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.samstevens.totp.code.DefaultCodeGenerator;
import dev.samstevens.totp.exceptions.CodeGenerationException;
import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class SignInTests {
    private static final String SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    private static final Instant NOW = Instant.parse("2026-11-28T08:00:15Z");
    private static final String CODE_PAGE = """
            <html><form method="post" action="/identity/login/factor"><input type="hidden" name="_csrf" value="t2">
            <input name="code"></form></html>""";
    private static final String PAGE = """
            <html><form method="post" action="/identity/login"><input type="hidden" name="_csrf" value="t&amp;k"/>
            <input name="username"><input type='password' name='password'></form></html>""";

    private HttpServer issuer;
    private final Map<String, String> asked = new HashMap<>();
    private final Set<String> usedCodes = new HashSet<>();
    private final List<Duration> waits = new ArrayList<>();
    private boolean leadsElsewhere;
    private boolean asksForACode;
    private Instant now = NOW;

    @TempDir
    private Path folder;

    @BeforeEach
    void startAnIssuer() throws IOException {
        issuer = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        issuer.createContext("/identity/oauth2/authorize", this::authorize);
        issuer.createContext("/identity/login", this::login);
        issuer.createContext("/identity/login/factor", this::factor);
        issuer.createContext("/identity/oauth2/token", this::token);
        issuer.start();
    }

    @AfterEach
    void stop() {
        issuer.stop(0);
    }

    @Test
    void fillsInTheSignInPageAndExchangesTheCodeWithItsProof() throws Exception {
        assertThat(Json.text(signIn("right"), "access_token")).isEqualTo("the-token");
    }

    @Test
    void saysThatThePasswordWasNotAccepted() {
        assertThatExceptionOfType(CliException.class)
                .isThrownBy(() -> signIn("wrong"))
                .satisfies(refusal -> assertThat(refusal.exitCode()).isEqualTo(ExitCode.NOT_ALLOWED))
                .withMessageContaining("The password of operator was not accepted");
    }

    @Test
    void answersTheSecondStepAsAnAuthenticatorWould() throws Exception {
        asksForACode = true;

        assertThat(Json.text(signIn("right"), "access_token")).isEqualTo("the-token");
        assertThat(usedCodes).containsExactly(code(0));
    }

    @Test
    void givesNoCodeTwiceAndWaitsWhereTheNextOneIsNotTakenYet() throws Exception {
        asksForACode = true;

        signIn("right");
        cookies();
        signIn("right");
        cookies();
        signIn("right");

        assertThat(usedCodes).containsExactlyInAnyOrder(code(0), code(1), code(2));
        assertThat(waits).containsExactly(Duration.ofSeconds(15));
    }

    @Test
    void triesTheNextCodeWhenAnotherProgramUsedThisOne() throws Exception {
        asksForACode = true;
        usedCodes.add(code(0));

        assertThat(Json.text(signIn("right"), "access_token")).isEqualTo("the-token");
    }

    @Test
    void saysThatTheCodeWasNotAccepted() {
        asksForACode = true;
        now = NOW.plusSeconds(3600);

        assertThatExceptionOfType(CliException.class)
                .isThrownBy(() -> signIn("right"))
                .satisfies(refusal -> assertThat(refusal.exitCode()).isEqualTo(ExitCode.NOT_ALLOWED))
                .withMessageContaining("The code of operator's authenticator was not accepted")
                .satisfies(refusal -> assertThat(refusal.report()).doesNotContain(SECRET));
    }

    @Test
    void saysWhereACodeIsAskedForAndTheAccountHasNoAuthenticator() {
        asksForACode = true;

        assertThatExceptionOfType(CliException.class)
                .isThrownBy(() -> signIn("right", null))
                .withMessageContaining("no totp_secret of operator");
    }

    @Test
    void takesThePasswordToNoOtherServer() {
        leadsElsewhere = true;
        assertThatExceptionOfType(CliException.class)
                .isThrownBy(() -> signIn("right"))
                .withMessageContaining("another server");
    }

    @Test
    void goesOnAsABrowserDoesWithASessionAndRecoveryCodes() throws Exception {
        List<String> signedOut = new ArrayList<>();
        issuer.createContext("/oauth2/authorization/swen", exchange -> {
            exchange.getResponseHeaders().add("Set-Cookie", "swen=a-live-session; Path=/; HttpOnly");
            exchange.getResponseHeaders().add("Location", "/ui/");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        issuer.createContext(
                "/identity/security",
                exchange -> answer(
                        exchange,
                        200,
                        exchange.getRequestMethod().equals("GET")
                                ? "<form action=\"x\"><input name=\"_csrf\" value=\"t3\"></form>"
                                : new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)
                                                .equals("_csrf=t3")
                                        ? "<ol><li><code>abcdef-ghijkl-mnopqr-stuvwx</code></li></ol>"
                                        : "no"));
        issuer.createContext(
                "/session", exchange -> answer(exchange, 200, "{\"csrf\":{\"header\":\"X-CSRF\",\"token\":\"t4\"}}"));
        issuer.createContext("/logout", exchange -> {
            signedOut.add(String.valueOf(exchange.getRequestHeaders().getFirst("X-CSRF")));
            answer(exchange, 200, "{}");
        });
        SignIn browser = new SignIn("http://127.0.0.1:" + issuer.getAddress().getPort());
        browser.signIn(
                new Accounts.Account("operator", "right", null),
                new Authenticator(
                        "operator",
                        null,
                        folder.resolve("operator.step"),
                        Clock.fixed(now, ZoneOffset.UTC),
                        time -> {}));

        browser.openSession();

        assertThat(browser.cookies()).containsEntry("swen", "a-live-session");
        assertThat(browser.newRecoveryCodes()).containsExactly("abcdef-ghijkl-mnopqr-stuvwx");
        browser.signOut();
        assertThat(signedOut).containsExactly("t4");
    }

    @Test
    void theChallengeIsTheOneOfTheStandardsExample() {
        // RFC 7636, appendix B.
        assertThat(new Pkce("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk").challenge())
                .isEqualTo("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    private JsonNode signIn(String password) throws Exception {
        return signIn(password, SECRET);
    }

    private JsonNode signIn(String password, @Nullable String secret) throws Exception {
        Authenticator authenticator = new Authenticator(
                "operator", secret, folder.resolve("operator.step"), Clock.fixed(now, ZoneOffset.UTC), time -> {
                    waits.add(time);
                    now = now.plus(time);
                });
        return new SignIn("http://127.0.0.1:" + issuer.getAddress().getPort())
                .signIn(new Accounts.Account("operator", password, secret), authenticator);
    }

    /** A new sign-in begins without the session of the one before. */
    private void cookies() {
        asked.clear();
    }

    private static String code(int stepsAway) throws CodeGenerationException {
        return new DefaultCodeGenerator().generate(SECRET, NOW.getEpochSecond() / 30 + stepsAway);
    }

    private void factor(HttpExchange exchange) throws IOException {
        if (exchange.getRequestMethod().equals("GET")) {
            answer(exchange, 200, CODE_PAGE);
            return;
        }
        Map<String, String> form =
                parameters(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        String code = form.getOrDefault("code", "");
        String next;
        try {
            boolean known = code.equals(code(0)) || code.equals(code(1)) || (!waits.isEmpty() && code.equals(code(2)));
            next = !known || !"t2".equals(form.get("_csrf"))
                    ? "/identity/login/factor?error"
                    : usedCodes.add(code)
                            ? "/identity/oauth2/authorize?" + encoded()
                            : "/identity/login/factor?replayed";
        } catch (CodeGenerationException e) {
            throw new IOException(e);
        }
        if (next.startsWith("/identity/oauth2")) {
            exchange.getResponseHeaders().add("Set-Cookie", "session=whole; Path=/");
        }
        exchange.getResponseHeaders().add("Location", next);
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    private void authorize(HttpExchange exchange) throws IOException {
        asked.putAll(parameters(exchange.getRequestURI().getRawQuery()));
        String cookie = exchange.getRequestHeaders().getFirst("Cookie");
        boolean signedIn = "session=whole".equals(cookie) || (!asksForACode && "session=good".equals(cookie));
        String elsewhere = "http://127.0.0.1:1/identity/login";
        String target = signedIn
                ? asked.get("redirect_uri") + "?code=c-1&state=" + asked.get("state")
                : leadsElsewhere
                        ? elsewhere
                        : "session=good".equals(cookie) ? "/identity/login/factor" : "/identity/login";
        exchange.getResponseHeaders().add("Location", target);
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    private void login(HttpExchange exchange) throws IOException {
        if (exchange.getRequestMethod().equals("GET")) {
            exchange.getResponseHeaders().add("Set-Cookie", "session=new; Path=/; HttpOnly");
            answer(exchange, 200, PAGE);
            return;
        }
        Map<String, String> form =
                parameters(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        boolean good = "t&k".equals(form.get("_csrf"))
                && "operator".equals(form.get("username"))
                && "right".equals(form.get("password"))
                && "session=new".equals(exchange.getRequestHeaders().getFirst("Cookie"));
        if (good) {
            exchange.getResponseHeaders().add("Set-Cookie", "session=good; Path=/");
        }
        exchange.getResponseHeaders()
                .add("Location", good ? "/identity/oauth2/authorize?" + encoded() : "/identity/login?error");
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    private String encoded() {
        return Form.encode(asked);
    }

    private void token(HttpExchange exchange) throws IOException {
        Map<String, String> form =
                parameters(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        boolean proven =
                new Pkce(form.getOrDefault("code_verifier", "")).challenge().equals(asked.get("code_challenge"))
                        && "c-1".equals(form.get("code"))
                        && "swen-cli".equals(form.get("client_id"));
        answer(
                exchange,
                proven ? 200 : 400,
                proven ? "{\"access_token\":\"the-token\",\"expires_in\":300}" : "{\"error\":\"invalid_grant\"}");
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new HashMap<>();
        for (String pair : query.split("&")) {
            String[] parts = pair.split("=", 2);
            parameters.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return parameters;
    }
}
