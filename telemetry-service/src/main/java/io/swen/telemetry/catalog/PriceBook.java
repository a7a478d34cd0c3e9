package io.swen.telemetry.catalog;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.swen.platform.event.Event;
import io.swen.platform.event.EventLog;
import io.swen.platform.job.BackgroundJob;
import io.swen.telemetry.support.DayPartitions;
import io.swen.telemetry.support.TelemetryMetric;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes prices from collectors and publishes those that changed, together, as a new price epoch.
 *
 * <p>What waits is bounded by the number of offers, because a newer price of the same offer replaces the older one. When the
 * database fails, what was taken goes back to waiting.
 */
@Component
public class PriceBook {

    private static final Logger LOG = LoggerFactory.getLogger(PriceBook.class);
    /** Held by whoever writes prices; all instances of the service agree on the number. */
    static final int LOCK = 0x5157_0002;

    private static final int MOST_WAITING = 250_000;

    private record Key(String place, String instanceType, PurchaseOption option) {}

    private final Catalog catalog;
    private final OfferStore store;
    private final PriceEpochRepository epochs;
    private final PriceChecks checks;
    private final DayPartitions partitions;
    private final EventLog events;
    private final Clock clock;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final MeterRegistry metrics;
    private final ExchangeRates rates;
    private final Object waitingLock = new Object();
    private final ReentrantLock publishing = new ReentrantLock();
    private Map<Key, PriceObservation> waiting = new LinkedHashMap<>();

    PriceBook(
            Catalog catalog,
            OfferStore store,
            PriceEpochRepository epochs,
            PriceChecks checks,
            DayPartitions partitions,
            EventLog events,
            Clock clock,
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            MeterRegistry metrics,
            ExchangeRates rates) {
        this.catalog = catalog;
        this.store = store;
        this.epochs = epochs;
        this.checks = checks;
        this.partitions = partitions;
        this.events = events;
        this.clock = clock;
        this.jdbc = jdbc;
        this.transactions = new TransactionTemplate(transactions);
        this.metrics = metrics;
        this.rates = rates;
        Gauge.builder(TelemetryMetric.PRICE_EPOCH.id(), catalog, Catalog::epochForGauge)
                .register(metrics);
    }

    /** Takes what one call answered; it also confirms all prices of the scope, whether they changed or not. */
    public void submit(PriceScope scope, List<PriceObservation> observations) {
        checks.confirmed(scope);
        synchronized (waitingLock) {
            for (PriceObservation observation : observations) {
                put(waiting, observation, true);
            }
        }
    }

    /**
     * Publishes what waits and differs from the current prices.
     *
     * @return the new epoch, or empty where nothing changed
     */
    Optional<Long> publish() {
        publishing.lock();
        try {
            checks.save();
            Map<Key, PriceObservation> taken;
            synchronized (waitingLock) {
                taken = waiting;
                waiting = new LinkedHashMap<>();
            }
            if (taken.isEmpty()) {
                return Optional.empty();
            }
            try {
                return publish(taken.values());
            } catch (RuntimeException e) {
                giveBack(taken);
                throw e;
            }
        } finally {
            publishing.unlock();
        }
    }

    private Optional<Long> publish(Iterable<PriceObservation> observations) {
        Instant now = clock.instant();
        partitions.ensure("price_change", now, now);
        for (PriceObservation observation : observations) {
            catalog.internSource(observation.source());
        }
        List<OfferStore.StagedPrice> staged = new ArrayList<>();
        Dictionary dictionary = catalog.dictionary();
        observations.forEach(observation -> staged.addAll(numbered(observation, dictionary)));
        Optional<PriceEpoch> published = Optional.ofNullable(transactions.execute(status -> {
            jdbc.execute("select pg_advisory_xact_lock(" + LOCK + ")");
            store.stage(staged);
            int changed = store.staged();
            if (changed == 0) {
                return null;
            }
            long number = epochs.findFirstByOrderByNumberDesc()
                            .map(PriceEpoch::number)
                            .orElse(0L)
                    + 1;
            var byProvider = store.stagedByProvider();
            List<String> providers = byProvider.stream().map(Map.Entry::getKey).toList();
            store.publishStaged(number, now);
            PriceEpoch epoch = epochs.saveAndFlush(new PriceEpoch(number, now, changed, providers));
            events.append(
                    new Event(
                            PriceEpochPublished.TYPE,
                            Long.toString(number),
                            null,
                            null,
                            new PriceEpochPublished(number, now, changed, store.count(), providers)),
                    null);
            byProvider.forEach(entry -> metrics.counter(TelemetryMetric.PRICES_CHANGED.id(), "provider", entry.getKey())
                    .increment(entry.getValue()));
            return epoch;
        }));
        published.ifPresent(epoch -> {
            catalog.advanced(epoch);
            LOG.info("published price epoch {}: {} offers changed", epoch.number(), epoch.changedOffers());
        });
        return published.map(PriceEpoch::number);
    }

