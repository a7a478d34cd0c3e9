package io.swen.simulator.fleet;

import io.swen.catalog.Provider;
import io.swen.simulator.market.Pool;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a user asked to be started, checked and understood.
 *
 * @param spotLimit null for "up to the on-demand price"
 * @param userData decoded
 * @param fingerprint tells calls with the same client token but other parameters apart
 */
public record LaunchSpec(
        Provider provider,
        String account,
        String region,
        Pool pool,
        int count,
        String imageId,
        boolean spot,
        @Nullable BigDecimal spotLimit,
        boolean shutdownTerminates,
        boolean detailedMonitoring,
        String name,
        Map<String, String> tags,
        @Nullable String userData,
        @Nullable String clientToken,
        String fingerprint) {

    public LaunchSpec {
        Objects.requireNonNull(provider);
        if (count < 1) {
            throw new IllegalArgumentException("count " + count);
        }
        tags = Map.copyOf(tags);
    }
}
