package io.swen.routing.candidate;

import io.swen.platform.money.Money;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * An instance type in a zone under a purchase option at a price, as it stands in decisions.
 *
 * @param price per hour in USD
 * @param listPrice per hour in the provider's own currency
 * @param stale whether the index it was taken from had not been confirmed for longer than the configured bound
 * @param interruptionRate fraction of such instances interrupted in a month
 */
public record Offer(
        String offerId,
        String provider,
        String region,
        String zone,
        String instanceType,
        PurchaseOption purchaseOption,
        String architecture,
        int vcpu,
        double memoryGb,
        int gpus,
        @Nullable String gpuModel,
        @Nullable Origin gpuModelOrigin,
        Money price,
        Money listPrice,
        Origin priceOrigin,
        String source,
        boolean simulated,
        @Nullable LocalDate listAsOf,
        @Nullable Instant observedAt,
        @Nullable Instant receivedAt,
        boolean stale,
        double interruptionRate,
        @Nullable Origin interruptionOrigin) {}
