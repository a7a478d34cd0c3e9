package io.swen.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.http.HttpResponse;
import java.text.ParseException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SigningKeyIntegrationTests extends IdentityServer {

    private static final String PATH = "/api/v1/signing-keys";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final int port;
    private final OidcClient client;
    private final PersonTokens tokens;

    SigningKeyIntegrationTests(@Autowired JwtEncoder issuer, @LocalServerPort int port) {
        this.port = port;
        this.client = new OidcClient(port);
        this.tokens = new PersonTokens(issuer);
    }

    @Test
    void changesOverWithoutAnyTokenBeingRefused() throws ParseException {
        String jwks = "http://localhost:" + port + "/identity/oauth2/jwks";
        NimbusJwtDecoder service = NimbusJwtDecoder.withJwkSetUri(jwks).build();
        String before = serviceToken();
        service.decode(before);
        String root = tokens.root();

        HttpResponse<String> rotated = client.browser().send("POST", PATH + "/rotations", root, "");

        assertThat(rotated.statusCode()).as(rotated.body()).isEqualTo(201);
        JsonNode next = JSON.readTree(rotated.body());
        assertThat(next.get("state").asString()).isEqualTo("active");
        String after = serviceToken();
        assertThat(keyOf(after)).isEqualTo(next.get("kid").asString()).isNotEqualTo(keyOf(before));
        // The service has the old set cached and fetches anew for the key that it does not know.
        service.decode(after);
        service.decode(before);
        assertThat(published()).contains(keyOf(before), keyOf(after));
        assertThat(client.browser().get("/api/v1/users/me", root).statusCode()).isEqualTo(200);
        JsonNode listed =
                JSON.readTree(client.browser().get(PATH, tokens.root()).body());
        assertThat(listed.at("/items/0/kid").asString()).isEqualTo(keyOf(after));
        assertThat(listed.at("/items/1/state").asString()).isEqualTo("retired");
        assertThat(Instant.parse(listed.at("/items/1/published_until").asString()))
                .isAfter(Instant.now());
        assertThat(listed.toString()).doesNotContain("\"d\"", "\"p\"", "\"n\"");
    }

    @Test
    void publishesNoPrivatePart() {
        for (JsonNode key : JSON.readTree(
                        client.browser().get("/identity/oauth2/jwks").body())
                .get("keys")) {
            for (String part : List.of("d", "p", "q", "dp", "dq", "qi")) {
                assertThat(key.has(part)).isFalse();
            }
        }
    }

    @Test
    void isRotatedByAdminsOnly() {
        assertThat(client.browser()
                        .send("POST", PATH + "/rotations", tokens.ada(), "")
                        .statusCode())
                .isEqualTo(403);
        assertThat(client.browser().get(PATH, tokens.ada()).statusCode()).isEqualTo(403);
    }

    private String serviceToken() {
        return OidcClient.ok(client.token(
                        "swen-routing", Map.of("grant_type", "client_credentials", "audience", "swen-gitops")))
                .get("access_token")
                .asString();
    }

    private List<String> published() throws ParseException {
        return JWKSet.parse(client.browser().get("/identity/oauth2/jwks").body()).getKeys().stream()
                .map(key -> key.getKeyID())
                .toList();
    }

    private static String keyOf(String token) throws ParseException {
        return SignedJWT.parse(token).getHeader().getKeyID();
    }
}
