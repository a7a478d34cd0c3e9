package io.swen.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.net.httpserver.HttpExchange;
import io.swen.platform.page.Cursors;
import io.swen.platform.security.Role;
import io.swen.platform.test.AccessTable;
import io.swen.platform.test.TestIssuer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
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

class GatewayIntegrationTests extends GatewayTest {

    private final JdbcTemplate jdbc;
    private final JsonMapper json;
    private final int port;
    private Client client;

    GatewayIntegrationTests(@Autowired JdbcTemplate jdbc, @Autowired JsonMapper json, @LocalServerPort int port) {
        this.jdbc = jdbc;
        this.json = json;
        this.port = port;
        this.client = new Client(port);
    }

    @BeforeEach
    void reset() {
        client = new Client(port);
        Backends.TOKENS.reset();
    }

    // Routing

    @Test
    void hasARuleForEveryEndpointAndAnEndpointForEveryRule(@Autowired ApplicationContext context) {
        AccessTable.check(context, "/health", "/session", "/logout", "/logout/connect/back-channel/swen");
    }

    @Test
    void handsEachResourceToItsOwner() {
        Map<Backend, List<String>> owners = Map.of(
                Backends.TELEMETRY,
                        List.of(
                                "/api/v1/price-epochs/current",
                                "/api/v1/offers",
                                "/api/v1/regions",
                                "/api/v1/prices/history",
                                "/api/v1/instances",
                                "/api/v1/metrics",
                                "/api/v1/costs/summary",
                                "/telemetry"),
                Backends.ROUTING,
                        List.of("/api/v1/workloads", "/api/v1/decisions/1", "/api/v1/reservations", "/workloads"),
                Backends.GITOPS, List.of("/api/v1/changes", "/api/v1/deployments", "/pending"),
                Backends.IDENTITY, List.of("/api/v1/users/me"));
        owners.forEach((owner, paths) -> paths.forEach(path -> {
            owner.on(path, 200, "application/json", "{\"at\":\"" + path + "\"}");
            HttpResponse<String> answer = client.get(path + "?q=a%2Bb%20c", bearer("viewer", Role.VIEWER));
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            assertThat(answer.body()).contains(path);
            assertThat(owner.last(path).uri()).isEqualTo(path + "?q=a%2Bb%20c");
        }));
    }

    @Test
    void showsTheErrorsOfAllServicesInOneListAndNamesThoseThatAreSilent() {
        Backends.TELEMETRY.on(
                "/api/v1/errors/telemetry", 503, "application/problem+json", "{\"code\":\"unavailable\"}");
        Backends.ROUTING.on(
                "/api/v1/errors/routing", 200, "application/json", errors("routing", "2100-01-01T00:00:03Z"));
        Backends.GITOPS.on(
                "/api/v1/errors/gitops",
                200,
                "application/json",
                errors("gitops", "2100-01-01T00:00:04Z", "2100-01-01T00:00:02Z"));
        Backends.IDENTITY.on("/api/v1/errors/identity", 200, "application/json", errors("identity"));

        JsonNode page = json.readTree(client.get("/api/v1/errors?limit=2", bearer("operator", Role.OPERATOR))
                .body());

        assertThat(page.path("items")
                        .valueStream()
                        .map(item -> item.path("service").asString()))
                .containsExactly("gitops", "routing");
        assertThat(page.path("silent").valueStream().map(JsonNode::asString)).containsExactly("telemetry");
        client.get("/api/v1/errors?limit=2&cursor=" + page.path("next").asString(), bearer("operator", Role.OPERATOR));
        assertThat(Cursors.decode(
                        Backends.ROUTING.last("/api/v1/errors/routing").uri().replaceFirst(".*cursor=", ""), 2))
                .containsExactly("2100-01-01T00:00:03Z", "00000000routing0");
        assertThat(client.get("/api/v1/errors", bearer("viewer", Role.VIEWER)).statusCode())
                .isEqualTo(403);
        assertThat(client.get("/api/v1/errors?service=moon", bearer("operator", Role.OPERATOR))
                        .statusCode())
                .isEqualTo(400);
    }

