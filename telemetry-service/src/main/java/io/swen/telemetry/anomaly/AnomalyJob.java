package io.swen.telemetry.anomaly;

import io.micrometer.core.instrument.MeterRegistry;
import io.swen.platform.job.BackgroundJob;
import io.swen.telemetry.anomaly.SeriesWatch.Told;
import io.swen.telemetry.support.TelemetryMetric;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Stores what the watch found; what cannot be stored because the database is away waits for the next time. */
@Component
class AnomalyJob implements BackgroundJob {

    private static final Logger LOG = LoggerFactory.getLogger(AnomalyJob.class);
    private static final Duration INTERVAL = Duration.ofMillis(500);
    private static final int AT_ONCE = 500;

    private final AnomalyObserver observer;
    private final AnomalyStore store;
    private final AnomalyProperties properties;
    private final MeterRegistry metrics;
    private List<Told> pending = new ArrayList<>();

    AnomalyJob(AnomalyObserver observer, AnomalyStore store, AnomalyProperties properties, MeterRegistry metrics) {
        this.observer = observer;
        this.store = store;
        this.properties = properties;
        this.metrics = metrics;
    }

    @Override
    public String name() {
        return "anomalies";
    }

    @Override
    public Duration interval() {
        return INTERVAL;
    }

    @Override
    public boolean enabled() {
        return properties.enabled();
    }

    @Override
    public synchronized void run() {
        do {
            if (pending.isEmpty()) {
                pending = observer.take(AT_ONCE);
            }
            if (!pending.isEmpty()) {
                storeAll();
            }
        } while (!pending.isEmpty());
    }

    /** What was found just before the service ends is not lost with it. */
    @PreDestroy
    void last() {
        try {
            run();
        } catch (DataAccessException | TransactionException e) {
            LOG.warn("{} anomalies were found and could not be stored: {}", pending.size(), e.toString());
        }
    }

    private void storeAll() {
        try {
            store(pending);
        } catch (DataIntegrityViolationException one) {
            // One that the database refuses must not hold up the others.
            for (Told told : pending) {
                try {
                    store(List.of(told));
                } catch (DataIntegrityViolationException refused) {
                    metrics.counter(TelemetryMetric.ANOMALIES_DROPPED.id()).increment();
                    LOG.warn("an anomaly of series {} cannot be stored: {}", told.seriesId(), refused.getMessage());
                }
            }
        }
        pending = observer.take(AT_ONCE);
    }

    private void store(List<Told> all) {
        for (AnomalyDetected detected : store.store(all)) {
            metrics.counter(
                            TelemetryMetric.ANOMALIES_FOUND.id(),
                            "kind",
                            detected.kind().id())
                    .increment();
        }
    }
}
