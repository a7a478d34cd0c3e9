package io.swen.simulator.market;

import io.swen.catalog.CatalogInstanceType;
import io.swen.catalog.CatalogRegion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one region sells. */
public final class RegionMarket {

    private final CatalogRegion region;
    private final List<String> zones;
    private final List<Pool> pools;
    private final Map<String, Map<String, Pool>> byType = new LinkedHashMap<>();

    RegionMarket(CatalogRegion region, List<Pool> pools) {
        this.region = region;
        this.pools = List.copyOf(pools);
        int prefix = region.provider().id().length() + 1;
        this.zones = region.zones().stream().map(z -> z.substring(prefix)).toList();
        for (Pool pool : pools) {
            byType.computeIfAbsent(pool.type().name(), t -> new LinkedHashMap<>())
                    .put(pool.zone(), pool);
        }
    }

    public String name() {
        return region.name();
    }

    public CatalogRegion place() {
        return region;
    }

    /** Bare zone names, in the catalog's order. */
    public List<String> zones() {
        return zones;
    }

    public List<Pool> pools() {
        return pools;
    }

    public List<CatalogInstanceType> types() {
        return byType.values().stream()
                .map(m -> m.values().iterator().next().type())
                .toList();
    }

    /** The pools of a type by zone; empty if the region does not sell it. */
    public Map<String, Pool> poolsOf(String type) {
        return byType.getOrDefault(type, Map.of());
    }

    public Optional<Pool> pool(@Nullable String zone, String type) {
        return zone == null
                ? Optional.empty()
                : Optional.ofNullable(poolsOf(type).get(zone));
    }
}
