package io.swen.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.swen.platform.security.ApiKeyFormat;
import io.swen.platform.security.Role;
import io.swen.platform.test.TestIssuer;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

/** Attacks with tokens and keys; whatever is tried, no service is called and the gateway stays up. */
class TokenAttackTests extends GatewayTest {

    private static final String JWKS = "/identity/oauth2/jwks";

    private final Client client;
    private final Client healthy;
    private final Backend attacker = new Backend();
    private int calls;

    private final JdbcTemplate jdbc;

    TokenAttackTests(@Autowired JdbcTemplate jdbc, @LocalServerPort int port) {
        this.jdbc = jdbc;
        this.client = new Client(port, "127.0.0.31");
        this.healthy = new Client(port);
    }

    @BeforeEach
    void reset() {
        Backends.TOKENS.reset();
        Backends.ROUTING.on("/workloads", 200, "application/json", "{}");
        calls = Backends.ROUTING.calls("/workloads").size();
    }

    @AfterEach
    void nothingGotThroughAndThePlatformIsUp() {
        attacker.stop();
        assertThat(Backends.ROUTING.calls("/workloads")).hasSize(calls);
        assertThat(healthy.get("/health").statusCode()).isEqualTo(200);
        assertThat(healthy.get("/workloads", "Authorization", "Bearer " + TestIssuer.token("good", Role.VIEWER))
                        .statusCode())
                .isEqualTo(200);
    }

    // Claims

    @Test
    void refusesTokensWhoseClaimsAreNotRight() {
        Map<String, Consumer<JWTClaimsSet.Builder>> wrong = new LinkedHashMap<>();
        wrong.put("for a service", claims -> claims.audience("swen-routing"));
        wrong.put("for nobody", claims -> claims.audience(List.of()));
        wrong.put("for somebody with a similar name", claims -> claims.audience("swen-gateway-2"));
        wrong.put("of another issuer", claims -> claims.issuer("https://evil.example/identity"));
        wrong.put("of an issuer that begins alike", claims -> claims.issuer(TestIssuer.ISSUER + ".evil.example"));
        wrong.put("of no issuer", claims -> claims.issuer(null));
        wrong.put("expired", claims -> claims.expirationTime(in(-120)));
        wrong.put("not yet valid", claims -> claims.notBeforeTime(in(600)));
        wrong.put("without an actor", claims -> claims.claim("actor_id", null));
        wrong.put("with an actor that is none", claims -> claims.claim("actor_id", "1 or 1=1"));
        wrong.put("without a subject", claims -> claims.subject(null));
        wrong.put("with an invented role", claims -> claims.claim("roles", List.of("root")));
        wrong.put("with roles of another kind", claims -> claims.claim("roles", Map.of("admin", true)));

        wrong.forEach((what, spoil) -> {
            JWTClaimsSet.Builder claims = claims();
            spoil.accept(claims);
            assertRefused(what, TestIssuer.sign(claims.build()));
        });
    }

    // Signatures

    @Test
    void refusesTokensThatNobodySigned() throws ParseException {
        String good = TestIssuer.sign(claims().build());
        String[] parts = good.split("\\.");
        JWTClaimsSet admin = claims().subject("root").build();

        assertRefused("alg none", new PlainJWT(admin).serialize());
        assertRefused(
                "alg none in other letters",
                encoded("{\"alg\":\"nOnE\"}") + "." + admin.toPayload().toBase64URL() + ".");
        assertRefused("without signature", parts[0] + "." + parts[1] + ".");
        assertRefused("without its last part", parts[0] + "." + parts[1]);
        assertRefused(
                "with another's claims", parts[0] + "." + admin.toPayload().toBase64URL() + "." + parts[2]);
        assertRefused("with another signature", parts[0] + "." + parts[1] + "." + flipped(parts[2]));
        assertRefused(
                "with a header that was altered", encoded("{\"alg\":\"RS256\"}") + "." + parts[1] + "." + parts[2]);
        assertRefused("of five parts", good + ".x.y");
        assertRefused("that is none", "e30.e30.e30");
    }

