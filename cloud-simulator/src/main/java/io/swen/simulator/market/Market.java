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

    public Market(PriceCatalog catalog, Provider provider, long seed) {
        var onDemand = new LinkedHashMap<String, CatalogOffer>();
        var spot = new HashMap<String, CatalogOffer>();
        for (CatalogOffer offer : catalog.offers()) {
            if (offer.provider() == provider) {
                String pool = offer.zone() + "/" + offer.instanceType();
                (offer.purchaseOption() == PurchaseOption.ON_DEMAND ? onDemand : spot).put(pool, offer);
            }
        }
        var pools = new HashMap<String, List<Pool>>();
        onDemand.forEach((key, offer) -> {
            String zone = offer.zone().substring(provider.id().length() + 1);
            pools.computeIfAbsent(offer.region(), r -> new ArrayList<>())
                    .add(new Pool(zone, offer, spot.get(key), seed));
        });
        for (CatalogRegion region : catalog.regions()) {
            List<Pool> here = pools.get(region.id());
            if (here != null) {
                regions.put(region.name(), new RegionMarket(region, here));
            }
        }
        regions.values().forEach(r -> r.types().forEach(t -> types.putIfAbsent(t.name(), t)));
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
