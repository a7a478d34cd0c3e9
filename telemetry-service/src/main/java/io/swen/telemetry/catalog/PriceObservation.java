package io.swen.telemetry.catalog;

import io.swen.catalog.Provider;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A price that a provider answered.
 *
 * @param region provider-qualified
 * @param zone provider-qualified; null for a price that holds in all zones of the region
 * @param price per hour in {@code currency}
 * @param origin listed for a list price call, observed for a spot price call
 * @param simulated whether the simulator answered
 * @param observedAt since when the price holds
 */
public record PriceObservation(
        Provider provider,
        String region,
        @Nullable String zone,
        String instanceType,
        PurchaseOption purchaseOption,
        BigDecimal price,
        String currency,
        ValueOrigin origin,
        String source,
        boolean simulated,
        Instant observedAt,
        Instant receivedAt) {

    public PriceObservation {
        if (price.signum() <= 0) {
            throw new IllegalArgumentException("price of " + instanceType + " in " + region + " is " + price);
        }
    }
}
