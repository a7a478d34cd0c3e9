package io.swen.platform.test;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.swen.platform.security.Role;
import io.swen.platform.security.SecurityAutoConfiguration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;

/** A real HTTP issuer for tests: it serves its keys, gives services their tokens, and signs whatever token a test needs. */
public final class TestIssuer {

    public static final String ISSUER = "http://swen.test/identity";
    private static final List<String> AUDIENCES =
            List.of("swen-gateway", "swen-telemetry", "swen-routing", "swen-gitops", "swen-identity");
    private static final TestIssuer INSTANCE = new TestIssuer();

    private final RSAKey key;
    private final HttpServer server;

    private TestIssuer() {
        try {
            key = new RSAKeyGenerator(2048).keyID("test").generate();
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        serve(
                "/identity/oauth2/jwks",
                exchange -> new JWKSet(key).toPublicJWKSet().toString());
        serve(
                "/identity/oauth2/token",
                exchange -> "{\"token_type\":\"Bearer\",\"issued_token_type\":"
                        + "\"urn:ietf:params:oauth:token-type:access_token\",\"expires_in\":3600,\"access_token\":\""
                        + serviceToken(exchange) + "\"}");
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    /** The address that stands for identity-service. */
    public static String address() {
        return "http://localhost:" + INSTANCE.server.getAddress().getPort();
    }

    /** A token of somebody with these roles who sees all teams and environments. */
    public static String token(String name, Role... roles) {
        return token(name, List.of("*"), List.of("*"), roles);
    }

    /** A token of somebody with these roles who sees only these teams and environments. */
    public static String token(String name, List<String> teams, List<String> environments, Role... roles) {
        return sign(claims(name, teams, environments, roles).build());
    }

    /** The claims of a valid token with a fresh second factor, for tests that spoil one of them. */
    public static JWTClaimsSet.Builder claims(
            String name, List<String> teams, List<String> environments, Role... roles) {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .subject(name)
                .audience(AUDIENCES)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(Duration.ofHours(1))))
                .claim("actor_id", actorId(name).toString())
                .claim(
                        "roles",
                        Arrays.stream(roles)
                                .map(role -> role.name().toLowerCase(Locale.ROOT))
                                .toList())
                .claim("teams", teams)
                .claim("environments", environments)
                .claim("auth_time", now.getEpochSecond())
                .claim("amr", List.of("pwd", "otp", "mfa"))
                .claim("acr", SecurityAutoConfiguration.MFA)
                .claim("mfa_time", now.getEpochSecond());
    }

    /** The actor id that tokens of this name carry. */
    public static UUID actorId(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    /** Signs any claims with the key that the services trust. */
    public static String sign(JWTClaimsSet claims) {
        try {
            SignedJWT jwt = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("test").build(), claims);
            jwt.sign(new RSASSASigner(INSTANCE.key));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the real issuer gives by client credentials: the caller's id as subject, and one audience. */
    private static String serviceToken(HttpExchange exchange) throws IOException {
        String credentials = exchange.getRequestHeaders().getFirst("Authorization");
        if (credentials == null || !credentials.startsWith("Basic ")) {
            throw new IOException("a client has to show who it is");
        }
        String client = new String(Base64.getDecoder().decode(credentials.substring(6)), StandardCharsets.UTF_8)
                .split(":", 2)[0];
        Map<String, String> form = form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        String audience = form.get("audience");
        String subject = form.get("subject_token");
        if (subject != null) {
            return exchanged(subject, String.valueOf(audience));
        }
        return sign(claims(client, List.of("*"), List.of("*"), Role.SERVICE)
                .audience(audience == null ? AUDIENCES : List.of(audience))
                .claim("client_id", client)
                .build());
    }

    /** A person's token for one service, as the gateway asks for it (RFC 8693). */
    private static String exchanged(String subject, String audience) throws IOException {
        try {
            return sign(new JWTClaimsSet.Builder(SignedJWT.parse(subject).getJWTClaimsSet())
                    .audience(audience)
                    .claim("client_id", "swen-gateway")
                    .claim("act", Map.of("sub", "swen-gateway"))
                    .build());
        } catch (ParseException e) {
            throw new IOException("the token to exchange is none", e);
        }
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

    private interface Answer {
        String to(HttpExchange exchange) throws IOException;
    }

    private void serve(String path, Answer answer) {
        server.createContext(path, exchange -> {
            byte[] body = answer.to(exchange).getBytes(StandardCharsets.UTF_8);
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }
}
