package io.swen.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.swen.platform.security.Role;
import io.swen.platform.test.TestIssuer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Attacks on somebody who is signed in, from pages and networks that are not ours. */
class BrowserAttackTests extends GatewayTest {

    private final int port;
    private final Client victim;

    BrowserAttackTests(@LocalServerPort int port) {
        this.port = port;
        this.victim = new Client(port, "127.0.0.41");
    }

    @BeforeEach
    void signIn() {
        Backends.TOKENS.reset();
        Backends.TOKENS.user.set("victim-" + UUID.randomUUID());
        Backends.ROUTING.on("/workload", 202, "application/json", "{}");
        Backends.ROUTING.on("/workloads", 200, "application/json", "{}");
        victim.login();
    }

    @AfterEach
    void thePlatformIsUpAndTheVictimStillSignedIn() {
        assertThat(victim.get("/health").statusCode()).isEqualTo(200);
        assertThat(victim.get("/workloads").statusCode()).isEqualTo(200);
    }

    // Cross-site request forgery

    @Test
    void refusesWhatAForeignPageCanSend() {
        Client mallory = new Client(port, "127.0.0.42");
        Backends.TOKENS.user.set("mallory");
        mallory.login();
        String[] foreign = mallory.csrf();
        int before = Backends.ROUTING.calls("/workload").size();
        String form = "application/x-www-form-urlencoded";

        List<HttpResponse<String>> answers = List.of(
                victim.post("/workload", "{}"),
                victim.sendAs("POST", "/workload", "text/plain", "{\"id\":\"x\"}"),
                victim.sendAs("POST", "/workload", form, "_csrf=" + foreign[1] + "&id=x"),
                victim.sendAs("POST", "/workload", "multipart/form-data; boundary=x", "--x--"),
                victim.post("/workload", "{}", foreign),
                victim.post("/workload", "{}", foreign[0], ""),
                victim.post("/workload", "{}", foreign[0], "a".repeat(3_000)),
                victim.post("/workload", "{}", "Origin", Backends.PUBLIC_URL),
                victim.post("/workload?_csrf=" + victim.csrf()[1], "{}"),
                victim.post("/workload", "{}", "Authorization", "Basic dXNlcjpwYXNz"),
                victim.send("DELETE", "/api/v1/sessions", ""),
                victim.post("/logout", ""));

        assertThat(answers).extracting(HttpResponse::statusCode).containsOnly(403);
        assertThat(answers).allSatisfy(answer -> assertThat(answer.body()).contains("CSRF"));
        assertThat(Backends.ROUTING.calls("/workload")).hasSize(before);
        assertThat(victim.post("/workload", "{}", victim.csrf()).statusCode()).isEqualTo(202);
    }

    @Test
    void doesNotChangeTheMethodBecauseSomebodySaysSo() {
        int before = Backends.ROUTING.calls("/workload").size();

        for (String header : List.of("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override")) {
            HttpResponse<String> answer = victim.get("/workload", header, "POST");
            assertThat(answer.statusCode()).as(header).isIn(404, 405);
        }
        assertThat(victim.get("/workload?_method=POST").statusCode()).isIn(404, 405);
        assertThat(victim.get("/logout").statusCode()).isEqualTo(405);
        assertThat(victim.send("HEAD", "/logout", "").statusCode()).isEqualTo(405);

        assertThat(Backends.ROUTING.calls("/workload")).hasSize(before);
    }

    @Test
    void letsNoOtherOriginReadAnswers() {
        HttpResponse<String> answer = victim.get("/session", "Origin", "https://evil.example");
        HttpResponse<String> preflight = victim.send(
                "OPTIONS",
                "/workload",
                "",
                "Origin",
                "https://evil.example",
                "Access-Control-Request-Method",
                "POST",
                "Access-Control-Request-Headers",
                "x-csrf-token,authorization");

        assertThat(List.of(answer, preflight))
                .allSatisfy(each -> assertThat(each.headers().map())
                        .doesNotContainKeys(
                                "access-control-allow-origin",
                                "access-control-allow-credentials",
                                "access-control-allow-headers"));
        assertThat(answer.headers().firstValue("Cross-Origin-Resource-Policy")).hasValue("same-origin");
    }

    // Sessions

