package io.swen.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SignInTests {
    private static final String PAGE = """
            <html><form method="post" action="/identity/login"><input type="hidden" name="_csrf" value="t&amp;k"/>
            <input name="username"><input type='password' name='password'></form></html>""";

    private HttpServer issuer;
    private final Map<String, String> asked = new HashMap<>();
    private boolean leadsElsewhere;

    @BeforeEach
    void startAnIssuer() throws IOException {
        issuer = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        issuer.createContext("/identity/oauth2/authorize", this::authorize);
        issuer.createContext("/identity/login", this::login);
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
    void takesThePasswordToNoOtherServer() {
        leadsElsewhere = true;
        assertThatExceptionOfType(CliException.class)
                .isThrownBy(() -> signIn("right"))
                .withMessageContaining("another server");
    }

    @Test
    void theChallengeIsTheOneOfTheStandardsExample() {
        // RFC 7636, appendix B.
        assertThat(new Pkce("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk").challenge())
                .isEqualTo("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    private tools.jackson.databind.JsonNode signIn(String password) throws Exception {
        return new SignIn("http://127.0.0.1:" + issuer.getAddress().getPort()).signIn("operator", password);
    }

    private void authorize(HttpExchange exchange) throws IOException {
        asked.putAll(parameters(exchange.getRequestURI().getRawQuery()));
        boolean signedIn = "session=good".equals(exchange.getRequestHeaders().getFirst("Cookie"));
        String elsewhere = "http://127.0.0.1:1/identity/login";
        String target = signedIn
                ? asked.get("redirect_uri") + "?code=c-1&state=" + asked.get("state")
                : leadsElsewhere ? elsewhere : "/identity/login";
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