    @Test
    void refusesThePublicKeyAsASecret() throws Exception {
        RSAKey trusted = trustedKey();
        byte[] der = trusted.toRSAPublicKey().getEncoded();
        String pem = "-----BEGIN PUBLIC KEY-----\n" + Base64.encode(der) + "\n-----END PUBLIC KEY-----\n";

        for (byte[] secret : List.of(
                der,
                pem.getBytes(StandardCharsets.US_ASCII),
                trusted.toJSONString().getBytes(StandardCharsets.UTF_8))) {
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("test").build(), claims().build());
            token.sign(new MACSigner(secret));
            assertRefused("HS256 with the public key", token.serialize());
        }
    }

    @Test
    void refusesKeysThatTheTokenBringsAlong() throws Exception {
        RSAKey own = new RSAKeyGenerator(2048).keyID("test").generate();
        attacker.on(
                "/jwks",
                200,
                "application/json",
                new JWKSet(own).toPublicJWKSet().toString());
        URI elsewhere = URI.create(attacker.address() + "/jwks");
        Map<String, UnaryOperator<JWSHeader.Builder>> tricks = Map.of(
                "own key under the trusted id", header -> header,
                "jwk", header -> header.jwk(own.toPublicJWK()),
                "jku", header -> header.jwkURL(elsewhere),
                "x5u", header -> header.x509CertURL(elsewhere),
                "x5c", header -> header.x509CertChain(List.of(Base64.encode("x"))),
                "crit", header -> header.criticalParams(Set.of("exp")),
                "another type", header -> header.type(new JOSEObjectType("logout+jwt")));

        tricks.forEach((what, trick) ->
                assertRefused(what, sign(trick.apply(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("test")), own)));

        assertThat(attacker.calls("/")).as("nobody fetched a key from there").isEmpty();
    }

    @Test
    void doesNotAskTheIssuerForEachKeyIdThatSomebodyInvents() throws Exception {
        RSAKey own = new RSAKeyGenerator(2048).generate();
        List<String> ids = List.of(
                "../../../../dev/null", "/etc/passwd", "' or '1'='1", "test\u0000", "test; ls", "x".repeat(2_000), "");
        int before = Backends.IDENTITY.calls(JWKS).size();

        ids.forEach(id -> assertRefused("kid " + id, sign(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(id), own)));
        for (int i = 0; i < 30; i++) {
            assertRefused(
                    "an invented kid",
                    sign(
                            new JWSHeader.Builder(JWSAlgorithm.RS256)
                                    .keyID(UUID.randomUUID().toString()),
                            own));
        }

        assertThat(Backends.IDENTITY.calls(JWKS).size() - before).isLessThanOrEqualTo(10);
    }

    // Keys

    @Test
    void answersTheSameForEveryKeyThatIsNoGood() {
        String unknown = ApiKeyFormat.generate(new SecureRandom());
        int asked = Backends.TOKENS.exchanges.size();

        List<HttpResponse<String>> answers = List.of(
                client.get("/workloads", "X-API-Key", unknown),
                client.get("/workloads", "X-API-Key", flipped(unknown)),
                client.get("/workloads", "X-API-Key", "swen_"),
                client.get("/workloads", "X-API-Key", "swen_" + "x".repeat(4_000)),
                client.get("/workloads", "Authorization", "Bearer swen_../../admin"));

        assertThat(answers).extracting(HttpResponse::statusCode).containsOnly(401);
        assertThat(answers)
                .extracting(answer -> answer.body().replaceAll("\"trace_id\":\"[^\"]*\"", ""))
                .containsOnly(answers.getFirst().body().replaceAll("\"trace_id\":\"[^\"]*\"", ""));
        assertThat(Backends.TOKENS.exchanges)
                .as("only the well-formed one was looked up")
                .hasSize(asked + 1);
    }

    @Test
    void refusesCredentialsInTheAddress() {
        String key = ApiKeyFormat.generate(new SecureRandom());
        String token = TestIssuer.sign(claims().build());

        for (String query : List.of("access_token=" + token, "api_key=" + key, "q=" + key, key)) {
            for (String path : List.of("/workloads", "/ws", "/api/v1/users/me")) {
                HttpResponse<String> answer = client.get(path + "?" + query);
                assertThat(answer.statusCode()).as(path).isEqualTo(400);
                assertThat(answer.body())
                        .contains("invalid-parameter")
                        .doesNotContain(key)
                        .doesNotContain(token);
            }
        }
    }

    @Test
    void refusesTwoCredentialsAtOnce() {
        HttpResponse<String> answer = client.get(
                "/workloads",
                "Authorization",
                "Bearer " + TestIssuer.sign(claims().build()),
                "X-API-Key",
                ApiKeyFormat.generate(new SecureRandom()));

        assertThat(answer.statusCode()).isEqualTo(400);
    }

    @Test
    void recordsWhatWasRefusedWithoutTheCredential() {
        String key = ApiKeyFormat.generate(new SecureRandom());
        String path = "/api/v1/workloads/" + UUID.randomUUID();

        client.get(path, "X-API-Key", key);

        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(jdbc.queryForList(
                                "select outcome || address || after from audit.event where resource_id = ?",
                                String.class,
                                "GET " + path))
                        .singleElement()
                        .asString()
                        .contains("refused", "127.0.0.31", "unauthenticated")
                        .doesNotContain(key));
    }

    private void assertRefused(String what, String token) {
        HttpResponse<String> answer = client.get("/workloads", "Authorization", "Bearer " + token);
        assertThat(answer.statusCode()).as(what).isIn(401, 503);
        assertThat(answer.headers().firstValue("Content-Type")).as(what).hasValue("application/problem+json");
        assertThat(answer.body()).as(what).doesNotContain("Exception").doesNotContain(token);
    }

    private static JWTClaimsSet.Builder claims() {
        return TestIssuer.claims("mallory", List.of("*"), List.of("*"), Role.ADMIN);
    }

    private static String sign(JWSHeader.Builder header, RSAKey key) {
        try {
            SignedJWT token = new SignedJWT(header.build(), claims().build());
            token.sign(new RSASSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RSAKey trustedKey() throws ParseException {
        return JWKSet.parse(Backends.keys()).getKeys().getFirst().toRSAKey();
    }

    private static String encoded(String text) {
        return Base64URL.encode(text).toString();
    }

    private static String flipped(String text) {
        int middle = text.length() / 2;
        char other = text.charAt(middle) == 'A' ? 'B' : 'A';
        return text.substring(0, middle) + other + text.substring(middle + 1);
    }

    private static Date in(long seconds) {
        return Date.from(Instant.now().plusSeconds(seconds));
    }
}
