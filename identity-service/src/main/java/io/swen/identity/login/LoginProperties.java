package io.swen.identity.login;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How guessing is slowed down, and how long a login lasts.
 *
 * @param local whether people can log in with a password kept here; if not, the login goes to the external issuer at once
 * @param attempts failed passwords for one name from one address, or from one known browser, before it has to wait
 * @param attemptsByAddress the same for one address whatever the name
 * @param attemptsByName the same for one name from everywhere that its owner has not logged in from
 * @param codeAttempts failed codes for one name from one address or known browser before it has to wait
 * @param codeAttemptsByName the same for one name from everywhere that its owner has not logged in from
 * @param lock how long the wait is after the last failure
 * @param longest how old a login can get before it has to begin anew, however much it is used
 * @param knownFor how long a browser or an address is remembered after the last login from there
 */
@ConfigurationProperties("swen.identity.login")
record LoginProperties(
        @DefaultValue("true") boolean local,
        @DefaultValue("8") int attempts,
        @DefaultValue("60") int attemptsByAddress,
        @DefaultValue("100") int attemptsByName,
        @DefaultValue("5") int codeAttempts,
        @DefaultValue("15") int codeAttemptsByName,
        @DefaultValue("5m") Duration lock,
        @DefaultValue("12h") Duration longest,
        @DefaultValue("90d") Duration knownFor) {

    LoginProperties {
        if (attempts < 1
                || attemptsByAddress < attempts
                || attemptsByName < attempts
                || codeAttempts < 1
                || codeAttemptsByName < codeAttempts) {
            throw new IllegalArgumentException("swen.identity.login: attempts and code-attempts must be at least 1,"
                    + " and those by address and by name no fewer");
        }
        if (!lock.isPositive() || !longest.isPositive() || !knownFor.isPositive()) {
            throw new IllegalArgumentException("swen.identity.login: lock, longest and known-for must be positive");
        }
    }
}
