package io.swen.routing.candidate;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How offers are kept up, under {@code swen.routing.offers}; all times are wall time.
 *
 * @param poll how often telemetry is asked for changes when no event says so earlier
 * @param staleAfter how long after telemetry last confirmed the index its offers are marked stale
 * @param maxAge how long after telemetry last confirmed the index nothing is decided on it any more
 * @param readTimeout how long a whole snapshot may take
 */
@ConfigurationProperties("swen.routing.offers")
public record OfferProperties(
        @DefaultValue("5s") Duration poll,
        @DefaultValue("1m") Duration staleAfter,
        @DefaultValue("10m") Duration maxAge,
        @DefaultValue("60s") Duration readTimeout) {

    public OfferProperties {
        if (!poll.isPositive() || !readTimeout.isPositive()) {
            throw new IllegalArgumentException("swen.routing.offers.poll and read-timeout must be above zero");
        }
        if (staleAfter.compareTo(poll) <= 0 || maxAge.compareTo(staleAfter) <= 0) {
            throw new IllegalArgumentException("swen.routing.offers: poll < stale-after < max-age must hold, not "
                    + poll + ", " + staleAfter + ", " + maxAge);
        }
    }
}
