package io.swen.gateway.exchange;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Exchanges what a caller showed for a token that is good for one service only (RFC 8693), so that no service ever holds
 * something that would open another. Answers are kept under a hash of the credential; calls that need the same one wait for
 * one exchange.
 */
@Service
public class TokenExchange {

    private static final Duration RENEW_BEFORE_EXPIRY = Duration.ofSeconds(30);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    /** @param login whose token it is; null for an API key, which is asked after every few seconds anyway */
    private record Key(String credential, String audience, Credential.@Nullable Login login) {}

    private final ExchangeEndpoint issuer;
    private final ExchangeProperties properties;
    private final InstantSource wall = InstantSource.system();
    private final AsyncCache<Key, Exchanged> known;

    TokenExchange(ExchangeEndpoint issuer, ExchangeProperties properties) {
        this.issuer = issuer;
        this.properties = properties;
        Executor perExchange = Executors.newVirtualThreadPerTaskExecutor();
        this.known = Caffeine.newBuilder()
                .maximumSize(properties.remembered())
                .executor(perExchange)
                .expireAfter(Expiry.<Key, Exchanged>creating((key, answer) -> keep(answer)))
                .buildAsync();
    }

    /**
     * A token for {@code audience}, such as {@code swen-routing}.
     *
     * @throws ProblemException 401 where the issuer does not accept the credential (any more), 503 where it does not answer
     */
    public String tokenFor(Credential credential, String audience) {
        Key key = new Key(hash(credential), audience, credential.login());
        CompletableFuture<Exchanged> answer = known.get(
                key,
                (wanted, executor) ->
                        CompletableFuture.supplyAsync(() -> issuer.exchange(credential, audience), executor));
        return switch (await(answer)) {
            case Exchanged.Token token -> token.value();
            case Exchanged.Refused refused -> throw ProblemException.of(ErrorCode.UNAUTHENTICATED, refused.detail());
            case Exchanged.Unusable unusable ->
                throw ProblemException.of(ErrorCode.REMOTE_FAILED, "identity-service did not exchange the token");
            case Exchanged.Outage outage -> throw outage();
        };
    }

    /**
     * Forgets what was exchanged for a login that is over, so that the next call asks the issuer, which refuses it.
     *
     * @param subject whose; null for whoever's
     * @param session the issuer's name for the login; null for all of the subject
     */
    public void forget(@Nullable String subject, @Nullable String session) {
        known.asMap()
                .keySet()
                .removeIf(key -> key.login() != null && key.login().isOf(subject, session));
    }

    private Exchanged await(CompletableFuture<Exchanged> answer) {
        try {
            // Connecting and answering each have the time-out, and so has waiting for a free place.
            return answer.get(properties.timeout().multipliedBy(3).toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw outage();
        } catch (TimeoutException e) {
            throw outage();
        } catch (ExecutionException e) {
            throw new IllegalStateException("an exchange failed unexpectedly", e.getCause());
        }
    }

    private Duration keep(Exchanged answer) {
        return switch (answer) {
            case Exchanged.Token token -> {
                Duration rest = Duration.between(wall.instant(), token.expiresAt());
                // Of a token that has not long to live half the rest, or each of its last calls would be an exchange.
                Duration margin = min(RENEW_BEFORE_EXPIRY, rest.dividedBy(2));
                Duration use = rest.minus(margin);
                yield use.isPositive() ? min(use, token.longest(properties.keysFor())) : Duration.ZERO;
            }
            case Exchanged.Refused refused -> properties.refusalsFor();
            case Exchanged.Unusable unusable -> properties.outagesFor();
            case Exchanged.Outage outage -> properties.outagesFor();
        };
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    private static ProblemException outage() {
        return ProblemException.retryLater(
                ErrorCode.UNAVAILABLE, "identity-service does not answer, so nobody can be let in", RETRY_AFTER);
    }

    private static String hash(Credential credential) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256")
                            .digest(credential.value().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