    private static String errors(String service, String... lastSeen) {
        return Stream.of(lastSeen)
                .map(at -> "{\"service\":\"" + service + "\",\"fingerprint\":\""
                        + ("00000000" + service + "00000000").substring(0, 16)
                        + "\",\"state\":\"open\",\"level\":\"error\",\"logger\":\"x\",\"message\":\"m\",\"frames\":[],"
                        + "\"occurrences\":1,\"first_seen\":\"" + at + "\",\"last_seen\":\"" + at
                        + "\",\"reopened\":0,\"version\":0}")
                .collect(Collectors.joining(",", "{\"items\":[", "],\"next\":null}"));
    }

    @Test
    void drawsTheMapOfWhatEachServiceMeasured() {
        Backends.ROUTING.on(
                "/api/v1/service-map/routing",
                200,
                "application/json",
                "{\"service\":\"routing\",\"window\":\"PT5M\",\"received\":" + calls(40, 0) + ",\"dependencies\":["
                        + "{\"target\":\"gitops\",\"kind\":\"service\",\"calls\":" + calls(20, 5) + "}]}");
        Backends.GITOPS.on(
                "/api/v1/service-map/gitops",
                200,
                "application/json",
                "{\"service\":\"gitops\",\"window\":\"PT5M\",\"received\":" + calls(20, 5) + ",\"dependencies\":["
                        + "{\"target\":\"aws\",\"kind\":\"cloud\",\"calls\":" + calls(7, 0) + "}]}");
        Backends.TELEMETRY.on("/api/v1/service-map/telemetry", 503, "application/json", "{}");
        Backends.IDENTITY.on("/api/v1/service-map/identity", 503, "application/json", "{}");
        client.get("/api/v1/workloads", bearer("viewer", Role.VIEWER));

        JsonNode map = json.readTree(
                client.get("/api/v1/service-map", bearer("viewer", Role.VIEWER)).body());

        assertThat(map.path("edges")
                        .valueStream()
                        .map(edge -> edge.path("from").asString() + ">"
                                + edge.path("to").asString()))
                .contains("gateway>routing", "routing>gitops", "gitops>aws");
        assertThat(node(map, "gitops").at("/received/error_rate").asDouble()).isEqualTo(0.25);
        assertThat(node(map, "telemetry").path("answers").asBoolean(true)).isFalse();
        assertThat(node(map, "aws").path("kind").asString()).isEqualTo("cloud");
        assertThat(map.path("edges")
                        .valueStream()
                        .filter(edge -> edge.path("from").asString().equals("gateway")))
                .allSatisfy(edge -> assertThat(edge.at("/calls/calls").asLong()).isPositive());
    }

    private static String calls(int calls, int failed) {
        return "{\"calls\":" + calls + ",\"failed\":" + failed + ",\"calls_per_minute\":" + calls + ",\"error_rate\":"
                + (double) failed / calls + ",\"p95_ms\":3.5}";
    }

