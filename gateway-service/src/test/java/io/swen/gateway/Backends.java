package io.swen.gateway;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import io.swen.platform.security.Role;
import io.swen.platform.test.TestIssuer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.test.context.DynamicPropertyRegistry;

/** The four services as the gateway under test sees them; identity signs with the key of {@link TestIssuer}. */
final class Backends {

    static final String PUBLIC_URL = "http://swen.test";
    static final Backend TELEMETRY = new Backend();
    static final Backend ROUTING = new Backend();
    static final Backend GITOPS = new Backend();
    static final Backend IDENTITY = new Backend();
    static final FakeFeed TELEMETRY_FEED = new FakeFeed();
    static final FakeFeed ROUTING_FEED = new FakeFeed();
    static final FakeFeed GITOPS_FEED = new FakeFeed();
    /** The nonce that the next ID token carries; a test takes it from the redirect to the issuer. */
    static final AtomicReference<String> NONCE = new AtomicReference<>("");
    /** How long the access tokens are good for that a login gives. */
    static final AtomicReference<Duration> LIFE = new AtomicReference<>(Duration.ofMinutes(10));

    static final AtomicInteger REFRESHES = new AtomicInteger();
    static final AtomicReference<String> REFRESH_ERROR = new AtomicReference<>("");

    private Backends() {}

    static void properties(DynamicPropertyRegistry registry) {
        String keys = keys();
        IDENTITY.on("/identity/oauth2/jwks", 200, "application/json", keys);
        IDENTITY.on("/identity/oauth2/token", exchange -> {
            String form = IDENTITY.last("/identity/oauth2/token").body();
            if (form.contains("grant_type=client_credentials")) {
                Backend.send(exchange, 200, "application/json", """
                        {"token_type":"Bearer","expires_in":3600,"access_token":"%s"}""".formatted(
                                TestIssuer.token("swen-gateway", Role.SERVICE)));
            } else if (form.contains("grant_type=refresh_token")) {
                REFRESHES.incrementAndGet();
                if (REFRESH_ERROR.get().isEmpty()) {
                    Backend.send(exchange, 200, "application/json", tokens(Duration.ofMinutes(10)));
                } else {
                    Backend.send(exchange, 400, "application/json", "{\"error\":\"" + REFRESH_ERROR.get() + "\"}");
                }
            } else {
                Backend.send(exchange, 200, "application/json", tokens(LIFE.get()));
            }
        });
        IDENTITY.on("/api/v1/users/me/sessions", 204, "application/json", "");
        for (Backend each : List.of(TELEMETRY, ROUTING, GITOPS, IDENTITY)) {
            each.on("/actuator/health/readiness", 200, "application/json", "{\"status\":\"UP\"}");
        }
        TELEMETRY.on("/api/v1/events", TELEMETRY_FEED);
        ROUTING.on("/api/v1/events", ROUTING_FEED);
        GITOPS.on("/api/v1/events", GITOPS_FEED);
        registry.add("swen.gateway.live.ping", () -> "1s");
        registry.add("swen.gateway.live.recent", () -> "100");
        registry.add("swen.gateway.live.connections-by-actor", () -> "5");
        registry.add("swen.public-url", () -> PUBLIC_URL);
        registry.add("swen.services.telemetry", TELEMETRY::address);
        registry.add("swen.services.routing", ROUTING::address);
        registry.add("swen.services.gitops", GITOPS::address);
        registry.add("swen.services.identity", IDENTITY::address);
        registry.add("swen.gateway.simulated", () -> "true");
        registry.add("swen.gateway.proxy.read-timeout", () -> "1s");
    }

    private static String tokens(Duration life) {
        Instant now = Instant.now();
        JWTClaimsSet access = TestIssuer.claims("ada", List.of("research"), List.of("dev"), Role.OPERATOR)
                .issueTime(Date.from(now.minus(Duration.ofHours(1))))
                .expirationTime(Date.from(now.plus(life)))
                .build();
        JWTClaimsSet identity = new JWTClaimsSet.Builder()
                .issuer(PUBLIC_URL + "/identity")
                .subject("ada")
                .audience("swen-gateway")
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(Duration.ofMinutes(30))))
                .claim("nonce", NONCE.get())
                .build();
        return """
                {"token_type":"Bearer","expires_in":%d,"scope":"openid profile","access_token":"%s","refresh_token":"refresh-1","id_token":"%s"}""".formatted(life.toSeconds(), TestIssuer.sign(access), TestIssuer.sign(identity));
    }

    private static String keys() {
        try (HttpClient http = HttpClient.newHttpClient()) {
            String keys = http.send(
                            HttpRequest.newBuilder(URI.create(TestIssuer.address() + "/identity/oauth2/jwks"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            return JWKSet.parse(keys).toPublicJWKSet().toString();
        } catch (IOException | java.text.ParseException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
