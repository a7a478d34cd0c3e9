package io.swen.gateway.session;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long a browser stays signed in, and where.
 *
 * @param idle without any call
 * @param absolute since the login, whatever happens; no longer than the issuer's refresh tokens
 * @param concurrent how many sessions one person has at most; a login beyond that ends the oldest
 * @param secureCookie whether the cookie needs TLS; unset: where the public address has TLS or is this machine. False for a
 *     browser that takes no secure cookie from {@code http://localhost}
 */
@ConfigurationProperties("swen.gateway.session")
record SessionProperties(
        @DefaultValue("1h") Duration idle,
        @DefaultValue("12h") Duration absolute,
        @DefaultValue("20") int concurrent,
        @Nullable Boolean secureCookie) {

    SessionProperties {
        if (!idle.isPositive() || absolute.compareTo(idle) < 0 || concurrent < 1) {
            throw new IllegalArgumentException(
                    "swen.gateway.session: idle and concurrent must be positive and absolute no shorter than idle");
        }
    }
}
