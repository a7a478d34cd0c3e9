package io.swen.gateway.limit;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.github.bucket4j.redis.lettuce.cas.LettuceBasedProxyManager;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisCredentialsProvider;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.swen.gateway.metric.GatewayMetric;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What callers have left, kept in a Redis or Valkey that all gateways share, so that a quota holds for all of them together. While
 * it does not answer, each gateway counts by itself.
 */
final class SharedBuckets implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SharedBuckets.class);
    private static final Duration CONNECT = Duration.ofSeconds(1);
    private static final long PAUSE_NANOS = Duration.ofSeconds(5).toNanos();
    /** What is added to the time after which a bucket is full again and need not be kept. */
    private static final Duration KEPT_LONGER = Duration.ofSeconds(10);

    private final RedisClient client;
    private final Supplier<LettuceBasedProxyManager<byte[]>> connecting;
    private final AtomicLong silentUntil = new AtomicLong(System.nanoTime());
    private final AtomicBoolean away = new AtomicBoolean();
    private final Counter failures;
    private volatile @Nullable LettuceBasedProxyManager<byte[]> buckets;

    SharedBuckets(LimitStoreProperties properties, MeterRegistry metrics) {
        RedisURI address = RedisURI.create(properties.url());
        address.setTimeout(properties.timeout());
        String password = properties.password();
        if (password != null && !password.isEmpty()) {
            String user = properties.username();
            address.setCredentialsProvider(RedisCredentialsProvider.from(() -> RedisCredentials.just(user, password)));
        }
        this.client = RedisClient.create(address);
        client.setOptions(ClientOptions.builder()
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .socketOptions(SocketOptions.builder().connectTimeout(CONNECT).build())
                .build());
        this.connecting = () -> Bucket4jLettuce.casBasedBuilder(client)
                .expirationAfterWrite(ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(KEPT_LONGER))
                .requestTimeout(properties.timeout())
                .build();
        this.failures = metrics.counter(GatewayMetric.LIMIT_STORE_FAILURES.id());
    }

    /** The answer of a caller's shared bucket; empty while the store is away, and for a few seconds after it was found so. */
    <T> Optional<T> ask(String policy, String caller, BucketConfiguration quota, Function<Bucket, T> question) {
        if (System.nanoTime() - silentUntil.get() < 0) {
            return Optional.empty();
        }
        try {
            T answer = question.apply(manager().builder().build(key(policy, caller), () -> quota));
            if (away.compareAndSet(true, false)) {
                LOG.info("the store of rate limits answers again");
            }
            return Optional.of(answer);
        } catch (RuntimeException unanswered) {
            silentUntil.set(System.nanoTime() + PAUSE_NANOS);
            failures.increment();
            if (away.compareAndSet(false, true)) {
                LOG.warn(
                        "the store of rate limits does not answer, this gateway counts by itself: {}",
                        unanswered.toString());
            }
            return Optional.empty();
        }
    }

    private LettuceBasedProxyManager<byte[]> manager() {
        LettuceBasedProxyManager<byte[]> known = buckets;
        if (known != null) {
            return known;
        }
        synchronized (this) {
            LettuceBasedProxyManager<byte[]> made = buckets;
            if (made == null) {
                made = connecting.get();
                buckets = made;
            }
            return made;
        }
    }

    /** Addresses and people are not told to the store. */
    private static byte[] key(String policy, String caller) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(caller.getBytes(StandardCharsets.UTF_8));
            return ("swen:limit:" + policy + ":" + HexFormat.of().formatHex(hash, 0, 16))
                    .getBytes(StandardCharsets.US_ASCII);
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    @Override
    public void close() {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
}
