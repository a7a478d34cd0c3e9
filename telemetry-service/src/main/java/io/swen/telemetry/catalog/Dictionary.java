package io.swen.telemetry.catalog;

import io.swen.catalog.Provider;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The names that offers repeat, each with its small number; immutable, replaced when a name is added. */
final class Dictionary {

    record RegionRow(
            int id,
            String name,
            Provider provider,
            @Nullable String city,
            @Nullable String country,
            @Nullable Double latitude,
            @Nullable Double longitude,
            @Nullable Double gridGco2PerKwh,
            @Nullable String gridSource) {}

    record ZoneRow(int id, String name, RegionRow region) {}

    record TypeRow(
            int id,
            Provider provider,
            String name,
            String architecture,
            int vcpu,
            double memoryGb,
            int gpus,
            @Nullable String gpuModel,
            @Nullable ValueOrigin gpuModelOrigin) {}

    record SourceRow(int id, String name) {}

    private final Map<Integer, ZoneRow> zonesById = new HashMap<>();
    private final Map<String, ZoneRow> zones = new LinkedHashMap<>();
    private final Map<String, RegionRow> regions = new LinkedHashMap<>();
    private final Map<Integer, TypeRow> typesById = new HashMap<>();
    private final Map<String, TypeRow> types = new LinkedHashMap<>();
    private final Map<Integer, SourceRow> sourcesById = new HashMap<>();
    private final Map<String, SourceRow> sources = new LinkedHashMap<>();

    Dictionary(List<RegionRow> regions, List<ZoneRow> zones, List<TypeRow> types, List<SourceRow> sources) {
        regions.forEach(r -> this.regions.put(r.name(), r));
        zones.forEach(z -> {
            this.zones.put(z.name(), z);
            zonesById.put(z.id(), z);
        });
        types.forEach(t -> {
            this.types.put(t.provider().id() + "/" + t.name(), t);
            typesById.put(t.id(), t);
        });
        sources.forEach(s -> {
            this.sources.put(s.name(), s);
            sourcesById.put(s.id(), s);
        });
    }

    static Dictionary empty() {
        return new Dictionary(List.of(), List.of(), List.of(), List.of());
    }

    List<RegionRow> regions() {
        return List.copyOf(regions.values());
    }

    Optional<RegionRow> region(String name) {
        return Optional.ofNullable(regions.get(name));
    }

    Optional<ZoneRow> zone(String name) {
        return Optional.ofNullable(zones.get(name));
    }

    List<ZoneRow> zones() {
        return List.copyOf(zones.values());
    }

    List<ZoneRow> zonesOf(RegionRow region) {
        return zones.values().stream()
                .filter(z -> z.region().id() == region.id())
                .toList();
    }

    Optional<TypeRow> type(Provider provider, String name) {
        return Optional.ofNullable(types.get(provider.id() + "/" + name));
    }

    List<TypeRow> types() {
        return List.copyOf(types.values());
    }

    Optional<SourceRow> source(String name) {
        return Optional.ofNullable(sources.get(name));
    }

    ZoneRow zone(int id) {
        return required(zonesById.get(id), "zone", id);
    }

    TypeRow type(int id) {
        return required(typesById.get(id), "instance type", id);
    }

    SourceRow source(int id) {
        return required(sourcesById.get(id), "price source", id);
    }

    int nextRegionId() {
        return 1 + regions.values().stream().mapToInt(RegionRow::id).max().orElse(0);
    }

    int nextZoneId() {
        return 1 + zonesById.keySet().stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    int nextTypeId() {
        return 1 + typesById.keySet().stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    int nextSourceId() {
        return 1
                + sourcesById.keySet().stream()
                        .mapToInt(Integer::intValue)
                        .max()
                        .orElse(0);
    }

    Dictionary with(RegionRow region) {
        return new Dictionary(added(regions, region), zones(), types(), List.copyOf(sources.values()));
    }

    Dictionary with(ZoneRow zone) {
        return new Dictionary(regions(), added(zones, zone), types(), List.copyOf(sources.values()));
    }

    Dictionary with(TypeRow type) {
        return new Dictionary(regions(), zones(), added(types, type), List.copyOf(sources.values()));
    }

    Dictionary with(SourceRow source) {
        return new Dictionary(regions(), zones(), types(), added(sources, source));
    }

    private static <T> List<T> added(Map<String, T> known, T more) {
        List<T> all = new ArrayList<>(known.values());
        all.add(more);
        return all;
    }

    private static <T> T required(@Nullable T row, String what, int id) {
        if (row == null) {
            throw new IllegalStateException("no " + what + " has the number " + id);
        }
        return row;
    }
}
