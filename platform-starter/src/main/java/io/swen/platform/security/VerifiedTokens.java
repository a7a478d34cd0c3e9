package io.swen.platform.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;

/**
 * Remembers for a moment which tokens were found good, because checking a signature costs more than all else that a small request
 * needs. A token is known by its SHA-256 hash, never counts past its expiry, and whenever the issuer's keys are fetched
 * everything is forgotten: what older keys have proven, the new ones have to prove again.
 */
public final class VerifiedTokens {

    static final Duration LONGEST = Duration.ofSeconds(30);

    /** Tokens, not callers: a few for each caller of the last half minute. */
    private static final int MOST = 10_000;

    private final InstantSource wall;
    private final Ticker ticker;
    private volatile Cache<ByteBuffer, Jwt> known;

    public VerifiedTokens() {
        this(InstantSource.system(), Ticker.systemTicker());
    }

    VerifiedTokens(InstantSource wall, Ticker ticker) {
        this.wall = wall;
        this.ticker = ticker;
        this.known = empty();
    }

    /** A decoder that has each token checked by the given one, but not again within a moment. */
    public JwtDecoder remembering(JwtDecoder decoder) {
        return token -> {
            // The one at hand: what is checked while keys are fetched goes into the one that is thrown away.
            Cache<ByteBuffer, Jwt> current = known;
            ByteBuffer hash = hash(token);
            Jwt verified = current.getIfPresent(hash);
            if (verified != null && isAlive(verified)) {
                return verified;
            }
            Jwt fresh = decoder.decode(token);
            if (isAlive(fresh)) {
                current.put(hash, fresh);
            }
            return fresh;
        };
    }

    /** To be called whenever the issuer's keys were fetched. */
    public void forget() {
        known = empty();
    }

    /** One without an end is none of ours and is left to the decoder each time. */
    private boolean isAlive(Jwt token) {
        Instant end = token.getExpiresAt();
        return end != null && wall.instant().isBefore(end);
    }

    private Cache<ByteBuffer, Jwt> empty() {
        return Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterWrite(LONGEST)
                .ticker(ticker)
                .build();
    }

    private static ByteBuffer hash(String token) {
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
