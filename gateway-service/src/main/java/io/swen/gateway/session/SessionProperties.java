package io.swen.gateway.session;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long a browser stays signed in.
 *
 * @param idle without any call
 * @param absolute since the login, whatever happens; no longer than the issuer's refresh tokens
 */
@ConfigurationProperties("swen.gateway.session")
record SessionProperties(
        @DefaultValue("1h") Duration idle,
        @DefaultValue("12h") Duration absolute) {

    SessionProperties {
        if (!idle.isPositive() || absolute.compareTo(idle) < 0) {
            throw new IllegalArgumentException(
                    "swen.gateway.session: idle must be positive and absolute no shorter than idle");
        }
    }
}
