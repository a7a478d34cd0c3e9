package io.swen.catalog;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An instance type in a zone under a purchase option at a price.
 *
 * @param region provider-qualified
 * @param zone provider-qualified
 * @param price per hour in {@code currency}, the provider's own
 * @param listAsOf date of the list; a derived price is as old as the oldest list it is derived from
 * @param interruptionRate share of such instances interrupted in a month, 0 to 1; 0 for on-demand
 * @param interruptionOrigin null for on-demand
 */
public record CatalogOffer(
        Provider provider,
        String region,
        String zone,
        CatalogInstanceType type,
        PurchaseOption purchaseOption,
        BigDecimal price,
        String currency,
        Origin priceOrigin,
        String source,
        LocalDate listAsOf,
        double interruptionRate,
        @Nullable Origin interruptionOrigin) {

    public CatalogOffer {
        Objects.requireNonNull(provider);
        Objects.requireNonNull(purchaseOption);
        if (price.signum() <= 0) {
            throw new IllegalArgumentException("price of " + type.name() + " in " + zone + " is " + price);
        }
        if (interruptionRate < 0 || interruptionRate > 1) {
            throw new IllegalArgumentException("interruption rate of " + type.name() + " is " + interruptionRate);
        }
    }

    public String instanceType() {
        return type.name();
    }

    /** {@code zone/instance_type/purchase_option}, as everywhere in SWEN. */
    public String offerId() {
        return zone + "/" + type.name() + "/" + purchaseOption.id();
    }
}
