package io.swen.gateway.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import io.swen.platform.SwenProperties;
import io.swen.platform.client.SwenService;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.stereotype.Component;

/** Checks the tokens by which the issuer says that a login is over (OpenID Connect Back-Channel Logout 1.0, section 2.6). */
@Component
class LogoutTokens {

    /** Who is signed out: all sessions of a subject, or those of one login. */
    record Logout(@Nullable String subject, @Nullable String issuerSession) {}

    private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";
    private static final Duration OLDEST = Duration.ofMinutes(5);
    private static final Duration SKEW = Duration.ofMinutes(1);
    private static final int LONGEST_ID = 200;
    private static final int MOST_REMEMBERED = 100_000;

    private final NimbusJwtDecoder decoder;
    private final InstantSource wall = InstantSource.system();
    /** Each token counts once; longer than one is accepted at all it need not be remembered. */
    private final Cache<String, Boolean> seen = Caffeine.newBuilder()
            .expireAfterWrite(OLDEST.plus(SKEW).plus(SKEW))
            .maximumSize(MOST_REMEMBERED)
            .build();

    LogoutTokens(SwenProperties swen) {
        decoder = NimbusJwtDecoder.withJwkSetUri(swen.services().get(SwenService.IDENTITY) + "/identity/oauth2/jwks")
                .jwsAlgorithm(SignatureAlgorithm.RS256)
                .validateType(false)
                .jwtProcessorCustomizer(processor -> processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(
                        new JOSEObjectType("logout+jwt"), JOSEObjectType.JWT, null)))
                .build();
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
                new JwtTimestampValidator(SKEW),
                must("iss", token -> (swen.publicUrl() + "/identity").equals(token.getClaimAsString("iss"))),
                must(
                        "aud",
                        token -> token.getAudience() != null
                                && token.getAudience().contains(swen.security().clientId())),
                must("iat", this::isRecent),
                must("events", LogoutTokens::tellsOfLogout),
                must("nonce", token -> !token.hasClaim("nonce")),
                must("jti", token -> isShort(token.getId())),
                must("sub or sid", token -> isShort(token.getSubject()) || isShort(token.getClaimAsString("sid")))));
    }

    /** Who is signed out by this token; {@link BadJwtException} where it is not acceptable or was used before. */
    Logout accept(String token) throws JwtException {
        Jwt jwt = decoder.decode(token);
        if (seen.asMap().putIfAbsent(jwt.getId(), Boolean.TRUE) != null) {
            throw new BadJwtException("the logout token was used before");
        }
        return new Logout(jwt.getSubject(), jwt.getClaimAsString("sid"));
    }

    private boolean isRecent(Jwt token) {
        Instant issued = token.getIssuedAt();
        Instant now = wall.instant();
        return issued != null && issued.isAfter(now.minus(OLDEST)) && issued.isBefore(now.plus(SKEW));
    }

    private static boolean tellsOfLogout(Jwt token) {
        return token.getClaim("events") instanceof Map<?, ?> events && events.get(EVENT) instanceof Map<?, ?>;
    }

    private static boolean isShort(@Nullable String id) {
        return id != null && !id.isBlank() && id.length() <= LONGEST_ID;
    }

    private static OAuth2TokenValidator<Jwt> must(String claim, java.util.function.Predicate<Jwt> hold) {
        return token -> hold.test(token)
                ? OAuth2TokenValidatorResult.success()
                : OAuth2TokenValidatorResult.failure(
                        new OAuth2Error("invalid_request", "the logout token's " + claim + " is not acceptable", null));
    }
}
