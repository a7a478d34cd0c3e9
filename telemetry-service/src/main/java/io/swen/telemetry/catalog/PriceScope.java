package io.swen.telemetry.catalog;

import io.swen.catalog.Provider;
import org.jspecify.annotations.Nullable;

/**
 * The prices that one call of a provider confirms together.
 *
 * <p>AWS answers a region at once, Alibaba Cloud one type of a region.
 *
 * @param kind list or spot
 * @param region provider-qualified
 * @param instanceType null where the whole region is answered at once
 */
public record PriceScope(
        Kind kind,
        Provider provider,
        String region,
        @Nullable String instanceType) {

    /** What sort of price. */
    public enum Kind {
        LIST,
        SPOT
    }

    /** The scope that confirms the price of an offer. */
    public static PriceScope of(Provider provider, String region, String instanceType, PurchaseOption option) {
        return new PriceScope(
                option == PurchaseOption.SPOT ? Kind.SPOT : Kind.LIST,
                provider,
                region,
                provider == Provider.ALIBABA ? instanceType : null);
    }

    /** The key under which it is stored; {@link OfferStore} builds the same text in SQL. */
    String key() {
        String base = (kind == Kind.SPOT ? "spot/" : "list/") + region;
        return instanceType == null ? base : base + "/" + instanceType;
    }
}