    private static JsonNode node(JsonNode map, String name) {
        return map.path("nodes")
                .valueStream()
                .filter(node -> node.path("name").asString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void passesOnWhatIsSignedWithoutASessionAndNothingElseOfTheSameResources() {
        String hook = "/api/v1/webhooks/github";
        String callback = "/api/v1/workload-callbacks/0194c2a0-0000-7000-8000-000000000001/0";
        Backends.GITOPS.on(hook, 202, "application/json", "{}");
        Backends.GITOPS.on(callback, 200, "application/json", "{}");

        assertThat(client.post(hook, "{\"a\": 1}", "X-Hub-Signature-256", "sha256=00")
                        .statusCode())
                .isEqualTo(202);
        assertThat(client.post(callback, "{}", "Swen-Callback-Token", "v1.1.x").statusCode())
                .isEqualTo(200);

        assertThat(Backends.GITOPS.last(hook).body()).isEqualTo("{\"a\": 1}");
        assertThat(Backends.GITOPS.last(hook).header("X-Hub-Signature-256")).isEqualTo("sha256=00");
        assertThat(Backends.GITOPS.last(hook).header("Authorization")).isEmpty();
        assertThat(Backends.GITOPS.last(callback).header("Swen-Callback-Token")).isEqualTo("v1.1.x");
        assertThat(client.get(hook).statusCode()).isEqualTo(401);
        assertThat(client.post("/api/v1/webhooks/github/more", "{}").statusCode())
                .isEqualTo(401);
        assertThat(client.post("/api/v1/remote", "{}").statusCode()).isEqualTo(401);
    }

    @Test
    void passesTheCallOnAsItCame() {
        String body = "{\"name\":\"Grüße\",\"big\":\"" + "x".repeat(100_000) + "\"}";
        Backends.ROUTING.on("/workload", exchange -> {
            exchange.getResponseHeaders().set("ETag", "\"7\"");
            exchange.getResponseHeaders().set("Location", "/api/v1/workloads/a");
            exchange.getResponseHeaders().set("X-Trace-Id", "backend");
            Backend.send(exchange, 202, "application/json", "{\"id\":\"a\"}");
        });
        String token = TestIssuer.token("operator", Role.OPERATOR);

        HttpResponse<String> answer = client.post(
                "/workload",
                body,
                "Authorization",
                "Bearer " + token,
                "Idempotency-Key",
                "k-1",
                "If-Match",
                "\"6\"",
                "X-Forwarded-For",
                "6.6.6.6",
                "X-Forwarded-Host",
                "evil.example");

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.headers().firstValue("ETag")).hasValue("\"7\"");
        assertThat(answer.headers().firstValue("Location")).hasValue("/api/v1/workloads/a");
        assertThat(answer.headers().allValues("X-Trace-Id")).hasSize(1).doesNotContain("backend");
        Backend.Call call = Backends.ROUTING.last("/workload");
        assertThat(call.body()).isEqualTo(body);
        assertThat(call.header("Authorization")).startsWith("Bearer ey").isNotEqualTo("Bearer " + token);
        assertThat(call.header("Idempotency-Key")).isEqualTo("k-1");
        assertThat(call.header("If-Match")).isEqualTo("\"6\"");
        assertThat(call.header("traceparent"))
                .contains(answer.headers().firstValue("X-Trace-Id").orElseThrow());
        assertThat(call.header("X-Forwarded-Host")).isEqualTo("swen.test");
        assertThat(call.header("X-Forwarded-For")).isEqualTo("127.0.0.1");
        assertThat(jdbc.queryForObject(
                        "select count(*) from spring_session where principal_name = 'operator'", Integer.class))
                .isZero();
    }

    @Test
    void passesAServicesRefusalOn() {
        Backends.ROUTING.on(
                "/api/v1/workloads/none", 404, "application/problem+json", "{\"code\":\"not-found\",\"status\":404}");

        HttpResponse<String> answer = client.get("/api/v1/workloads/none", bearer("viewer", Role.VIEWER));

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body()).contains("not-found");
    }

    @Test
    void streamsAnAnswerBeforeItIsWhole() throws Exception {
        CompletableFuture<HttpExchange> open = new CompletableFuture<>();
        Backends.TELEMETRY.on("/api/v1/offers/snapshot", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(new byte[64 * 1024]);
            exchange.getResponseBody().flush();
            open.complete(exchange);
        });
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/api/v1/offers/snapshot"))
                .headers(bearer("viewer", Role.VIEWER))
                .build();

        HttpResponse<InputStream> answer = client.http.send(request, HttpResponse.BodyHandlers.ofInputStream());

