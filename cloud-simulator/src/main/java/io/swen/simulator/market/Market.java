package io.swen.simulator.market;

import io.swen.catalog.CatalogInstanceType;
import io.swen.catalog.CatalogOffer;
import io.swen.catalog.CatalogRegion;
import io.swen.catalog.PriceCatalog;
import io.swen.catalog.Provider;
import io.swen.catalog.PurchaseOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The pools of one provider, by region. */
public final class Market {

    private final Map<String, RegionMarket> regions = new LinkedHashMap<>();
    private final Map<String, CatalogInstanceType> types = new LinkedHashMap<>();

    /** A market without any weather. */
    public Market(PriceCatalog catalog, Provider provider, long seed) {
        this(catalog, provider, seed, Weather.CALM);
    }

    public Market(PriceCatalog catalog, Provider provider, long seed, Weather weather) {
        var pools = new HashMap<String, List<Pool>>();
        List<CatalogOffer> offers = catalog.offers();
        // The catalog keeps the offers of a region and type together, which makes each group small enough to search.
        for (int start = 0, end; start < offers.size(); start = end) {
            CatalogOffer first = offers.get(start);
            end = start + 1;
            while (end < offers.size() && sameGroup(first, offers.get(end))) {
                end++;
            }
            if (first.provider() == provider) {
                pools.computeIfAbsent(first.region(), r -> new ArrayList<>())
                        .addAll(pools(offers.subList(start, end), seed, weather));
            }
        }
        for (CatalogRegion region : catalog.regions()) {
            List<Pool> here = pools.get(region.id());
            if (here != null) {
                regions.put(region.name(), new RegionMarket(region, here));
            }
        }
        regions.values().forEach(r -> r.types().forEach(t -> types.putIfAbsent(t.name(), t)));
    }

    private static boolean sameGroup(CatalogOffer a, CatalogOffer b) {
        return a.type().equals(b.type()) && a.region().equals(b.region());
    }

    private static List<Pool> pools(List<CatalogOffer> group, long seed, Weather weather) {
        var pools = new ArrayList<Pool>();
        for (CatalogOffer offer : group) {
            if (offer.purchaseOption() == PurchaseOption.ON_DEMAND) {
                CatalogOffer spot = group.stream()
                        .filter(o -> o.purchaseOption() == PurchaseOption.SPOT
                                && o.zone().equals(offer.zone()))
                        .findFirst()
                        .orElse(null);
                pools.add(new Pool(offer, spot, seed, weather));
            }
        }
        return pools;
    }

    /** The regions that sell something, by bare name. */
    public Collection<RegionMarket> regions() {
        return regions.values();
    }

    public Optional<RegionMarket> region(@Nullable String name) {
        return name == null ? Optional.empty() : Optional.ofNullable(regions.get(name));
    }

    /** Every type that is sold anywhere, by name. */
    public Map<String, CatalogInstanceType> types() {
        return Collections.unmodifiableMap(types);
    }
}
