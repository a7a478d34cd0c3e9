package io.swen.routing.placement;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.swen.catalog.CatalogRegion;
import io.swen.catalog.EgressPrice;
import io.swen.catalog.PriceCatalog;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * List prices beside those of the instances.
 *
 * @param transfer USD per GB by region and the region that data is moved to
 */
public record Tariffs(Map<String, Map<String, Price>> transfer) implements KnowledgePart {

    /**
     * A price in USD.
     *
     * @param listed whether it stands in a provider's list; otherwise it is simulated
     */
    public record Price(BigDecimal usd, boolean listed) {}

    /** For a region that the lists do not know: the price AWS takes for traffic to the internet. */
    private static final Price UNKNOWN = new Price(new BigDecimal("0.09"), false);

    private static final Price NOTHING = new Price(BigDecimal.ZERO, true);

    public Tariffs {
        Map<String, Map<String, Price>> sorted = new TreeMap<>();
        transfer.forEach((from, prices) -> sorted.put(from, Collections.unmodifiableMap(new TreeMap<>(prices))));
        transfer = Collections.unmodifiableMap(sorted);
    }

    /** The lists that SWEN ships with; read when first asked for. */
    public static Tariffs shipped() {
        return Shipped.TARIFFS;
    }

    public static Tariffs read(byte[] bytes) {
        return PartJson.read(bytes, Tariffs.class);
    }

    /** The price of moving a GB out of one region into another; nothing within one. */
    public Price transfer(String fromRegion, String toRegion) {
        if (fromRegion.equals(toRegion)) {
            return NOTHING;
        }
        return transfer.getOrDefault(fromRegion, Map.of()).getOrDefault(toRegion, UNKNOWN);
    }

    @JsonIgnore
    @Override
    public String id() {
        return ContentHash.of(bytes());
    }

    @Override
    public byte[] bytes() {
        return PartJson.bytes(this);
    }

    /** Only the transfer prices are kept; the catalog with its offers is let go. */
    private static final class Shipped {
        static final Tariffs TARIFFS = read();

        private static Tariffs read() {
            PriceCatalog catalog = PriceCatalog.load();
            List<CatalogRegion> regions = catalog.regions();
            Map<String, Map<String, Price>> read = new TreeMap<>();
            for (CatalogRegion from : regions) {
                Map<String, Price> prices = new TreeMap<>();
                for (CatalogRegion to : regions) {
                    EgressPrice egress = catalog.egress(from.id(), to.id());
                    BigDecimal usd = catalog.exchangeRate().toBase(egress.pricePerGb(), egress.currency());
                    prices.put(to.id(), new Price(usd, egress.origin() == io.swen.catalog.Origin.LISTED));
                }
                read.put(from.id(), prices);
            }
            return new Tariffs(read);
        }
    }
}
