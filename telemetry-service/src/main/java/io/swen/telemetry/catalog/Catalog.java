package io.swen.telemetry.catalog;

import io.swen.catalog.Provider;
import io.swen.platform.money.Money;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import io.swen.telemetry.catalog.Dictionary.RegionRow;
import io.swen.telemetry.catalog.Dictionary.SourceRow;
import io.swen.telemetry.catalog.Dictionary.TypeRow;
import io.swen.telemetry.catalog.Dictionary.ZoneRow;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What can be bought where, and for how much.
 *
 * <p>After the service is ready it reads its names from the database, and at the very first start the shipped price lists
 * into it; until then every question is answered with "unavailable, try again".
 */
@Component
public class Catalog {

    private static final Logger LOG = LoggerFactory.getLogger(Catalog.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final int SHOWN_DECIMALS = 4;

    /** A price of an offer that held from a moment on. */
    public record PricePoint(Instant from, BigDecimal usdPerHour) {}

    /** A newest epoch, as others may know it. */
    record Epoch(long epoch, Instant publishedAt, int changedOffers, List<String> providers, long offers) {}

    private final DictionaryStore names;
    private final OfferStore offers;
    private final PriceEpochRepository epochs;
    private final PriceChecks checks;
    private final CatalogLoader loader;
    private final Clock clock;
    private final boolean cloudsSimulated;
    private final TransactionTemplate snapshot;
    private volatile Dictionary dictionary = Dictionary.empty();
    private volatile @Nullable PriceEpoch newest;
    private volatile String notReadyBecause = "the price catalog is being read";

    Catalog(
            DictionaryStore names,
            OfferStore offers,
            PriceEpochRepository epochs,
            PriceChecks checks,
            CatalogLoader loader,
            Clock clock,
            PlatformTransactionManager transactions,
            @Value("${swen.telemetry.cloud.simulated}") boolean cloudsSimulated) {
        this.names = names;
        this.offers = offers;
        this.epochs = epochs;
        this.checks = checks;
        this.loader = loader;
        this.clock = clock;
        this.cloudsSimulated = cloudsSimulated;
        this.snapshot = new TransactionTemplate(transactions);
        snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        snapshot.setReadOnly(true);
    }

    @EventListener(ApplicationReadyEvent.class)
    void prepare() {
        Thread.ofVirtual().name("catalog").start(() -> {
            Duration pause = Duration.ofSeconds(1);
            while (!isReady()) {
                try {
                    loader.loadOnce();
                    checks.read();
                    dictionary = names.read();
                    newest = epochs.findFirstByOrderByNumberDesc().orElseThrow();
                } catch (RuntimeException e) {
                    notReadyBecause = "the price catalog could not be read: " + e.getMessage();
                    LOG.warn("the price catalog could not be read, next try in {}", pause, e);
                    try {
                        Thread.sleep(pause);
                    } catch (InterruptedException interrupted) {
                        Thread.currentThread().interrupt();
                        return;
                    }
                    pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
                }
            }
        });
    }

    /** Whether offers can be served. */
    public boolean isReady() {
        return newest != null;
    }

    /** The number of the newest epoch, or empty before the catalog is ready. */
    public Optional<Long> currentEpoch() {
        return Optional.ofNullable(newest).map(PriceEpoch::number);
    }

    /** The region names of a provider that have zones, provider-qualified, in a stable order. */
    public List<String> regionNames(Provider provider) {
        Set<String> names = new LinkedHashSet<>();
        for (ZoneRow zone : dictionary.zones()) {
            if (zone.region().provider() == provider) {
                names.add(zone.region().name());
            }
        }
        return List.copyOf(names);
    }

    /** The types that are offered in each region of a provider under a purchase option; keys are provider-qualified regions. */
    public Map<String, List<String>> typesByRegion(Provider provider, PurchaseOption option) {
        Dictionary names = dictionary;
        Map<String, Set<String>> types = new LinkedHashMap<>();
        for (int[] pair : offers.zonesAndTypes(option)) {
            RegionRow region = names.zone(pair[0]).region();
            if (region.provider() == provider) {
                types.computeIfAbsent(region.name(), r -> new LinkedHashSet<>())
                        .add(names.type(pair[1]).name());
            }
        }
        Map<String, List<String>> lists = new LinkedHashMap<>();
        types.forEach((region, set) -> lists.put(region, List.copyOf(set)));
        return lists;
    }

    /** The current offer of a key. */
    public Optional<Offer> offer(OfferKey key) {
        return row(key).map(row -> offer(row, dictionary));
    }

    /** All offers of a type under a purchase option, cheapest first. */
    public List<Offer> offersOf(Provider provider, String instanceType, PurchaseOption option) {
        Dictionary names = dictionary;
        Optional<TypeRow> type = names.type(provider, instanceType);
        return type.isEmpty()
                ? List.of()
                : offers.list(null, new int[] {type.get().id()}, option, true, null, 0, 10_000).stream()
                        .map(row -> offer(row, names))
                        .toList();
    }

    /**
     * The prices of an offer over a span of time, oldest first; the first one holds at {@code from}. Empty for an unknown
     * offer. A moment before the offer's first known price counts at that first price.
     */
    public List<PricePoint> prices(OfferKey key, Instant from, Instant to) {
        Optional<OfferRow> row = row(key);
        if (row.isEmpty()) {
            return List.of();
        }
        List<PricePoint> points = new ArrayList<>();
        for (OfferStore.PriceRow price : offers.history(row.get().id(), from, to, Integer.MAX_VALUE)) {
            points.add(new PricePoint(price.publishedAt(), price.priceUsd()));
        }
        if (points.isEmpty()) {
            return List.of(new PricePoint(from, row.get().priceUsd()));
        }
        if (points.getFirst().from().isAfter(from)) {
            points.set(0, new PricePoint(from, points.getFirst().usdPerHour()));
        }
        return points;
    }

    /** Adds a region, zone or type that a provider told of and that is not known yet; returns whether it was new. */
    public boolean discoverRegion(Provider provider, String region) {
        return discover(
                () -> dictionary.region(region).isPresent(),
                () -> {
                    RegionRow row = new RegionRow(
                            dictionary.nextRegionId(), region, provider, null, null, null, null, null, null);
                    names.add(row, clock.instant());
                    dictionary = dictionary.with(row);
                },
                "region " + region);
    }

    /** The same for a zone of a known region. */
    public boolean discoverZone(String region, String zone) {
        return discover(
                () -> dictionary.zone(zone).isPresent()
                        || dictionary.region(region).isEmpty(),
                () -> {
                    ZoneRow row = new ZoneRow(
                            dictionary.nextZoneId(),
                            zone,
                            dictionary.region(region).orElseThrow());
                    names.add(row, clock.instant());
                    dictionary = dictionary.with(row);
                },
                "zone " + zone);
    }

    /** The same for an instance type. */
    public boolean discoverType(
            Provider provider,
            String name,
            String architecture,
            int vcpu,
            double memoryGb,
            int gpus,
            @Nullable String gpuModel) {
        return discover(
                () -> dictionary.type(provider, name).isPresent(),
                () -> {
                    TypeRow row = new TypeRow(
                            dictionary.nextTypeId(),
                            provider,
                            name,
                            architecture,
                            vcpu,
                            memoryGb,
                            gpus,
                            gpuModel,
                            gpuModel == null ? null : ValueOrigin.OBSERVED);
                    names.add(row, clock.instant());
                    dictionary = dictionary.with(row);
                },
                "instance type " + provider.id() + " " + name);
    }

    Dictionary dictionary() {
        return dictionary;
    }

    void internSource(String name) {
        discover(
                () -> dictionary.source(name).isPresent(),
                () -> {
                    SourceRow row = new SourceRow(dictionary.nextSourceId(), name);
                    names.add(row);
                    dictionary = dictionary.with(row);
                },
                "price source " + name);
    }

    void advanced(PriceEpoch epoch) {
        newest = epoch;
    }

    double epochForGauge() {
        PriceEpoch epoch = newest;
        return epoch == null ? Double.NaN : epoch.number();
    }

    /** Refuses with "unavailable" and when to come again, as long as there is no catalog. */
    void requireReady() {
        if (!isReady()) {
            throw ProblemException.retryLater(ErrorCode.UNAVAILABLE, notReadyBecause, RETRY_AFTER);
        }
    }

    Epoch epoch() {
        requireReady();
        PriceEpoch epoch = epochs.findFirstByOrderByNumberDesc().orElseThrow();
        return new Epoch(epoch.number(), epoch.publishedAt(), epoch.changedOffers(), epoch.providers(), offers.count());
    }

    /** A stored offer with its number, for the keyset of a list. */
    record Listed(OfferRow row, Offer offer) {}

    List<Listed> list(OfferFilter filter, boolean byPrice, @Nullable BigDecimal afterPrice, int afterId, int limit) {
        requireReady();
        Dictionary names = dictionary;
        int[] zones = numbers(
                names.zones().stream().filter(filter::accepts).map(ZoneRow::id).toList(),
                names.zones().size());
        int[] types = numbers(
                names.types().stream().filter(filter::accepts).map(TypeRow::id).toList(),
                names.types().size());
        return offers.list(zones, types, filter.purchaseOption(), byPrice, afterPrice, afterId, limit).stream()
                .map(row -> new Listed(row, offer(row, names)))
                .toList();
    }

    List<OfferStore.PriceRow> history(OfferKey key, Instant from, Instant to, int limit) {
        requireReady();
        OfferRow row = row(key).orElseThrow(() -> ProblemException.notFound("offer", key.id()));
        return offers.history(row.id(), from, to, limit);
    }

    /**
     * Streams the offers that changed after an epoch as CSV.
     *
     * @param start is told the epoch that the rows are of, before the first of them, and gives the stream; null ends it there
     */
    void csv(long afterEpoch, LongFunction<@Nullable OutputStream> start) {
        requireReady();
        // One snapshot of the database, so that the epoch is that of exactly these rows.
        snapshot.executeWithoutResult(status -> {
            long epoch = epochs.findFirstByOrderByNumberDesc().orElseThrow().number();
            OutputStream out = start.apply(epoch);
            if (out != null) {
                offers.csv(afterEpoch, cloudsSimulated, out);
            }
        });
    }

    boolean simulated(boolean stored) {
        return stored || cloudsSimulated;
    }

    static Money usd(BigDecimal price) {
        return Money.usd(shown(price));
    }

    /** Without trailing zeros, but with the four decimals that rates are read with. */
    static BigDecimal shown(BigDecimal price) {
        BigDecimal plain = price.stripTrailingZeros();
        return plain.scale() < SHOWN_DECIMALS ? plain.setScale(SHOWN_DECIMALS, RoundingMode.UNNECESSARY) : plain;
    }

    private Optional<OfferRow> row(OfferKey key) {
        Dictionary names = dictionary;
        Optional<ZoneRow> zone = names.zone(key.zone());
        Optional<TypeRow> type = zone.flatMap(z -> names.type(z.region().provider(), key.instanceType()));
        return type.flatMap(t -> offers.find(zone.orElseThrow().id(), t.id(), key.purchaseOption()));
    }

    private Offer offer(OfferRow row, Dictionary names) {
        ZoneRow zone = names.zone(row.zone());
        TypeRow type = names.type(row.type());
        Provider provider = zone.region().provider();
        PriceScope scope = PriceScope.of(provider, zone.region().name(), type.name(), row.purchaseOption());
        PriceChecks.Check check = checks.of(scope);
        Instant received = check != null && check.at().isAfter(row.receivedAt()) ? check.at() : row.receivedAt();
        return new Offer(
                new OfferKey(zone.name(), type.name(), row.purchaseOption()).id(),
                provider,
                zone.region().name(),
                zone.name(),
                type.name(),
                row.purchaseOption(),
                type.architecture(),
                type.vcpu(),
                type.memoryGb(),
                type.gpus(),
                type.gpuModel(),
                type.gpuModelOrigin(),
                usd(row.priceUsd()),
                new Money(shown(row.listPrice()), row.listCurrency()),
                row.priceOrigin(),
                names.source(row.source()).name(),
                simulated(row.simulated()),
                row.listAsOf(),
                row.observedAt(),
                received,
                checks.isStale(scope),
                row.interruptionRate(),
                row.interruptionOrigin());
    }

    private synchronized boolean discover(java.util.function.BooleanSupplier isKnown, Runnable add, String what) {
        if (isKnown.getAsBoolean()) {
            return false;
        }
        try {
            add.run();
        } catch (org.springframework.dao.DuplicateKeyException raced) {
            // Another instance of this service was quicker; what it stored counts.
            dictionary = names.read();
            return false;
        }
        LOG.info("new: {}", what);
        return true;
    }

    private static int @Nullable [] numbers(List<Integer> accepted, int all) {
        return accepted.size() == all
                ? null
                : accepted.stream().mapToInt(Integer::intValue).toArray();
    }
}
