package io.swen.telemetry.catalog;

import static io.swen.telemetry.support.Columns.text;

import io.swen.catalog.Provider;
import io.swen.telemetry.catalog.Dictionary.RegionRow;
import io.swen.telemetry.catalog.Dictionary.SourceRow;
import io.swen.telemetry.catalog.Dictionary.TypeRow;
import io.swen.telemetry.catalog.Dictionary.ZoneRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Stores the names of regions, zones, instance types and price sources. */
@Component
class DictionaryStore {

    private final JdbcClient jdbc;

    DictionaryStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Dictionary read() {
        Map<Integer, RegionRow> regions = new HashMap<>();
        List<RegionRow> regionRows = jdbc.sql(
                        "select id, name, provider, city, country, latitude, longitude, grid_gco2_per_kwh, grid_source"
                                + " from region order by id")
                .query((row, index) -> new RegionRow(
                        row.getInt(1),
                        text(row, 2),
                        provider(text(row, 3)),
                        row.getString(4),
                        row.getString(5),
                        number(row, 6),
                        number(row, 7),
                        number(row, 8),
                        row.getString(9)))
                .list();
        regionRows.forEach(r -> regions.put(r.id(), r));
        List<ZoneRow> zones = jdbc.sql("select id, name, region from zone order by id")
                .query((row, index) -> {
                    RegionRow region = regions.get(row.getInt(3));
                    if (region == null) {
                        throw new IllegalStateException("zone " + row.getString(2) + " belongs to no region");
                    }
                    return new ZoneRow(row.getInt(1), text(row, 2), region);
                })
                .list();
        List<TypeRow> types = jdbc.sql(
                        "select id, provider, name, architecture, vcpu, memory_gb, gpus, gpu_model, gpu_model_origin::text"
                                + " from instance_type order by id")
                .query((row, index) -> {
                    String origin = row.getString(9);
                    return new TypeRow(
                            row.getInt(1),
                            provider(text(row, 2)),
                            text(row, 3),
                            text(row, 4),
                            row.getInt(5),
                            row.getDouble(6),
                            row.getInt(7),
                            row.getString(8),
                            origin == null ? null : ValueOrigin.of(origin));
                })
                .list();
        List<SourceRow> sources = jdbc.sql("select id, name from price_source order by id")
                .query((row, index) -> new SourceRow(row.getInt(1), text(row, 2)))
                .list();
        return new Dictionary(regionRows, zones, types, sources);
    }

    void add(RegionRow region, @Nullable Instant discoveredAt) {
        jdbc.sql("insert into region (id, name, provider, city, country, latitude, longitude, grid_gco2_per_kwh,"
                        + " grid_source, discovered_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .param(1, region.id())
                .param(2, region.name())
                .param(3, region.provider().id())
                .param(4, region.city())
                .param(5, region.country())
                .param(6, region.latitude())
                .param(7, region.longitude())
                .param(8, region.gridGco2PerKwh())
                .param(9, region.gridSource())
                .param(10, discoveredAt == null ? null : Timestamp.from(discoveredAt))
                .update();
    }

    void add(ZoneRow zone, Instant discoveredAt) {
        jdbc.sql("insert into zone (id, region, name, discovered_at) values (?, ?, ?, ?)")
                .params(zone.id(), zone.region().id(), zone.name(), Timestamp.from(discoveredAt))
                .update();
    }

    void add(TypeRow type, Instant discoveredAt) {
        ValueOrigin origin = type.gpuModelOrigin();
        jdbc.sql("insert into instance_type (id, provider, name, architecture, vcpu, memory_gb, gpus, gpu_model,"
                        + " gpu_model_origin, discovered_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?::value_origin, ?)")
                .param(1, type.id())
                .param(2, type.provider().id())
                .param(3, type.name())
                .param(4, type.architecture())
                .param(5, type.vcpu())
                .param(6, type.memoryGb())
                .param(7, type.gpus())
                .param(8, type.gpuModel())
                .param(9, origin == null ? null : origin.id())
                .param(10, Timestamp.from(discoveredAt))
                .update();
    }

    void add(SourceRow source) {
        jdbc.sql("insert into price_source (id, name) values (?, ?)")
                .params(source.id(), source.name())
                .update();
    }

    private static Provider provider(String id) {
        return Provider.valueOf(id.toUpperCase(Locale.ROOT));
    }

    private static @Nullable Double number(ResultSet row, int column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? null : value;
    }
}
