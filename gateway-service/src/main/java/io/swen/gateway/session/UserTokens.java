package io.swen.gateway.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import jakarta.servlet.http.HttpSession;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.oauth2.client.endpoint.OAuth2AccessTokenResponseClient;
import org.springframework.security.oauth2.client.endpoint.OAuth2RefreshTokenGrantRequest;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.core.endpoint.OAuth2AccessTokenResponse;

/** The access token behind a browser's session, renewed shortly before it expires, once for all calls that wait for it. */
final class UserTokens {

    private static final Logger LOG = LoggerFactory.getLogger(UserTokens.class);
    private static final Duration RENEW_BEFORE_EXPIRY = Duration.ofSeconds(60);
    private static final Duration LEAST_LIFE = Duration.ofSeconds(5);
    private static final Duration REMEMBERED = Duration.ofMinutes(5);
    private static final int MOST_REMEMBERED = 10_000;
    private static final int LOCKS = 64;

    private final ClientRegistration registration;
    private final OAuth2AccessTokenResponseClient<OAuth2RefreshTokenGrantRequest> issuer;
    private final Duration absoluteLimit;
    private final InstantSource wall;
    private final ReentrantLock[] locks =
            Stream.generate(ReentrantLock::new).limit(LOCKS).toArray(ReentrantLock[]::new);
    /** Calls that began before a renewal still hold the session as it was then. */
    private final Cache<String, SessionTokens> renewed = Caffeine.newBuilder()
            .expireAfterWrite(REMEMBERED)
            .maximumSize(MOST_REMEMBERED)
            .build();

    UserTokens(
            ClientRegistration registration,
            OAuth2AccessTokenResponseClient<OAuth2RefreshTokenGrantRequest> issuer,
            Duration absoluteLimit,
            InstantSource wall) {
        this.registration = registration;
        this.issuer = issuer;
        this.absoluteLimit = absoluteLimit;
        this.wall = wall;
    }

    /** The token to call services with, or null where the session is over and the user has to log in again. */
    @Nullable
    String current(HttpSession session) {
        SessionTokens tokens = (SessionTokens) session.getAttribute(SessionTokens.ATTRIBUTE);
        if (tokens == null || isOver(tokens)) {
            return null;
        }
        if (tokens.isGoodFor(RENEW_BEFORE_EXPIRY, wall.instant())) {
            return tokens.accessToken();
        }
        ReentrantLock lock =
                Objects.requireNonNull(locks[Math.floorMod(session.getId().hashCode(), LOCKS)]);
        lock.lock();
        try {
            SessionTokens known = renewed.getIfPresent(session.getId());
            if (known == null || !known.isGoodFor(RENEW_BEFORE_EXPIRY, wall.instant())) {
                known = renew(tokens);
                if (known == null) {
                    return null;
                }
                renewed.put(session.getId(), known);
            }
            session.setAttribute(SessionTokens.ATTRIBUTE, known);
            return known.accessToken();
        } finally {
            lock.unlock();
        }
    }

    /** Whether the session has reached its absolute limit. */
    boolean isOver(SessionTokens tokens) {
        return !wall.instant().isBefore(tokens.loggedInAt().plus(absoluteLimit));
    }

    private @Nullable SessionTokens renew(SessionTokens tokens) {
        String refresh = tokens.refreshToken();
        Instant now = wall.instant();
        if (refresh == null) {
            return tokens.isGoodFor(Duration.ZERO, now) ? tokens : null;
        }
        try {
            OAuth2AccessTokenResponse answer = issuer.getTokenResponse(new OAuth2RefreshTokenGrantRequest(
                    registration,
                    new OAuth2AccessToken(
                            OAuth2AccessToken.TokenType.BEARER, tokens.accessToken(), null, tokens.accessExpiresAt()),
                    new OAuth2RefreshToken(refresh, null)));
            OAuth2RefreshToken next = answer.getRefreshToken();
            return new SessionTokens(
                    answer.getAccessToken().getTokenValue(),
                    Objects.requireNonNull(answer.getAccessToken().getExpiresAt(), "the token does not expire"),
                    next == null ? refresh : next.getTokenValue(),
                    tokens.loggedInAt());
        } catch (OAuth2AuthorizationException refused) {
            if (OAuth2ErrorCodes.INVALID_GRANT.equals(refused.getError().getErrorCode())) {
                LOG.info("the issuer ended a session: {}", refused.getError().getDescription());
                return null;
            }
            LOG.warn("a token cannot be renewed at the moment: {}", refused.toString());
            if (tokens.isGoodFor(LEAST_LIFE, now)) {
                return tokens;
            }
            throw ProblemException.retryLater(
                    ErrorCode.UNAVAILABLE, "identity-service does not answer", Duration.ofSeconds(2));
        }
    }
}
