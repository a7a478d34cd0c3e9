package io.swen.routing.candidate;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * One row of telemetry's CSV, parsed.
 *
 * @param price USD per hour in units of {@link OfferIndex#MONEY_SCALE} decimals
 * @param listPrice in the same units of {@code listCurrency}
 * @param observedAt epoch milliseconds, {@link OfferIndex#NO_TIME} when unknown
 * @param receivedAt like {@code observedAt}
 */
record OfferRow(
        String region,
        String zone,
        Shape shape,
        PurchaseOption option,
        long price,
        long listPrice,
        String listCurrency,
        Origin priceOrigin,
        String source,
        boolean simulated,
        @Nullable LocalDate listAsOf,
        long observedAt,
        long receivedAt,
        double interruptionRate,
        @Nullable Origin interruptionOrigin,
        boolean available) {

    OfferRow {
        if (price <= 0 || listPrice <= 0) {
            throw new IllegalArgumentException("a price must be above zero");
        }
        if (!(interruptionRate >= 0 && interruptionRate <= 1)) {
            throw new IllegalArgumentException("an interruption rate lies between 0 and 1, not " + interruptionRate);
        }
        if (!region.startsWith(shape.provider() + ":") || !zone.startsWith(shape.provider() + ":")) {
            throw new IllegalArgumentException("zone " + zone + " is not of provider " + shape.provider());
        }
    }
}
