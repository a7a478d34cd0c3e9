package io.swen.identity.login;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How guessing is slowed down.
 *
 * @param attempts failed logins for one name from one address before it is locked
 * @param attemptsByAddress the same for one address whatever the name
 * @param lock how long it is locked after the last failure
 */
@ConfigurationProperties("swen.identity.login")
record LoginProperties(
        @DefaultValue("8") int attempts,
        @DefaultValue("60") int attemptsByAddress,
        @DefaultValue("5m") Duration lock) {

    LoginProperties {
        if (attempts < 1 || attemptsByAddress < attempts || !lock.isPositive()) {
            throw new IllegalArgumentException(
                    "swen.identity.login: attempts must be at least 1, attempts-by-address no fewer, lock positive");
        }
    }
}
