package io.swen.gateway;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import io.swen.platform.security.Role;
import io.swen.platform.test.TestIssuer;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The token endpoint of the issuer behind the gateway under test: log-ins, renewals, service tokens and exchanges. */
final class TokenDesk implements Backend.Answer {

    /** What an API key may do. */
    record KeyHolder(String name, List<String> teams, Role role) {}

    /** The nonce that the next ID token carries; a test takes it from the redirect to the issuer. */
    final AtomicReference<String> nonce = new AtomicReference<>("");
    /** How long the access tokens are good for that a login gives. */
    final AtomicReference<Duration> life = new AtomicReference<>(Duration.ofMinutes(10));

    final AtomicInteger refreshes = new AtomicInteger();
    final AtomicReference<String> refreshError = new AtomicReference<>("");
    /** The forms of all exchanges. */
    final CopyOnWriteArrayList<Map<String, String>> exchanges = new CopyOnWriteArrayList<>();
    /** What an exchange is answered with instead of a token. */
    final AtomicReference<Backend.@Nullable Answer> exchangeFailure = new AtomicReference<>();
    /** What exchanges wait for. */
    final AtomicReference<CountDownLatch> exchangesHeld = new AtomicReference<>(new CountDownLatch(0));

    final Map<String, KeyHolder> keys = new ConcurrentHashMap<>();
    /** Who logs in next, and as what. */
    final AtomicReference<String> user = new AtomicReference<>("ada");

    final AtomicReference<String> issuerSession = new AtomicReference<>("sid-1");

    private final String issuer;

    TokenDesk(String issuer) {
        this.issuer = issuer;
    }

    /** The id that tokens of this key carry. */
    static UUID keyId(String key) {
        return UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8));
    }

    void reset() {
        life.set(Duration.ofMinutes(10));
        refreshError.set("");
        exchangeFailure.set(null);
        exchangesHeld.set(new CountDownLatch(0));
        user.set("ada");
        issuerSession.set("sid-1");
    }

    List<Map<String, String>> exchangesOf(String subjectToken) {
        return exchanges.stream()
                .filter(form -> subjectToken.equals(form.get("subject_token")))
                .toList();
    }

    @Override
    public void to(HttpExchange exchange) throws IOException {
        Map<String, String> form =
                form(Backends.IDENTITY.last("/identity/oauth2/token").body());
        switch (String.valueOf(form.get("grant_type"))) {
            case "client_credentials" -> token(exchange, serviceToken(form), Duration.ofHours(1));
            case "refresh_token" -> refresh(exchange);
            case "urn:ietf:params:oauth:grant-type:token-exchange" -> exchange(exchange, form);
            default -> Backend.send(exchange, 200, "application/json", login(life.get()));
        }
    }

    private void refresh(HttpExchange exchange) throws IOException {
        refreshes.incrementAndGet();
        if (refreshError.get().isEmpty()) {
            Backend.send(exchange, 200, "application/json", login(Duration.ofMinutes(10)));
        } else {
            Backend.send(exchange, 400, "application/json", "{\"error\":\"" + refreshError.get() + "\"}");
        }
    }

    private void exchange(HttpExchange exchange, Map<String, String> form) throws IOException {
        exchanges.add(form);
        try {
            exchangesHeld.get().await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Backend.Answer failure = exchangeFailure.get();
        if (failure != null) {
            failure.to(exchange);
            return;
        }
        String subject = String.valueOf(form.get("subject_token"));
        JWTClaimsSet.Builder claims = "urn:swen:token-type:api-key".equals(form.get("subject_token_type"))
                ? ofKey(subject, keys.get(subject))
                : ofToken(subject);
        if (claims == null) {
            Backend.send(exchange, 400, "application/json", "{\"error\":\"invalid_grant\"}");
            return;
        }
        claims.audience(form.get("audience"))
                .claim("client_id", "swen-gateway")
                .claim("act", Map.of("sub", "swen-gateway"));
        token(exchange, TestIssuer.sign(claims.build()), Duration.ofMinutes(1));
    }

    private static JWTClaimsSet.@Nullable Builder ofKey(String key, @Nullable KeyHolder holder) {
        return holder == null
                ? null
                : TestIssuer.claims(holder.name(), holder.teams(), List.of("*"), holder.role())
                        .claim("key_id", keyId(key).toString());
    }

    private static JWTClaimsSet.Builder ofToken(String token) {
        try {
            return new JWTClaimsSet.Builder(SignedJWT.parse(token).getJWTClaimsSet());
        } catch (ParseException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static String serviceToken(Map<String, String> form) {
        String audience = form.get("audience");
        JWTClaimsSet.Builder claims = TestIssuer.claims("swen-gateway", List.of("*"), List.of("*"), Role.SERVICE)
                .claim("client_id", "swen-gateway");
        return TestIssuer.sign((audience == null ? claims : claims.audience(audience)).build());
    }

    private static void token(HttpExchange exchange, String token, Duration life) throws IOException {
        Backend.send(exchange, 200, "application/json", """
                {"token_type":"Bearer","issued_token_type":"urn:ietf:params:oauth:token-type:access_token",
                 "expires_in":%d,"access_token":"%s"}""".formatted(life.toSeconds(), token));
    }

    private String login(Duration life) {
        Instant now = Instant.now();
        JWTClaimsSet access = TestIssuer.claims(user.get(), List.of("research"), List.of("dev"), Role.OPERATOR)
                .issueTime(Date.from(now.minus(Duration.ofHours(1))))
                .expirationTime(Date.from(now.plus(life)))
                .claim("sid", issuerSession.get())
                .build();
        JWTClaimsSet identity = new JWTClaimsSet.Builder()
                .issuer(issuer)
                .subject(user.get())
                .audience("swen-gateway")
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(Duration.ofMinutes(30))))
                .claim("nonce", nonce.get())
                .claim("sid", issuerSession.get())
                .build();
        return """
                {"token_type":"Bearer","expires_in":%d,"scope":"openid profile","access_token":"%s",
                 "refresh_token":"refresh-1","id_token":"%s"}""".formatted(life.toSeconds(), TestIssuer.sign(access), TestIssuer.sign(identity));
    }

    private static Map<String, String> form(String body) {
        Map<String, String> fields = new HashMap<>();
        for (String pair : body.split("&")) {
            String[] parts = pair.split("=", 2);
            if (parts.length == 2) {
                fields.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
            }
        }
        return fields;
    }
}
