package io.swen.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.swen.platform.security.ApiKeyFormat;
import io.swen.platform.security.Role;
import io.swen.platform.test.TestIssuer;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What callers may use up; each test calls from an address of its own. */
class LimitIntegrationTests extends GatewayTest {

    private static final int MOST_CALLS = 1_000;
    private static final Pattern LEFT = Pattern.compile("\"([a-z-]+)\";r=(\\d+);t=(\\d+)");

    private final int port;

    LimitIntegrationTests(@LocalServerPort int port) {
        this.port = port;
    }

    @BeforeEach
    void reset() {
        Backends.TOKENS.reset();
        Backends.ROUTING.on("/workloads", 200, "application/json", "{}");
        Backends.TELEMETRY.on("/api/v1/offers/snapshot", 200, "text/csv", "");
    }

    @Test
    void tellsPeopleWhatTheyHaveLeftAndWhenToComeBack() {
        Client client = new Client(port, "127.0.0.11");
        String[] person = bearer(TestIssuer.token("eager", Role.VIEWER));

        HttpResponse<String> first = client.get("/workloads", person);
        HttpResponse<String> second = client.get("/workloads", person);

        assertThat(first.headers().firstValue("RateLimit-Policy"))
                .hasValue("\"user\";q=600;w=3600, \"user-daily\";q=2000000;w=86400");
        assertThat(left(second, "user")).isLessThan(600);
        HttpResponse<String> refused = untilRefused(() -> client.get("/workloads", person));
        assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(refused.body()).contains("\"code\":\"too-many-requests\"", "user");
        assertThat(Integer.parseInt(refused.headers().firstValue("Retry-After").orElseThrow()))
                .isBetween(1, 3_600);
        assertThat(left(refused, "user")).isZero();
        assertThat(client.get("/workloads", bearer(TestIssuer.token("calm", Role.VIEWER)))
                        .statusCode())
                .as("others go on")
                .isEqualTo(200);
    }

    @Test
    void countsAPersonTogetherWhereverTheCallsComeFrom() {
        String[] person = bearer(TestIssuer.token("everywhere", Role.VIEWER));
        Client here = new Client(port, "127.0.0.12");
        untilRefused(() -> here.get("/workloads", person));

        assertThat(new Client(port, "127.0.0.13").get("/workloads", person).statusCode())
                .isEqualTo(429);
    }

    @Test
    void countsEachKeyOnItsOwn() {
        Client client = new Client(port, "127.0.0.14");
        String key = newKey();
        HttpResponse<String> answer = client.get("/workloads", bearer(key));
        assertThat(answer.headers().firstValue("RateLimit-Policy").orElse("")).startsWith("\"key\";q=200;w=3600");
        untilRefused(() -> client.get("/workloads", bearer(key)));

        assertThat(client.get("/workloads", bearer(newKey())).statusCode()).isEqualTo(200);
    }

    @Test
    void makesWhatCostsMoreCountMore() {
        Client client = new Client(port, "127.0.0.15");
        String[] person = bearer(TestIssuer.token("greedy", Role.VIEWER));

        int before = left(client.get("/workloads", person), "user");
        int after = left(client.get("/api/v1/offers/snapshot", person), "user");

        assertThat(before - after).isBetween(40, 50);
    }

    @Test
    void limitsAnAddressBeforeAnybodyIsKnown() {
        Client client = new Client(port, "127.0.0.16");
        int before = Backends.TELEMETRY.calls("/api/v1/offers/snapshot").size();

        HttpResponse<String> refused = untilRefused(() -> client.get("/api/v1/offers/snapshot"));

        assertThat(refused.body()).contains("address");
        untilRefused(() -> client.get("/session"));
        assertThat(client.get("/actuator/health/liveness").statusCode())
                .as("probes go on")
                .isEqualTo(200);
        assertThat(Backends.TELEMETRY.calls("/api/v1/offers/snapshot")).hasSize(before);
        assertThat(new Client(port, "127.0.0.17").get("/session").statusCode()).isEqualTo(200);
    }

    @Test
    void limitsLoginsMoreThanOtherCalls() {
        Client client = new Client(port, "127.0.0.18");
        Backends.IDENTITY.on("/identity/login", 200, "text/html", "");

        HttpResponse<String> refused = untilRefused(() -> client.post("/identity/login", "{}"));

        assertThat(refused.body()).contains("login");
        assertThat(client.get("/oauth2/authorization/swen").statusCode()).isEqualTo(429);
        assertThat(client.get("/identity/login").statusCode()).isEqualTo(200);
        assertThat(client.get("/session").statusCode()).isEqualTo(200);
    }

    @Test
    void stopsWhoeverGuessesAndNobodyElseAtThatAddress() {
        Client guesser = new Client(port, "127.0.0.19");
        Client neighbour = new Client(port, "127.0.0.19");
        neighbour.login();

        HttpResponse<String> refused =
                untilRefused(() -> guesser.get("/workloads", bearer(ApiKeyFormat.generate(new SecureRandom()))));

        assertThat(refused.body()).contains("failure");
        assertThat(guesser.get("/workloads", bearer(TestIssuer.token("calm", Role.VIEWER)))
                        .statusCode())
                .isEqualTo(429);
        assertThat(neighbour.get("/workloads").statusCode())
                .as("who is signed in goes on")
                .isEqualTo(200);
    }

    @Test
    void doesNotBelieveWhatCallersSayOfTheirAddress() {
        Client client = new Client(port, "127.0.0.20");
        untilRefused(() -> client.get("/api/v1/offers/snapshot"));
        untilRefused(() -> client.get("/session"));

        for (String header : List.of("X-Forwarded-For", "X-Real-IP", "Forwarded", "True-Client-IP")) {
            assertThat(callsUntilRefused(() -> client.get("/session", header, "9.9.9.9")))
                    .as("%s opens no new allowance; what comes back with time is little", header)
                    .isLessThan(MOST_CALLS / 2);
        }
    }

    private static HttpResponse<String> untilRefused(Supplier<HttpResponse<String>> call) {
        return Stream.generate(call)
                .limit(MOST_CALLS)
                .filter(answer -> answer.statusCode() == 429)
                .findFirst()
                .orElseThrow(() -> new AssertionError(MOST_CALLS + " calls were let through"));
    }

    private static int callsUntilRefused(Supplier<HttpResponse<String>> call) {
        AtomicInteger calls = new AtomicInteger();
        untilRefused(() -> {
            calls.incrementAndGet();
            return call.get();
        });
        return calls.get();
    }

    private static int left(HttpResponse<String> answer, String policy) {
        Matcher left = LEFT.matcher(answer.headers().firstValue("RateLimit").orElse(""));
        while (left.find()) {
            if (left.group(1).equals(policy)) {
                return Integer.parseInt(left.group(2));
            }
        }
        throw new AssertionError("nothing about " + policy + " in " + answer.headers());
    }

    private static String newKey() {
        String key = ApiKeyFormat.generate(new SecureRandom());
        Backends.TOKENS.keys.put(
                key, new TokenDesk.KeyHolder("robot-" + UUID.randomUUID(), List.of("research"), Role.VIEWER));
        return key;
    }

    private static String[] bearer(String value) {
        return new String[] {"Authorization", "Bearer " + value};
    }
}