        try (InputStream in = answer.body()) {
            assertThat(in.readNBytes(16)).hasSize(16);
            // The answer is still open at the other end.
            try (OutputStream out = open.get(10, TimeUnit.SECONDS).getResponseBody()) {
                out.write(1);
            }
            assertThat(in.readAllBytes()).hasSize(64 * 1024 - 16 + 1);
        }
    }

    @Test
    void passesTheIssuersFormsAndCookiesOn() {
        Backends.IDENTITY.on("/identity/login", exchange -> {
            exchange.getResponseHeaders().set("Set-Cookie", "SWEN_ISSUER=x; Path=/identity; HttpOnly");
            exchange.getResponseHeaders().set("Content-Security-Policy", "default-src 'none'");
            exchange.getResponseHeaders().set("Location", "/identity/oauth2/authorize");
            Backend.send(exchange, 302, "text/html", "");
        });

        int before = Backends.IDENTITY.calls("/identity/login").size();
        HttpResponse<String> answer = client.send(
                "POST",
                "/identity/login",
                "",
                "Cookie",
                "__Host-swen=mine; SWEN_ISSUER=yours",
                "X-CSRF-TOKEN",
                "of-the-issuers-page",
                "X-Forwarded-For",
                "6.6.6.6");
        client.cookies.getCookieStore().removeAll();
        HttpRequest form = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/identity/login"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("username=a&password=%26%3D+x&_csrf=c"))
                .build();
        HttpResponse<String> posted = client.http
                .sendAsync(form, HttpResponse.BodyHandlers.ofString())
                .orTimeout(10, TimeUnit.SECONDS)
                .join();

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Set-Cookie"))
                .hasValueSatisfying(cookie -> assertThat(cookie).startsWith("SWEN_ISSUER=x"));
        assertThat(answer.headers().allValues("Content-Security-Policy")).containsExactly("default-src 'none'");
        Backend.Call call = Backends.IDENTITY.calls("/identity/login").get(before);
        assertThat(call.header("Cookie")).isEqualTo("SWEN_ISSUER=yours");
        assertThat(call.header("X-CSRF-TOKEN")).isEqualTo("of-the-issuers-page");
        assertThat(posted.statusCode()).isEqualTo(302);
        assertThat(Backends.IDENTITY.last("/identity/login").body().split("&"))
                .containsExactlyInAnyOrder("username=a", "password=%26%3D+x", "_csrf=c");
    }

    // Failures

    @Test
    void namesTheServiceThatIsDown() {
        Backends.GITOPS.on("/api/v1/changes", 200, "application/json", "{}");
        assertThat(client.get("/api/v1/changes", bearer("viewer", Role.VIEWER)).statusCode())
                .isEqualTo(200);
        Backends.GITOPS.stop();
        try {
            HttpResponse<String> answer = client.get("/api/v1/changes", bearer("viewer", Role.VIEWER));

            assertThat(answer.statusCode()).as(answer.body()).isIn(502, 503);
            answer = client.get("/api/v1/changes", bearer("viewer", Role.VIEWER));
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
            assertThat(answer.headers().firstValue("Retry-After")).hasValue("2");
            JsonNode problem = json.readTree(answer.body());
            assertThat(problem.get("code").asString()).isEqualTo("unavailable");
            assertThat(problem.get("detail").asString()).isEqualTo("gitops-service is not running");
            assertThat(problem.get("instance").asString()).isEqualTo("/api/v1/changes");
        } finally {
            Backends.GITOPS.restart();
        }
        assertThat(client.get("/api/v1/changes", bearer("viewer", Role.VIEWER)).statusCode())
                .isEqualTo(200);
    }

    @Test
    void saysThatAServiceDidNotAnswerInTimeAndDoesNotAskTwice() {
        CountDownLatch told = new CountDownLatch(1);
        Backends.ROUTING.on("/api/v1/workloads/slow/cancel", exchange -> {
            try {
                told.await(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            Backend.send(exchange, 200, "application/json", "{}");
        });

        HttpResponse<String> answer =
                client.post("/api/v1/workloads/slow/cancel", "{}", bearer("operator", Role.OPERATOR));
        told.countDown();

        assertThat(answer.statusCode()).isEqualTo(504);
        JsonNode problem = json.readTree(answer.body());
        assertThat(problem.get("code").asString()).isEqualTo("remote-timed-out");
        assertThat(problem.get("detail").asString()).contains("routing-service");
        assertThat(answer.body()).doesNotContain("Exception");
        assertThat(Backends.ROUTING.calls("/api/v1/workloads/slow/cancel")).hasSize(1);
    }

    @Test
    void saysThatAServiceBrokeOff() {
        Backends.ROUTING.on("/api/v1/decisions/broken", HttpExchange::close);

        HttpResponse<String> answer = client.get("/api/v1/decisions/broken", bearer("viewer", Role.VIEWER));

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.body()).contains("remote-failed", "routing-service");
    }

    @Test
    void refusesABodyThatIsTooLargeEvenUnannounced() {
        Backends.ROUTING.on("/workload", 202, "application/json", "{}");
        byte[] big = new byte[2 * 1024 * 1024];
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/workload"))
                .headers(bearer("operator", Role.OPERATOR))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(big))
                .build();

        HttpResponse<String> answer = client.http
                .sendAsync(request, HttpResponse.BodyHandlers.ofString())
                .orTimeout(10, TimeUnit.SECONDS)
                .join();

        assertThat(answer.statusCode()).isEqualTo(413);
    }

    // Programs

    @Test
    void refusesCallsWithoutAnyCredential() {
        for (String path :
                List.of("/telemetry", "/workloads", "/pending", "/api/v1/offers", "/api/v1/unknown", "/ws")) {
            HttpResponse<String> answer = client.get(path, "Accept", "text/html");
            assertThat(answer.statusCode()).as(path).isEqualTo(401);
            assertThat(answer.body()).contains("unauthenticated");
        }
        assertThat(client.post("/workload", "{}").statusCode()).isEqualTo(401);
        assertThat(client.cookies.getCookieStore().getCookies()).isEmpty();
    }

    @Test
    void refusesTokensThatAreNotForIt() {
        String foreign = TestIssuer.sign(TestIssuer.claims("x", List.of("*"), List.of("*"), Role.ADMIN)
                .audience("swen-routing")
                .build());
        String expired = TestIssuer.sign(TestIssuer.claims("x", List.of("*"), List.of("*"), Role.ADMIN)
                .expirationTime(new Date(0))
                .build());

        for (String token : List.of(foreign, expired, "nonsense")) {
            assertThat(client.get("/workloads", "Authorization", "Bearer " + token)
                            .statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void answersHealthToEverybodyAndNamesWhatIsDown() {
        HttpResponse<String> answer = client.get("/health");
        assertThat(answer.statusCode()).isEqualTo(200);

        Backends.ROUTING.stop();
        try {
            JsonNode degraded = Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(
                            () -> json.readTree(client.get("/health").body()),
                            health -> health.get("status").asString().equals("degraded"));
            assertThat(degraded.get("engine").asString()).isEqualTo("stopped");
            assertThat(degraded.get("services").toString())
                    .contains("{\"name\":\"routing\",\"status\":\"unhealthy\"}")
                    .contains("{\"name\":\"telemetry\",\"status\":\"healthy\"}");
        } finally {
            Backends.ROUTING.restart();
        }
        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            JsonNode health = json.readTree(client.get("/health").body());
            assertThat(health.get("status").asString()).isEqualTo("healthy");
            assertThat(health.get("engine").asString()).isEqualTo("running");
        });
    }

    // Browsers

    @Test
    void tellsABrowserWithoutASessionWhereToLogIn() {
        JsonNode session = json.readTree(client.get("/session").body());

        assertThat(session.get("authenticated").asBoolean()).isFalse();
        assertThat(session.get("login_url").asString()).isEqualTo("/oauth2/authorization/swen");
        assertThat(session.get("simulated").asBoolean()).isTrue();
        assertThat(Instant.parse(session.get("time").asString()))
                .as("domain time, which is the wall's without a simulator")
                .isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
        assertThat(client.cookies.getCookieStore().getCookies()).isEmpty();
    }

    @Test
    void startsALoginWithStateNonceAndProofKey() {
        String location = Client.location(client.get("/oauth2/authorization/swen"));

        assertThat(location).startsWith(Backends.PUBLIC_URL + "/identity/oauth2/authorize?");
        assertThat(Client.queryOf(location))
                .containsEntry("client_id", "swen-gateway")
                .containsEntry("redirect_uri", Backends.PUBLIC_URL + "/login/oauth2/code/swen")
                .containsEntry("code_challenge_method", "S256")
                .containsKeys("state", "nonce", "code_challenge");
    }

    @Test
    void givesABrowserASessionThatCallsWithTheUsersToken() {
        client.get("/oauth2/authorization/swen");
        String before = client.sessionId();
        HttpResponse<String> login = client.login();

        assertThat(Client.location(login)).isEqualTo("/ui/");
        assertThat(client.sessionId()).isNotEmpty().isNotEqualTo(before);
        assertThat(login.headers().allValues("Set-Cookie"))
                .anySatisfy(cookie ->
                        assertThat(cookie).contains("__Host-swen=", "HttpOnly", "SameSite=Lax", "Path=/", "Secure"));
        assertThat(Backends.IDENTITY.last("/identity/oauth2/token").body()).contains("code_verifier=");
        JsonNode session = json.readTree(client.get("/session").body());
        assertThat(session.get("authenticated").asBoolean()).isTrue();
        assertThat(session.get("user").get("name").asString()).isEqualTo("ada");
        assertThat(session.get("user").get("actor_id").asString())
                .isEqualTo(TestIssuer.actorId("ada").toString());
        assertThat(session.get("user").get("roles").toString()).isEqualTo("[\"operator\"]");
        assertThat(session.get("user").get("teams").toString()).isEqualTo("[\"research\"]");
        Backends.ROUTING.on("/workloads", 200, "application/json", "{}");
        assertThat(client.get("/workloads").statusCode()).isEqualTo(200);
        Backend.Call call = Backends.ROUTING.last("/workloads");
        assertThat(call.header("Authorization")).startsWith("Bearer ey");
        assertThat(call.header("Cookie")).isEmpty();
        assertThat(jdbc.queryForObject(
                        "select count(*) from spring_session where principal_name = 'ada'", Integer.class))
                .isPositive();
    }

    @Test
    void keepsTheClientsSecretOutOfStoredSessions() {
        client.login();
        client.get("/session");

        assertThat(jdbc.queryForList("select attribute_bytes from spring_session_attributes", byte[].class))
                .isNotEmpty()
                .noneSatisfy(bytes -> assertThat(new String(bytes, StandardCharsets.ISO_8859_1))
                        .contains("only-the-test-issuer-takes-this"));
    }

    @Test
    void demandsTheCsrfHeaderFromBrowsersOnly() {
        Backends.ROUTING.on("/workload", 202, "application/json", "{}");
        client.login();
        JsonNode csrf = json.readTree(client.get("/session").body()).get("csrf");
        int before = Backends.ROUTING.calls("/workload").size();

        HttpResponse<String> refused = client.post("/workload", "{}");
        HttpResponse<String> guessed =
                client.post("/workload", "{}", csrf.get("header").asString(), "guess");
        HttpResponse<String> inQuery =
                client.post("/workload?_csrf=" + csrf.get("token").asString(), "{}");

        assertThat(List.of(refused, guessed, inQuery)).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.body()).contains("\"code\":\"forbidden\"", "CSRF");
        });
        assertThat(Backends.ROUTING.calls("/workload")).hasSize(before);
        assertThat(client.post(
                                "/workload",
                                "{}",
                                csrf.get("header").asString(),
                                csrf.get("token").asString())
                        .statusCode())
                .isEqualTo(202);
        assertThat(client.post("/workload", "{}", bearer("operator", Role.OPERATOR))
                        .statusCode())
                .isEqualTo(202);
    }

    @Test
    void refusesACodeThatBelongsToAnotherBrowser() {
        String location = Client.location(client.get("/oauth2/authorization/swen"));
        Client victim = new Client(port);

        HttpResponse<String> answer = victim.get("/login/oauth2/code/swen?code=a-code&state="
                + Client.queryOf(location).get("state"));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("Try again").doesNotContain("<script");
        assertThat(json.readTree(victim.get("/session").body())
                        .get("authenticated")
                        .asBoolean())
                .isFalse();
    }

    @Test
    void renewsATokenOnceForAllCallsThatWaitForIt() {
        Backends.TOKENS.life.set(Duration.ofSeconds(30));
        Backends.ROUTING.on("/workloads", 200, "application/json", "{}");
        client.login();
        int before = Backends.TOKENS.refreshes.get();

        List<CompletableFuture<Integer>> answers = new ArrayList<>(IntStream.range(0, 12)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> client.get("/workloads").statusCode(),
                        command -> Thread.ofVirtual().start(command)))
                .toList());

        assertThat(answers).allSatisfy(answer -> assertThat(answer.join()).isEqualTo(200));
        assertThat(Backends.TOKENS.refreshes.get() - before).isEqualTo(1);
        client.get("/workloads");
        assertThat(Backends.TOKENS.refreshes.get() - before).isEqualTo(1);
    }

    @Test
    void endsTheSessionWhenTheIssuerDoes() {
        Backends.TOKENS.life.set(Duration.ofSeconds(30));
        Backends.TOKENS.refreshError.set("invalid_grant");
        client.login();

        assertThat(client.get("/workloads").statusCode()).isEqualTo(401);

        assertThat(json.readTree(client.get("/session").body())
                        .get("authenticated")
                        .asBoolean())
                .isFalse();
    }

    @Test
    void keepsTheSessionWhileTheIssuerIsDown() {
        Backends.TOKENS.life.set(Duration.ofSeconds(1));
        Backends.TOKENS.refreshError.set("server_error");
        client.login();

        HttpResponse<String> answer = client.get("/workloads");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("identity-service");
        Backends.TOKENS.refreshError.set("");
        Backends.ROUTING.on("/workloads", 200, "application/json", "{}");
        assertThat(client.get("/workloads").statusCode()).isEqualTo(200);
    }

    @Test
    void endsASessionHereAndAtTheIssuer() {
        client.login();
        JsonNode csrf = json.readTree(client.get("/session").body()).get("csrf");
        assertThat(client.post("/logout", "").statusCode()).isEqualTo(403);

        HttpResponse<String> answer = client.post(
                "/logout", "", csrf.get("header").asString(), csrf.get("token").asString());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json.readTree(answer.body()).get("authenticated").asBoolean())
                .isFalse();
        assertThat(client.get("/workloads").statusCode()).isEqualTo(401);
        assertThat(Backends.IDENTITY.last("/api/v1/users/me/sessions/current").method())
                .isEqualTo("DELETE");
        assertThat(jdbc.queryForObject("select count(*) from audit.event where action = 'session.end'", Integer.class))
                .isPositive();
    }

    @Test
    void ignoresACookieThatIsNoSession() {
        assertThat(client.get("/workloads", "Cookie", "__Host-swen=made-up").statusCode())
                .isEqualTo(401);
    }

    // The dashboard

    @Test
    void sendsTheRootToTheDashboard() {
        assertThat(Client.location(client.get("/"))).isEqualTo("/ui/");
        assertThat(Client.location(client.get("/ui"))).isEqualTo("/ui/");
    }

    @Test
    void servesTheApplicationForEveryPageAndProtectsIt() {
        for (String path : List.of("/ui/", "/ui/workloads", "/ui/workloads/train-bert", "/ui/index.html")) {
            HttpResponse<String> page = client.get(path);
            assertThat(page.statusCode()).as(path).isEqualTo(200);
            assertThat(page.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
            assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-cache");
            assertThat(page.headers().firstValue("Content-Security-Policy"))
                    .hasValueSatisfying(policy -> assertThat(policy)
                            .contains("script-src 'self'", "frame-ancestors 'none'", "wss://swen.test"));
            assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
            assertThat(page.headers().firstValue("Referrer-Policy")).isPresent();
        }
        Matcher script = Pattern.compile("src=\"(/ui/assets/[^\"]+\\.js)\"")
                .matcher(client.get("/ui/").body());
        assertThat(script.find()).isTrue();
        HttpResponse<String> asset = client.get(script.group(1), "Accept-Encoding", "gzip");
        assertThat(asset.statusCode()).isEqualTo(200);
        assertThat(asset.headers().firstValue("Cache-Control")).hasValue("max-age=31536000, public, immutable");
        assertThat(asset.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(client.get("/ui/assets/app-old.js").statusCode()).isEqualTo(404);
        assertThat(client.get("/ui/missing.js").statusCode()).isEqualTo(404);
        assertThat(client.get("/ui/../application.yml").statusCode()).isIn(400, 404);
    }

    // The document

    @Test
    void describesItselfAsCheckedIn() throws IOException {
        Path checkedIn = Path.of("../docs/api/gateway.json");
        ObjectNode api = (ObjectNode) json.readTree(
                client.get("/v3/api-docs", bearer("viewer", Role.VIEWER)).body());
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

    private static String[] bearer(String name, Role role) {
        return new String[] {"Authorization", "Bearer " + TestIssuer.token(name, role)};
    }
}
