package io.swen.telemetry.collection;

import io.swen.telemetry.catalog.Catalog;
import io.swen.telemetry.catalog.PurchaseOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Goes round all pairs of region and type that Alibaba Cloud offers; the list is read anew before each round. */
final class TypeRound {

    /** A type in a provider-qualified region. */
    record Place(String region, String instanceType) {}

    private final Catalog catalog;
    private final PurchaseOption option;
    private final CollectionProperties properties;
    private List<Place> places = List.of();
    private int next;

    TypeRound(Catalog catalog, PurchaseOption option, CollectionProperties properties) {
        this.catalog = catalog;
        this.option = option;
        this.properties = properties;
    }

    /** The next place, or null where nothing is offered (yet). */
    @Nullable
    Place next() {
        if (next >= places.size()) {
            places = read();
            next = 0;
        }
        return places.isEmpty() ? null : places.get(next++);
    }

    /** Alternates between regions, so that one that fails does not stop the round for minutes. */
    private List<Place> read() {
        if (!catalog.isReady()) {
            return List.of();
        }
        List<List<Place>> byRegion = new ArrayList<>();
        catalog.typesByRegion(io.swen.catalog.Provider.ALIBABA, option).forEach((region, types) -> {
            if (properties.covers(region)) {
                byRegion.add(types.stream().map(type -> new Place(region, type)).toList());
            }
        });
        int longest = byRegion.stream().mapToInt(List::size).max().orElse(0);
        List<Place> all = new ArrayList<>();
        for (int i = 0; i < longest; i++) {
            for (List<Place> region : byRegion) {
                if (i < region.size()) {
                    all.add(region.get(i));
                }
            }
        }
        return all;
    }
}
