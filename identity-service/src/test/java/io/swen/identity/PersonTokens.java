package io.swen.identity;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;

/** Tokens as the gateway has them after an exchange for identity-service, of people who just showed a second factor. */
final class PersonTokens {

    static final UUID ADA = UUID.fromString("11111111-1111-4111-8111-111111111111");
    static final UUID ROOT = UUID.fromString("22222222-2222-4222-8222-222222222222");
    static final UUID EVE = UUID.fromString("33333333-3333-4333-8333-333333333333");

    private final JwtEncoder issuer;

    PersonTokens(JwtEncoder issuer) {
        this.issuer = issuer;
    }

    String ada() {
        return sign(claims("ada", ADA, "operator").build());
    }

    String eve() {
        return sign(claims("eve", EVE, "viewer").build());
    }

    String root() {
        return sign(claims("root", ROOT, "admin").build());
    }

    /** The claims of a valid token, for tests that spoil one of them. */
    static JwtClaimsSet.Builder claims(String name, UUID actorId, String... roles) {
        Instant now = Instant.now();
        return JwtClaimsSet.builder()
                .issuer(IdentityServer.PUBLIC_URL + "/identity")
                .subject(name)
                .audience(List.of("swen-identity"))
                .issuedAt(now)
                .expiresAt(now.plus(Duration.ofMinutes(5)))
                .claim("actor_id", actorId.toString())
                .claim("roles", List.of(roles))
                .claim("teams", List.of("*"))
                .claim("environments", List.of("*"))
                .claim("amr", List.of("pwd", "otp", "mfa"))
                .claim("acr", "urn:swen:acr:mfa")
                .claim("auth_time", now.getEpochSecond())
                .claim("mfa_time", now.getEpochSecond())
                .claim("client_id", "swen-gateway");
    }

    String sign(JwtClaimsSet claims) {
        return issuer.encode(JwtEncoderParameters.from(
                        JwsHeader.with(SignatureAlgorithm.RS256).build(), claims))
                .getTokenValue();
    }
}
