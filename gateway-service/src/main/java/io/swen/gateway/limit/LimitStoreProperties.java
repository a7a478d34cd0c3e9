package io.swen.gateway.limit;

import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where gateways keep together what callers have left.
 *
 * @param url {@code redis://host:6379} or {@code rediss://host:6379} of a Redis or Valkey; empty: each gateway counts by itself
 * @param username of its user; null for the default one
 * @param password a secret
 * @param timeout how long a call waits for it; then the gateway counts by itself for a few seconds
 */
@ConfigurationProperties("swen.gateway.limits.store")
record LimitStoreProperties(
        @DefaultValue("") String url,
        @Nullable String username,
        @Nullable String password,
        @DefaultValue("PT0.1S") Duration timeout) {

    private static final Set<String> SCHEMES = Set.of("redis", "rediss");
    private static final Duration LONGEST = Duration.ofSeconds(2);

    LimitStoreProperties {
        if (!url.isBlank()) {
            URI address = URI.create(url);
            if (!SCHEMES.contains(address.getScheme()) || address.getHost() == null || address.getUserInfo() != null) {
                throw new IllegalArgumentException(
                        "swen.gateway.limits.store.url must be like redis://host:6379 or rediss://host:6379;"
                                + " the password has a property of its own");
            }
        }
        if (!timeout.isPositive() || timeout.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "swen.gateway.limits.store.timeout is " + timeout + "; it must be above 0 and at most " + LONGEST);
        }
    }

    @Override
    public String toString() {
        return "LimitStoreProperties[url=" + url + ", timeout=" + timeout + "]";
    }
}
