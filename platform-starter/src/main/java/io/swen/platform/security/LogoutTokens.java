package io.swen.platform.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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

/** Takes the tokens by which an issuer says that a login is over (OpenID Connect Back-Channel Logout 1.0, section 2.6). */
public final class LogoutTokens {

    /**
     * Who is signed out: all sessions of a subject, or those of one login.
     *
     * @param session the issuer's name for the login ({@code sid})
     */
    public record Logout(@Nullable String subject, @Nullable String session) {}

    /** No longer name of a subject, a login or a token is taken. */
    public static final int LONGEST_ID = 200;

    private static final Logger LOG = LoggerFactory.getLogger(LogoutTokens.class);
    private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";
    private static final List<SignatureAlgorithm> ALGORITHMS =
            List.of(SignatureAlgorithm.RS256, SignatureAlgorithm.PS256, SignatureAlgorithm.ES256);
    private static final String PARAMETER = "logout_token=";
    private static final int LONGEST = 16 * 1024;
    private static final Duration OLDEST = Duration.ofMinutes(5);
    private static final Duration SKEW = Duration.ofMinutes(1);
    private static final int MOST_REMEMBERED = 100_000;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int LARGEST_KEYS = 100_000;
    /** Anybody can invent key ids, and each unknown one has the keys fetched: twice in this time at most. */
    private static final Duration FETCH_PAUSE = Duration.ofSeconds(2);

    private final NimbusJwtDecoder decoder;
    private final InstantSource wall = InstantSource.system();
    /** Each token counts once; longer than one is accepted at all it need not be remembered. */
    private final Cache<String, Boolean> seen = Caffeine.newBuilder()
            .expireAfterWrite(OLDEST.plus(SKEW).plus(SKEW))
            .maximumSize(MOST_REMEMBERED)
            .build();

    /**
     * Takes the tokens of one issuer for one of its clients.
     *
     * @param keys where the issuer publishes its keys; they are fetched when they are needed
     * @param tls what to trust there; null for what the JVM trusts
     */
    public LogoutTokens(URI keys, @Nullable SSLContext tls, String issuer, String clientId) {
        decoder = NimbusJwtDecoder.withJwkSource(source(keys, tls))
                .jwsAlgorithms(taken -> taken.addAll(ALGORITHMS))
                .jwtProcessorCustomizer(processor -> processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(
                        new JOSEObjectType("logout+jwt"), JOSEObjectType.JWT, null)))
                .build();
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
                new JwtTimestampValidator(SKEW),
                must("iss", token -> issuer.equals(token.getClaimAsString("iss"))),
                must(
                        "aud",
                        token -> token.getAudience() != null
                                && token.getAudience().contains(clientId)),
                must("iat", this::isRecent),
                must("events", LogoutTokens::tellsOfLogout),
                must("nonce", token -> !token.hasClaim("nonce")),
                must("jti", token -> isShort(token.getId())),
                must("sub or sid", token -> isShort(token.getSubject()) || isShort(token.getClaimAsString("sid")))));
    }

    /**
     * Who is signed out by the token in the body of a request. It is read from the body itself, as a filter may hide a form's
     * parameters.
     *
     * @throws ProblemException 400 where it is not acceptable or was used before, 503 where the issuer's keys are out of reach
     */
    public Logout accept(HttpServletRequest request) throws IOException {
        String form = new String(request.getInputStream().readNBytes(LONGEST), StandardCharsets.US_ASCII);
        String token = Arrays.stream(form.split("&"))
                .filter(pair -> pair.startsWith(PARAMETER))
                .map(pair -> URLDecoder.decode(pair.substring(PARAMETER.length()), StandardCharsets.UTF_8))
                .findFirst()
                .orElse("");
        try {
            return accept(token);
        } catch (BadJwtException unacceptable) {
            LOG.warn("a logout token was refused: {}", unacceptable.getMessage());
            throw ProblemException.invalidField(
                    "logout_token", null, "a fresh logout token of this issuer for this client");
        } catch (JwtException keysMissing) {
            throw ProblemException.retryLater(ErrorCode.UNAVAILABLE, "the issuer's keys are out of reach", RETRY_AFTER);
        }
    }

    private Logout accept(String token) {
        Jwt jwt = decoder.decode(token);
        if (seen.asMap().putIfAbsent(jwt.getId(), Boolean.TRUE) != null) {
            throw new BadJwtException("the logout token was used before");
        }
        return new Logout(jwt.getSubject(), jwt.getClaimAsString("sid"));
    }

    private static JWKSource<SecurityContext> source(URI keys, @Nullable SSLContext tls) {
        try {
            int millis = (int) TIMEOUT.toMillis();
            return JWKSourceBuilder.create(
                            keys.toURL(),
                            new DefaultResourceRetriever(
                                    millis, millis, LARGEST_KEYS, true, tls == null ? null : tls.getSocketFactory()))
                    .rateLimited(FETCH_PAUSE.toMillis())
                    .build();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(keys + " is no address of keys", e);
        }
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

    private static OAuth2TokenValidator<Jwt> must(String claim, Predicate<Jwt> hold) {
        return token -> hold.test(token)
                ? OAuth2TokenValidatorResult.success()
                : OAuth2TokenValidatorResult.failure(
                        new OAuth2Error("invalid_request", "the logout token's " + claim + " is not acceptable", null));
    }
}
