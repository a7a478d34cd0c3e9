package io.swen.gateway.limit;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One quota with what each caller has left of it: in this process, or in a store that all gateways share. */
final class Meter {

    /** What is left after a call was counted, or how long to wait where it was refused. */
    record Reading(
            String policy, Quota quota, boolean allowed, long remaining, Duration untilFull, Duration retryAfter) {}

    private final String policy;
    private final Quota quota;
    private final LoadingCache<String, Bucket> buckets;
    private final BucketConfiguration configuration;
    private final @Nullable SharedBuckets shared;

    /** A caller who is not seen for a window has all units again anyway and need not be remembered. */
    Meter(String policy, Quota quota, int tracked, @Nullable SharedBuckets shared) {
        this.shared = shared;
        this.policy = policy;
        this.quota = quota;
        Bandwidth bandwidth = Bandwidth.builder()
                .capacity(quota.units())
                .refillGreedy(quota.units(), quota.window())
                .build();
        this.configuration = BucketConfiguration.builder().addLimit(bandwidth).build();
        this.buckets = Caffeine.newBuilder()
                .maximumSize(tracked)
                .expireAfterAccess(quota.window())
                .build(caller -> Bucket.builder()
                        .addLimit(bandwidth)
                        .withCustomTimePrecision(TimeMeter.SYSTEM_NANOTIME)
                        .build());
    }

    String policy() {
        return policy;
    }

    Reading take(String caller, long units) {
        ConsumptionProbe probe =
                ask(caller, bucket -> bucket.tryConsumeAndReturnRemaining(Math.min(units, quota.units())));
        return new Reading(
                policy,
                quota,
                probe.isConsumed(),
                probe.getRemainingTokens(),
                Duration.ofNanos(probe.getNanosToWaitForReset()),
                Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }

    /** Whether anything is left, without taking it. */
    Reading look(String caller) {
        return ask(caller, bucket -> {
            long left = bucket.getAvailableTokens();
            Duration wait = left > 0
                    ? Duration.ZERO
                    : Duration.ofNanos(bucket.estimateAbilityToConsume(1).getNanosToWaitForRefill());
            return new Reading(policy, quota, left > 0, left, wait, wait);
        });
    }

    /** Takes what is there, if anything. */
    void charge(String caller, long units) {
        ask(caller, bucket -> bucket.tryConsumeAsMuchAsPossible(units));
    }

    private <T> T ask(String caller, Function<Bucket, T> question) {
        return shared == null
                ? question.apply(buckets.get(caller))
                : shared.ask(policy, caller, configuration, question)
                        .orElseGet(() -> question.apply(buckets.get(caller)));
    }
}
