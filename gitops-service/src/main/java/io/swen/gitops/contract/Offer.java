package io.swen.gitops.contract;

import io.swen.platform.money.Money;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** An instance type in a zone under a purchase option at a price, as routing decided on it. */
public record Offer(
        String offerId,
        Provider provider,
        String region,
        String zone,
        String instanceType,
        PurchaseOption purchaseOption,
        String architecture,
        double vcpu,
        double memoryGb,
        int gpus,
        @Nullable String gpuModel,
        @Nullable String gpuModelOrigin,
        Money price,
        @Nullable Money listPrice,
        @Nullable String priceOrigin,
        @Nullable String source,
        @Nullable Boolean simulated,
        @Nullable LocalDate listAsOf,
        @Nullable Instant observedAt,
        @Nullable Instant receivedAt,
        @Nullable Boolean stale,
        @Nullable Double interruptionRate,
        @Nullable String interruptionOrigin) {}
