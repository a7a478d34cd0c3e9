package io.swen.telemetry.catalog;

import io.swen.catalog.CatalogInstanceType;
import io.swen.catalog.CatalogOffer;
import io.swen.catalog.CatalogRegion;
import io.swen.catalog.Origin;
import io.swen.catalog.PriceCatalog;
import io.swen.platform.event.Event;
import io.swen.platform.event.EventLog;
import io.swen.telemetry.support.BulkCopy;
import io.swen.telemetry.support.DayPartitions;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Puts the shipped price lists into an empty database as price epoch 1; all of it is there, or none. */
@Component
class CatalogLoader {

    private static final Logger LOG = LoggerFactory.getLogger(CatalogLoader.class);
    private static final String GRID_SOURCE =
            "EPA eGRID, EEA, EMA, carbonfootprint.com (2020), as Cloud Carbon Footprint used them";
    private static final long FIRST_EPOCH = 1;

    private final JdbcTemplate jdbc;
    private final BulkCopy copy;
    private final DayPartitions partitions;
    private final PriceEpochRepository epochs;
    private final EventLog events;
    private final Clock clock;
    private final CatalogProperties properties;
    private final PriceChecks checks;
    private final TransactionTemplate transactions;

    CatalogLoader(
            JdbcTemplate jdbc,
            BulkCopy copy,
            DayPartitions partitions,
            PriceEpochRepository epochs,
            EventLog events,
            Clock clock,
            CatalogProperties properties,
            PriceChecks checks,
            PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.copy = copy;
        this.partitions = partitions;
        this.epochs = epochs;
        this.events = events;
        this.clock = clock;
        this.properties = properties;
        this.checks = checks;
        this.transactions = new TransactionTemplate(transactions);
    }

    /** Loads unless an epoch is stored already. */
    void loadOnce() {
        if (epochs.findFirstByOrderByNumberDesc().isPresent()) {
            return;
        }
        long started = System.nanoTime();
        PriceCatalog catalog = PriceCatalog.load(properties.exchangeRate().toExchangeRate());
        Instant now = clock.instant();
        partitions.ensure("price_change", now, now);
        transactions.executeWithoutResult(status -> {
            jdbc.execute("select pg_advisory_xact_lock(" + PriceBook.LOCK + ")");
            if (epochs.findFirstByOrderByNumberDesc().isEmpty()) {
                store(catalog, now);
            }
        });
        checks.loaded();
        checks.save();
        LOG.info(
                "loaded {} offers of the shipped price lists in {} ms",
                catalog.offers().size(),
                (System.nanoTime() - started) / 1_000_000);
    }

    private void store(PriceCatalog catalog, Instant now) {
        Map<String, Integer> zones = storeRegions(catalog.regions());
        Map<String, Integer> types = storeTypes(catalog.instanceTypes());
        Map<String, Integer> sources = storeSources(catalog.offers());
        copy.in(
                "offer",
                "id, zone, type, purchase_option, price_usd, list_price, list_currency, price_origin, source, simulated,"
                        + " list_as_of, observed_at, received_at, interruption_rate, interruption_origin, epoch",
                rows -> {
                    int id = 0;
                    for (CatalogOffer offer : catalog.offers()) {
                        Origin interruptionOrigin = offer.interruptionOrigin();
                        rows.add(
                                ++id,
                                zones.get(offer.zone()),
                                types.get(typeKey(offer.type())),
                                offer.purchaseOption().id(),
                                catalog.usdPerHour(offer).toPlainString(),
                                offer.price().toPlainString(),
                                offer.currency(),
                                offer.priceOrigin().id(),
                                sources.get(offer.source()),
                                false,
                                offer.listAsOf(),
                                offer.listAsOf().atStartOfDay(ZoneOffset.UTC).toInstant(),
                                now,
                                offer.interruptionRate(),
                                interruptionOrigin == null ? null : interruptionOrigin.id(),
                                FIRST_EPOCH);
                    }
                });
        jdbc.execute("select setval(pg_get_serial_sequence('offer', 'id'), (select max(id) from offer))");
        jdbc.update(
                "insert into price_change (published_at, epoch, offer, price_usd, list_price, list_currency, price_origin,"
                        + " source, simulated, observed_at, received_at) select ?, epoch, id, price_usd, list_price,"
                        + " list_currency, price_origin, source, simulated, observed_at, received_at from offer",
                Timestamp.from(now));
        List<String> providers = Arrays.stream(io.swen.catalog.Provider.values())
                .map(io.swen.catalog.Provider::id)
                .toList();
        epochs.saveAndFlush(new PriceEpoch(FIRST_EPOCH, now, catalog.offers().size(), providers));
        events.append(
                new Event(
                        PriceEpochPublished.TYPE,
                        Long.toString(FIRST_EPOCH),
                        null,
                        null,
                        new PriceEpochPublished(
                                FIRST_EPOCH,
                                now,
                                catalog.offers().size(),
                                catalog.offers().size(),
                                providers)),
                null);
    }

    private Map<String, Integer> storeRegions(List<CatalogRegion> regions) {
        Map<String, Integer> zones = new LinkedHashMap<>();
        Map<String, Integer> regionOfZone = new HashMap<>();
        copy.in(
                "region",
                "id, name, provider, city, country, latitude, longitude, grid_gco2_per_kwh, grid_source",
                rows -> {
                    int id = 0;
                    for (CatalogRegion region : regions) {
                        Double grams = region.gramsCo2PerKwh();
                        rows.add(
                                ++id,
                                region.id(),
                                region.provider().id(),
                                region.city(),
                                region.country(),
                                region.latitude(),
                                region.longitude(),
                                grams,
                                grams == null ? null : GRID_SOURCE);
                        for (String zone : region.zones()) {
                            zones.put(zone, zones.size() + 1);
                            regionOfZone.put(zone, id);
                        }
                    }
                });
        copy.in(
                "zone",
                "id, region, name",
                rows -> zones.forEach((zone, id) -> rows.add(id, regionOfZone.get(zone), zone)));
        return zones;
    }

    private Map<String, Integer> storeTypes(List<CatalogInstanceType> types) {
        Map<String, Integer> ids = new HashMap<>();
        copy.in(
                "instance_type",
                "id, provider, name, architecture, vcpu, memory_gb, gpus, gpu_model, gpu_model_origin",
                rows -> {
                    for (CatalogInstanceType type : types) {
                        int id = ids.size() + 1;
                        ids.put(typeKey(type), id);
                        rows.add(
                                id,
                                type.provider().id(),
                                type.name(),
                                type.architecture(),
                                type.vcpu(),
                                type.memoryGib(),
                                type.gpus(),
                                type.gpuModel(),
                                lowerCase(type.gpuModelOrigin()));
                    }
                });
        return ids;
    }

    private Map<String, Integer> storeSources(List<CatalogOffer> offers) {
        Map<String, Integer> ids = new LinkedHashMap<>();
        offers.forEach(offer -> ids.putIfAbsent(offer.source(), ids.size() + 1));
        copy.in("price_source", "id, name", rows -> ids.forEach((name, id) -> rows.add(id, name)));
        return ids;
    }

    private static String typeKey(CatalogInstanceType type) {
        return type.provider().id() + "/" + type.name();
    }

    private static @Nullable String lowerCase(@Nullable Origin origin) {
        return origin == null ? null : origin.name().toLowerCase(Locale.ROOT);
    }
}
