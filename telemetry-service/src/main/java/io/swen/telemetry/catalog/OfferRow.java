package io.swen.telemetry.catalog;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** An offer as it is stored, with numbers for names. */
record OfferRow(
        int id,
        int zone,
        int type,
        PurchaseOption purchaseOption,
        BigDecimal priceUsd,
        BigDecimal listPrice,
        String listCurrency,
        ValueOrigin priceOrigin,
        int source,
        boolean simulated,
        @Nullable LocalDate listAsOf,
        Instant observedAt,
        Instant receivedAt,
        @Nullable Double interruptionRate,
        @Nullable ValueOrigin interruptionOrigin) {}
