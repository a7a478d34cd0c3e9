package io.swen.telemetry.catalog;

import io.swen.catalog.CatalogRegion;
import io.swen.catalog.EgressPrice;
import io.swen.catalog.PriceCatalog;
import io.swen.platform.money.Money;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What moving data from one region to another costs, by the shipped price lists. */
@Component
class TransferPrices {

    /**
     * The price of one GB.
     *
     * @param toRegion provider-qualified
     */
    record Transfer(String toRegion, Money pricePerGb, ValueOrigin origin, String source, LocalDate listAsOf) {}

    private final CatalogProperties properties;
    private @Nullable Map<String, List<Transfer>> byRegion;

    TransferPrices(CatalogProperties properties) {
        this.properties = properties;
    }

    /** The cheapest first; none for a region that the lists do not know. */
    List<Transfer> from(String region) {
        return read().getOrDefault(region, List.of());
    }

    /** The lists are read at the first question: most services never get one, and the reading takes a second. */
    private synchronized Map<String, List<Transfer>> read() {
        Map<String, List<Transfer>> known = byRegion;
        if (known == null) {
            PriceCatalog catalog = PriceCatalog.load(properties.exchangeRate().toExchangeRate());
            known = catalog.regions().stream()
                    .map(CatalogRegion::id)
                    .collect(Collectors.toUnmodifiableMap(id -> id, id -> from(catalog, id)));
            byRegion = known;
        }
        return known;
    }

    private static List<Transfer> from(PriceCatalog catalog, String region) {
        return catalog.regions().stream()
                .map(to -> transfer(catalog, catalog.egress(region, to.id())))
                .sorted(TransferPrices::compare)
                .toList();
    }

    private static int compare(Transfer one, Transfer other) {
        int byPrice = one.pricePerGb().amount().compareTo(other.pricePerGb().amount());
        return byPrice != 0 ? byPrice : one.toRegion().compareTo(other.toRegion());
    }

    private static Transfer transfer(PriceCatalog catalog, EgressPrice price) {
        return new Transfer(
                price.toRegion(),
                Catalog.usd(catalog.exchangeRate().toBase(price.pricePerGb(), price.currency())),
                ValueOrigin.of(price.origin().name()),
                price.source(),
                price.listAsOf());
    }
}
