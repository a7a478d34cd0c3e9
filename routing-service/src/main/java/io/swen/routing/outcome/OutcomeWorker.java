package io.swen.routing.outcome;

import io.micrometer.core.instrument.MeterRegistry;
import io.swen.platform.client.RemoteException;
import io.swen.platform.job.BackgroundJob;
import io.swen.routing.candidate.OfferIndex;
import io.swen.routing.candidate.OfferIndexes;
import io.swen.routing.metric.RoutingMetric;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClientException;

/** Settles what ended places cost: by telemetry's ledger where it holds them in time, else by our own meter. */
@Component
class OutcomeWorker implements BackgroundJob, OutcomeArrivals {

    private static final Logger LOG = LoggerFactory.getLogger(OutcomeWorker.class);

    private final OutcomeStore store;
    private final CostLedger ledger;
    private final OfferIndexes indexes;
    private final OutcomeProperties properties;
    private final MeterRegistry metrics;
    private final CopyOnWriteArrayList<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final InstantSource wall = InstantSource.system();
    private Instant metered = Instant.MIN;

    OutcomeWorker(
            OutcomeStore store,
            CostLedger ledger,
            OfferIndexes indexes,
            OutcomeProperties properties,
            MeterRegistry metrics) {
        this.store = store;
        this.ledger = ledger;
        this.indexes = indexes;
        this.properties = properties;
        this.metrics = metrics;
    }

    @Override
    public void onOutcome(Runnable listener) {
        listeners.add(listener);
    }

    @Override
    public String name() {
        return "outcomes";
    }

    @Override
    public Duration interval() {
        return properties.look();
    }

    @Override
    public void run() {
        OfferIndex index = indexes.newest();
        Instant now = wall.instant();
        if (index != null && !now.isBefore(metered)) {
            metered = now.plus(properties.meter());
            store.meter(index);
        }
        boolean any = false;
        for (OutcomeStore.Waiting place : store.claim(properties.batch(), properties.retry())) {
            any |= settle(place);
        }
        if (any) {
            listeners.forEach(Runnable::run);
        }
    }

    private boolean settle(OutcomeStore.Waiting place) {
        Instant started = place.startedAt();
        if (started == null || !started.isBefore(place.endedAt())) {
            return record(place, null);
        }
        try {
            BigDecimal cost = ledger.cost(
                            place.workloadId(),
                            place.zone(),
                            place.instanceType(),
                            place.replicas(),
                            started,
                            place.endedAt())
                    .orElse(null);
            if (cost != null) {
                return record(place, cost);
            }
        } catch (RestClientException | RemoteException e) {
            LOG.debug("the ledger could not be asked about {}", place.decisionId(), e);
        }
        Duration waited = Duration.between(place.endedWall(), wall.instant());
        if (waited.compareTo(properties.ledgerPatience()) >= 0) {
            return record(place, null);
        }
        store.postpone(
                place.decisionId(),
                shorter(properties.retry(), properties.ledgerPatience().minus(waited)));
        return false;
    }

    private boolean record(OutcomeStore.Waiting place, @Nullable BigDecimal cost) {
        boolean recorded = store.record(place.decisionId(), cost);
        if (recorded) {
            metrics.counter(
                            RoutingMetric.OUTCOMES.id(),
                            "basis",
                            cost == null ? OutcomeStore.OWN_METER : OutcomeStore.LEDGER)
                    .increment();
        }
        return recorded;
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
