package io.swen.gateway.exchange;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Bounds of the exchange of tokens.
 *
 * @param timeout how long the issuer may take to connect, and then to answer
 * @param concurrent how many exchanges may be under way at once
 * @param remembered how many answers of the issuer are kept
 * @param keysFor how long an API key's token is used before the issuer is asked again, which is how fast a revocation works
 * @param refusalsFor how long a refusal is remembered
 * @param outagesFor how long callers are told of an outage before the issuer is asked again
 */
@ConfigurationProperties("swen.gateway.exchange")
record ExchangeProperties(
        @DefaultValue("3s") Duration timeout,
        @DefaultValue("64") int concurrent,
        @DefaultValue("20000") int remembered,
        @DefaultValue("5s") Duration keysFor,
        @DefaultValue("5s") Duration refusalsFor,
        @DefaultValue("1s") Duration outagesFor) {

    private static final Duration SLOWEST_REVOCATION = Duration.ofSeconds(10);

    ExchangeProperties {
        if (!timeout.isPositive()
                || concurrent < 1
                || remembered < 1
                || !keysFor.isPositive()
                || keysFor.compareTo(SLOWEST_REVOCATION) > 0
                || !refusalsFor.isPositive()
                || !outagesFor.isPositive()) {
            throw new IllegalArgumentException(
                    "swen.gateway.exchange: every bound must be positive, and keys-for at most PT10S");
        }
    }
}