    private List<OfferStore.StagedPrice> numbered(PriceObservation o, Dictionary dictionary) {
        var type = dictionary.type(o.provider(), o.instanceType());
        var region = dictionary.region(o.region());
        var source = dictionary.source(o.source());
        if (type.isEmpty() || region.isEmpty() || source.isEmpty()) {
            // Discovery will add the name, and the price comes again with the next round.
            return List.of();
        }
        List<Dictionary.ZoneRow> zones = o.zone() == null
                ? dictionary.zonesOf(region.get())
                : dictionary.zone(o.zone()).stream().toList();
        var converted = rates.toUsd(o.price(), o.currency(), LocalDate.ofInstant(o.receivedAt(), ZoneOffset.UTC));
        if (converted.isEmpty()) {
            // The price comes again with the next round, and by then there may be a rate.
            metrics.counter(TelemetryMetric.PRICES_WITHOUT_RATE.id(), "currency", o.currency())
                    .increment();
            return List.of();
        }
        var usd = converted.get().usd();
        return zones.stream()
                .map(zone -> new OfferStore.StagedPrice(
                        zone.id(),
                        type.get().id(),
                        o.purchaseOption(),
                        usd,
                        o,
                        source.get().id(),
                        // A price for a whole region does not say in which of its zones the type is sold.
                        o.zone() != null))
                .toList();
    }

    private void giveBack(Map<Key, PriceObservation> taken) {
        synchronized (waitingLock) {
            taken.values().forEach(observation -> put(waiting, observation, false));
        }
    }

    private void put(Map<Key, PriceObservation> into, PriceObservation observation, boolean replace) {
        String zone = observation.zone();
        Key key = new Key(
                zone == null ? observation.region() : zone, observation.instanceType(), observation.purchaseOption());
        if (into.size() >= MOST_WAITING && !into.containsKey(key)) {
            metrics.counter(TelemetryMetric.PRICES_DROPPED.id()).increment();
        } else if (replace) {
            into.put(key, observation);
        } else {
            into.putIfAbsent(key, observation);
        }
    }

    /** Publishes at most one epoch an interval. */
    @Component
    static final class PublishJob implements BackgroundJob {

        private final PriceBook book;
        private final Catalog catalog;
        private final CatalogProperties properties;

        PublishJob(PriceBook book, Catalog catalog, CatalogProperties properties) {
            this.book = book;
            this.catalog = catalog;
            this.properties = properties;
        }

        @Override
        public String name() {
            return "price-epochs";
        }

        @Override
        public Duration interval() {
            return properties.epochInterval();
        }

        @Override
        public void run() {
            if (catalog.isReady()) {
                book.publish();
            }
        }
    }

    /** Drops price changes that are older than is kept. */
    @Component
    static final class RetentionJob implements BackgroundJob {

        private static final Duration EVERY = Duration.ofMinutes(10);

        private final DayPartitions partitions;
        private final Clock clock;
        private final CatalogProperties properties;

        RetentionJob(DayPartitions partitions, Clock clock, CatalogProperties properties) {
            this.partitions = partitions;
            this.clock = clock;
            this.properties = properties;
        }

        @Override
        public String name() {
            return "price-retention";
        }

        @Override
        public Duration interval() {
            return EVERY;
        }

        @Override
        public void run() {
            partitions.dropOlder("price_change", clock.instant(), properties.history());
        }
    }
}