    @Test
    void givesEveryLoginANewSessionId() throws IOException {
        Client mallory = new Client(port, "127.0.0.42");
        mallory.get("/oauth2/authorization/swen");
        String planted = mallory.sessionId();
        Client other = new Client(port, "127.0.0.43");
        other.cookies.put(
                URI.create("http://localhost:" + port),
                Map.of("Set-Cookie", List.of("__Host-swen=" + planted + "; Path=/; Secure")));
        assertThat(other.sessionId()).isEqualTo(planted);

        other.login();

        assertThat(planted).isNotEmpty();
        assertThat(other.sessionId()).isNotEqualTo(planted);
        assertThat(mallory.get("/workloads").statusCode()).isEqualTo(401);
        assertThat(other.get("/workloads").statusCode()).isEqualTo(200);
    }

    @Test
    void takesNoSessionIdThatItDidNotMake() {
        Client mallory = new Client(port, "127.0.0.42");

        for (String id : List.of(
                "made-up",
                "00000000-0000-0000-0000-000000000000",
                "' or '1'='1",
                "a".repeat(3_000),
                "MDAwMDAwMDAtMDAwMC0wMDAwLTAwMDAtMDAwMDAwMDAwMDAw")) {
            assertThat(mallory.get("/workloads", "Cookie", "__Host-swen=" + id).statusCode())
                    .as(id)
                    .isEqualTo(401);
        }
        assertThat(mallory.get("/workloads", "Cookie", "swen=" + victim.sessionId())
                        .statusCode())
                .as("only under its own name")
                .isEqualTo(401);
        assertThat(mallory.get("/workloads;jsessionid=" + victim.sessionId()).statusCode())
                .as("not in the address")
                .isIn(400, 401);
    }

    @Test
    void takesNoCodeThatAnotherBrowserAskedFor() {
        Client mallory = new Client(port, "127.0.0.42");
        String state = Client.queryOf(Client.location(mallory.get("/oauth2/authorization/swen")))
                .get("state");

        HttpResponse<String> answer = victim.get("/login/oauth2/code/swen?code=mallorys&state=" + state);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Location")).isEmpty();
    }

    @Test
    void showsNothingOfWhatTheIssuersAnswerSays() {
        String script = "%3Cscript%3Ealert(1)%3C%2Fscript%3E";

        HttpResponse<String> answer =
                victim.get("/login/oauth2/code/swen?error=" + script + "&error_description=" + script + "&state=x");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).doesNotContain("alert(1)");
    }

    // Headers

    @Test
    void protectsEveryAnswer() {
        String token = "Bearer " + TestIssuer.token("viewer", Role.VIEWER);
        for (HttpResponse<String> answer : List.of(
                victim.get("/ui/"),
                victim.get("/session"),
                victim.get("/workloads", "Authorization", token),
                victim.get("/workloads", "Authorization", "Bearer x"),
                victim.get("/health"),
                victim.get("/ui/missing.js"))) {
            String path = answer.uri().getPath();
            assertThat(answer.headers().allValues("Content-Security-Policy"))
                    .as(path)
                    .singleElement()
                    .asString()
                    .contains("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'")
                    .doesNotContain("unsafe-");
            assertThat(header(answer, "Strict-Transport-Security")).as(path).contains("max-age=31536000");
            assertThat(header(answer, "X-Content-Type-Options")).as(path).isEqualTo("nosniff");
            assertThat(header(answer, "X-Frame-Options")).as(path).isEqualTo("DENY");
            assertThat(header(answer, "Cross-Origin-Opener-Policy")).as(path).isEqualTo("same-origin");
            assertThat(header(answer, "Cross-Origin-Resource-Policy")).as(path).isEqualTo("same-origin");
            assertThat(header(answer, "Permissions-Policy")).as(path).contains("camera=()", "geolocation=()");
            assertThat(header(answer, "Referrer-Policy")).as(path).isEqualTo("strict-origin-when-cross-origin");
            assertThat(answer.headers().map()).as(path).doesNotContainKeys("server", "x-powered-by");
        }
        for (String path : List.of("/session", "/workloads", "/api/v1/sessions", "/health")) {
            assertThat(victim.get(path).headers().firstValue("Cache-Control").orElse(""))
                    .as(path)
                    .contains("no-store");
        }
    }

    private static String header(HttpResponse<String> answer, String name) {
        return String.join("|", answer.headers().allValues(name));
    }
}
