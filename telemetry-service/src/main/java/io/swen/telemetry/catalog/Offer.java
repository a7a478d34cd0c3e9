package io.swen.telemetry.catalog;

import io.swen.catalog.Provider;
import io.swen.platform.money.Money;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * An instance type in a zone under a purchase option at a price, as docs/architecture.md describes it.
 *
 * @param price USD per hour
 * @param listPrice per hour, what the provider said in its own currency
 * @param simulated whether the built-in simulator stands behind the provider
 * @param observedAt since when the provider says so; the list's date for what stands in a dated list
 * @param receivedAt when the provider last confirmed it to this service
 * @param stale whether that is longer ago than the bound for prices of its kind
 */
public record Offer(
        String offerId,
        Provider provider,
        String region,
        String zone,
        String instanceType,
        PurchaseOption purchaseOption,
        String architecture,
        int vcpu,
        double memoryGb,
        int gpus,
        @Nullable String gpuModel,
        @Nullable ValueOrigin gpuModelOrigin,
        Money price,
        Money listPrice,
        ValueOrigin priceOrigin,
        String source,
        boolean simulated,
        @Nullable LocalDate listAsOf,
        Instant observedAt,
        Instant receivedAt,
        boolean stale,
        @Nullable Double interruptionRate,
        @Nullable ValueOrigin interruptionOrigin) {

    public Offer {
        if (price.amount().signum() <= 0) {
            throw new IllegalArgumentException("price of " + offerId + " is " + price);
        }
    }
}
