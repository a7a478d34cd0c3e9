package io.swen.routing.placement;

import io.swen.catalog.CatalogRegion;
import io.swen.catalog.EgressPrice;
import io.swen.catalog.PriceCatalog;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What moving data between regions costs, by the shipped lists; read when the first workload with data asks. */
@Component
public class TransferPrices {

    /**
     * A price in USD per GB.
     *
     * @param listed whether it stands in a provider's list; otherwise it is simulated
     */
    public record Price(BigDecimal usdPerGb, boolean listed) {}

    /** For a region that the lists do not know: the price AWS takes for traffic to the internet. */
    private static final Price UNKNOWN = new Price(new BigDecimal("0.09"), false);

    private static final Price NOTHING = new Price(BigDecimal.ZERO, true);

    private final ReentrantLock reading = new ReentrantLock();
    private volatile @Nullable Map<String, Price> prices;

    /** The price of moving a GB out of one region into another; nothing within one. */
    Price between(String fromRegion, String toRegion) {
        if (fromRegion.equals(toRegion)) {
            return NOTHING;
        }
        return prices().getOrDefault(fromRegion + ">" + toRegion, UNKNOWN);
    }

    private Map<String, Price> prices() {
        Map<String, Price> known = prices;
        if (known != null) {
            return known;
        }
        reading.lock();
        try {
            known = prices;
            if (known == null) {
                known = read();
                prices = known;
            }
            return known;
        } finally {
            reading.unlock();
        }
    }

    /** Only the transfer prices are kept; the catalog with its offers is let go. */
    private static Map<String, Price> read() {
        PriceCatalog catalog = PriceCatalog.load();
        List<CatalogRegion> regions = catalog.regions();
        Map<String, Price> read = new HashMap<>();
        for (CatalogRegion from : regions) {
            for (CatalogRegion to : regions) {
                EgressPrice egress = catalog.egress(from.id(), to.id());
                BigDecimal usd = catalog.exchangeRate().toBase(egress.pricePerGb(), egress.currency());
                read.put(from.id() + ">" + to.id(), new Price(usd, egress.origin() == io.swen.catalog.Origin.LISTED));
            }
        }
        return read;
    }
}
