package io.swen.gitops.deploy;

import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.swen.gitops.contract.Provider;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.springframework.stereotype.Component;

/**
 * Launches no faster than a region takes them, so that many at once come one after the other instead of pushing each other aside
 * with retries of what the cloud refused.
 */
@Component
class LaunchPace {

    private final CloudProperties properties;
    private final ConcurrentMap<String, RateLimiter> regions = new ConcurrentHashMap<>();

    LaunchPace(CloudProperties properties) {
        this.properties = properties;
    }

    /**
     * Takes the right to one launch.
     *
     * @throws CloudException where the region has to rest first; nothing was asked of it
     */
    void take(Provider provider, String region) {
        CloudProperties.LaunchRate rate = properties.launches(provider);
        if (!regions.computeIfAbsent(region, name -> RateLimiter.of(name, config(rate)))
                .acquirePermission()) {
            throw new CloudException(CloudException.Kind.THROTTLED, region + " takes no more launches at the moment");
        }
    }

    private static RateLimiterConfig config(CloudProperties.LaunchRate rate) {
        return RateLimiterConfig.custom()
                .limitForPeriod(rate.atOnce())
                .limitRefreshPeriod(Duration.ofMillis(Math.round(1_000.0 * rate.atOnce() / rate.perSecond())))
                .timeoutDuration(Duration.ZERO)
                .build();
    }
}
