package io.swen.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.swen.platform.security.ApiKeyFormat;
import io.swen.platform.security.Role;
import io.swen.platform.test.TestIssuer;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.json.JsonMapper;

/** What services get to see of the caller's credential: a token of their own. */
class ExchangeIntegrationTests extends GatewayTest {

    private static final String GIT = "/git/environments.git/info/refs";

    private final JsonMapper json = JsonMapper.shared();
    private final Client client;

    ExchangeIntegrationTests(@LocalServerPort int port) {
        this.client = new Client(port);
    }

    @BeforeEach
    @AfterEach
    void reset() {
        Backends.TOKENS.reset();
        Backends.ROUTING.on("/workloads", 200, "application/json", "{}");
        Backends.GITOPS.on("/pending", 200, "application/json", "{}");
        Backends.GITOPS.on(GIT, exchange -> {
            boolean known = exchange.getRequestHeaders().containsKey("Authorization");
            if (!known) {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"swen\"");
            }
            Backend.send(exchange, known ? 200 : 401, "text/plain", "");
        });
    }

    // People

    @Test
    void givesEachServiceATokenForItAlone() throws Exception {
        String token = forGatewayOnly("grace", Duration.ofMinutes(10));

        assertThat(client.get("/workloads", bearer(token)).statusCode()).isEqualTo(200);
        assertThat(client.get("/pending", bearer(token)).statusCode()).isEqualTo(200);

        JWTClaimsSet routing = sent(Backends.ROUTING, "/workloads");
        assertThat(routing.getAudience()).containsExactly("swen-routing");
        assertThat(routing.getSubject()).isEqualTo("grace");
        assertThat(routing.getStringClaim("client_id")).isEqualTo("swen-gateway");
        assertThat(sent(Backends.GITOPS, "/pending").getAudience()).containsExactly("swen-gitops");
    }

    @Test
    void givesEachServiceATokenForItAloneWhereABrowserCalls() throws Exception {
        client.login();

        client.get("/workloads");

        assertThat(sent(Backends.ROUTING, "/workloads").getAudience()).containsExactly("swen-routing");
    }

    @Test
    void asksOnceForAllCallsThatNeedTheSameToken() {
        String token = forGatewayOnly("busy", Duration.ofMinutes(10));
        CountDownLatch held = new CountDownLatch(1);
        Backends.TOKENS.exchangesHeld.set(held);

        List<CompletableFuture<Integer>> answers = IntStream.range(0, 12)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> client.get("/workloads", bearer(token)).statusCode(),
                        command -> Thread.ofVirtual().start(command)))
                .toList();
        Awaitility.await().until(() -> !Backends.TOKENS.exchangesOf(token).isEmpty());
        held.countDown();

        assertThat(answers).allSatisfy(answer -> assertThat(answer.join()).isEqualTo(200));
        assertThat(Backends.TOKENS.exchangesOf(token)).hasSize(1);
    }

    @Test
    void neverPassesTheCallersOwnTokenOnWhenTheIssuerIsDown() {
        String token = forGatewayOnly("unlucky", Duration.ofMinutes(10));
        int before = Backends.ROUTING.calls("/workloads").size();
        for (Backend.Answer failure : List.<Backend.Answer>of(
                exchange -> Backend.send(exchange, 503, "application/problem+json", "{\"code\":\"unavailable\"}"),
                exchange -> Backend.send(exchange, 500, "text/html", "<h1>500</h1>"),
                exchange -> exchange.close())) {
            Backends.TOKENS.exchangeFailure.set(failure);

            HttpResponse<String> answer = client.get("/workloads", bearer(token));

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).hasValue("2");
            assertThat(answer.body()).contains("\"code\":\"unavailable\"", "identity-service");
        }
        assertThat(Backends.ROUTING.calls("/workloads")).hasSize(before);
        Backends.TOKENS.exchangeFailure.set(null);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () -> assertThat(client.get("/workloads", bearer(token)).statusCode())
                                .isEqualTo(200));
    }

    @Test
    void tellsAnIssuerThatDoesNotExchangeFromOneThatIsDown() {
        Backends.TOKENS.exchangeFailure.set(
                exchange -> Backend.send(exchange, 400, "application/json", "{\"error\":\"invalid_target\"}"));

        HttpResponse<String> answer =
                client.get("/workloads", bearer(forGatewayOnly("nowhere", Duration.ofMinutes(10))));

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.body()).contains("remote-failed").doesNotContain("invalid_target");
    }

    @Test
    void refusesWhomTheIssuerDoesNotKnowAnyMore() {
        String token = forGatewayOnly("fired", Duration.ofMinutes(10));
        Backends.TOKENS.exchangeFailure.set(
                exchange -> Backend.send(exchange, 400, "application/json", "{\"error\":\"invalid_grant\"}"));

        HttpResponse<String> answer = client.get("/workloads", bearer(token));
        client.get("/workloads", bearer(token));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate")).isPresent();
        assertThat(answer.body()).contains("unauthenticated", "sign in again");
        assertThat(Backends.TOKENS.exchangesOf(token))
                .as("a refusal is remembered")
                .hasSize(1);
    }

    // Programs

    @Test
    void takesAnApiKeyAsBearerAndInItsOwnHeader() throws Exception {
        String key = newKey(Role.OPERATOR);

        assertThat(client.get("/workloads", bearer(key)).statusCode()).isEqualTo(200);
        JWTClaimsSet claims = sent(Backends.ROUTING, "/workloads");
        assertThat(claims.getAudience()).containsExactly("swen-routing");
        assertThat(claims.getStringClaim("key_id"))
                .isEqualTo(TokenDesk.keyId(key).toString());

        assertThat(client.get("/workloads", "X-API-Key", key).statusCode()).isEqualTo(200);
        assertThat(Backends.ROUTING.last("/workloads").headers()).doesNotContainKey("x-api-key");
        assertThat(Backends.ROUTING.last("/workloads").headers().values()).noneMatch(value -> value.contains(key));
        assertThat(client.cookies.getCookieStore().getCookies()).isEmpty();
    }

    @Test
    void refusesAMistypedKeyWithoutAskingAnybody() {
        String key = newKey(Role.OPERATOR);
        char last = key.charAt(key.length() - 1);
        String mistyped = key.substring(0, key.length() - 1) + (last == 'x' ? 'y' : 'x');

        HttpResponse<String> answer = client.get("/workloads", bearer(mistyped));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(Backends.TOKENS.exchangesOf(mistyped)).isEmpty();
    }

    @Test
    void refusesAKeyThatNobodyHasWithTheSameAnswer() {
        String unknown = ApiKeyFormat.generate(new SecureRandom());

        HttpResponse<String> answer = client.get("/workloads", bearer(unknown));
        HttpResponse<String> again = client.get("/workloads", "X-API-Key", unknown);
        HttpResponse<String> malformed = client.get("/workloads", "X-API-Key", "swen_short");

        assertThat(List.of(answer, again, malformed)).allSatisfy(refused -> {
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(problem(refused)).isEqualTo(problem(answer));
        });
        assertThat(Backends.TOKENS.exchangesOf(unknown)).hasSize(1);
    }

    @Test
    void stopsTakingAKeyWithinSecondsOfItsRevocation() {
        String key = newKey(Role.OPERATOR);
        assertThat(client.get("/workloads", bearer(key)).statusCode()).isEqualTo(200);

        Backends.TOKENS.keys.remove(key);

        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () -> assertThat(client.get("/workloads", bearer(key)).statusCode())
                                .isEqualTo(401));
    }

    @Test
    void saysThatAKeyCannotBeCheckedWhileTheIssuerIsDown() {
        Backends.TOKENS.exchangeFailure.set(
                exchange -> Backend.send(exchange, 503, "application/json", "{\"error\":\"server_error\"}"));

        HttpResponse<String> answer = client.get("/workloads", bearer(newKey(Role.VIEWER)));

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    }

    // Git

    @Test
    void asksGitForCredentialsInItsOwnWay() {
        int before = Backends.GITOPS.calls(GIT).size();
        HttpResponse<String> first = client.get(GIT + "?service=git-upload-pack");
        HttpResponse<String> wrong = client.get(GIT, "Authorization", basic("nonsense"));
        HttpResponse<String> broken = client.get(GIT, "Authorization", "Basic ***");

        assertThat(List.of(first, wrong, broken)).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Basic realm=\"swen\"");
        });
        assertThat(Backends.GITOPS.calls(GIT)).hasSize(before + 1);
        assertThat(Backends.GITOPS.last(GIT).uri()).endsWith("?service=git-upload-pack");
    }

    @Test
    void letsGitInByTokenOrKeyAsPassword() throws Exception {
        String token = forGatewayOnly("linus", Duration.ofMinutes(10));
        String key = newKey(Role.VIEWER);

        assertThat(client.get(GIT, "Authorization", basic(token)).statusCode()).isEqualTo(200);
        assertThat(sent(Backends.GITOPS, GIT).getAudience()).containsExactly("swen-gitops");
        assertThat(sent(Backends.GITOPS, GIT).getSubject()).isEqualTo("linus");
        assertThat(client.get(GIT, "Authorization", basic(key)).statusCode()).isEqualTo(200);
        assertThat(sent(Backends.GITOPS, GIT).getStringClaim("key_id")).isNotNull();
    }

    private static String forGatewayOnly(String name, Duration life) {
        return TestIssuer.sign(TestIssuer.claims(name, List.of("*"), List.of("*"), Role.OPERATOR)
                .audience("swen-gateway")
                .expirationTime(new Date(System.currentTimeMillis() + life.toMillis()))
                .jwtID(UUID.randomUUID().toString())
                .build());
    }

    private static String newKey(Role role) {
        String key = ApiKeyFormat.generate(new SecureRandom());
        Backends.TOKENS.keys.put(key, new TokenDesk.KeyHolder("robot", List.of("research"), role));
        return key;
    }

    private static JWTClaimsSet sent(Backend backend, String path) throws ParseException {
        return SignedJWT.parse(backend.last(path).header("Authorization").substring("Bearer ".length()))
                .getJWTClaimsSet();
    }

    private String problem(HttpResponse<String> answer) {
        return json.readTree(answer.body()).get("detail").asString();
    }

    private static String[] bearer(String value) {
        return new String[] {"Authorization", "Bearer " + value};
    }

    private static String basic(String password) {
        return "Basic " + Base64.getEncoder().encodeToString(("git:" + password).getBytes(StandardCharsets.UTF_8));
    }
}
