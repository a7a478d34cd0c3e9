package io.swen.gateway;

import com.nimbusds.jose.jwk.JWKSet;
import io.swen.platform.test.TestIssuer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.springframework.test.context.DynamicPropertyRegistry;

/** The four services as the gateway under test sees them; identity signs with the key of {@link TestIssuer}. */
final class Backends {

    static final String PUBLIC_URL = "https://swen.test";
    static final Backend TELEMETRY = new Backend();
    static final Backend ROUTING = new Backend();
    static final Backend GITOPS = new Backend();
    static final Backend IDENTITY = new Backend();
    static final FakeFeed TELEMETRY_FEED = new FakeFeed();
    static final FakeFeed ROUTING_FEED = new FakeFeed();
    static final FakeFeed GITOPS_FEED = new FakeFeed();
    static final TokenDesk TOKENS = new TokenDesk(PUBLIC_URL + "/identity");

    private Backends() {}

    static void properties(DynamicPropertyRegistry registry) {
        String keys = keys();
        IDENTITY.on("/identity/oauth2/jwks", 200, "application/json", keys);
        IDENTITY.on("/identity/oauth2/token", TOKENS);
        IDENTITY.on("/api/v1/users/me/sessions", 204, "application/json", "");
        IDENTITY.on("/api/v1/users/me/sessions/current", 204, "application/json", "");
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
        registry.add("swen.gateway.session.concurrent", () -> "5");
        registry.add(
                "spring.security.oauth2.resourceserver.jwt.jwk-set-uri",
                () -> IDENTITY.address() + "/identity/oauth2/jwks");
        registry.add("server.tomcat.connection-timeout", () -> "3s");
        // Small enough to be used up by a test that calls from an address of its own.
        registry.add("swen.gateway.limits.address", () -> "20000/1h");
        registry.add("swen.gateway.limits.login", () -> "600/1h");
        registry.add("swen.gateway.limits.failure", () -> "300/1h");
        registry.add("swen.gateway.limits.user", () -> "600/1h");
        registry.add("swen.gateway.limits.key", () -> "200/1h");
        registry.add("swen.gateway.simulated", () -> "true");
        registry.add("swen.gateway.proxy.read-timeout", () -> "1s");
        registry.add("swen.gateway.graphql.call-timeout", () -> "1s");
    }

    /** The keys that tokens are checked with. */
    static String keys() {
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
