package io.swen.routing.candidate;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.swen.routing.metric.RoutingMetric;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Keeps the index up with telemetry: woken by a new epoch, else every few seconds; what fails is tried again. */
@Component
class OfferIndexRefresher implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(OfferIndexRefresher.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

    private final TelemetryOffers telemetry;
    private final OfferIndexes indexes;
    private final OfferProperties properties;
    private final Timer builds;
    private final Semaphore wake = new Semaphore(0);
    private @Nullable Thread thread;
    private Duration pause = FIRST_PAUSE;
    private boolean failing;

    OfferIndexRefresher(
            TelemetryOffers telemetry, OfferIndexes indexes, OfferProperties properties, MeterRegistry metrics) {
        this.telemetry = telemetry;
        this.indexes = indexes;
        this.properties = properties;
        this.builds = metrics.timer(RoutingMetric.INDEX_REFRESH.id());
        Gauge.builder(RoutingMetric.INDEX_AGE.id(), indexes, OfferIndexRefresher::ageInSeconds)
                .baseUnit("seconds")
                .register(metrics);
        Gauge.builder(RoutingMetric.INDEX_OFFERS.id(), indexes, i -> {
                    OfferIndex index = i.newest();
                    return index == null ? 0 : index.size();
                })
                .register(metrics);
        Gauge.builder(RoutingMetric.INDEX_EPOCH.id(), indexes, i -> {
                    OfferIndex index = i.newest();
                    return index == null ? 0 : index.epoch();
                })
                .register(metrics);
    }

    /** Looks at once instead of at the next turn. */
    void wake() {
        wake.release();
    }

    @Override
    public void start() {
        // Building an index computes for a second, which would keep a virtual thread's carrier from the requests.
        thread = Thread.ofPlatform().name("offer-index").daemon(true).start(this::run);
    }

    @Override
    public void stop() {
        if (thread != null) {
            thread.interrupt();
            thread = null;
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                boolean refreshed = refresh();
                pause = refreshed ? properties.poll() : longer(pause);
                if (wake.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    wake.drainPermits();
                }
                if (refreshed) {
                    pause = FIRST_PAUSE;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration longer(Duration before) {
        Duration doubled = before.multipliedBy(2);
        return doubled.compareTo(properties.poll()) > 0 ? properties.poll() : doubled;
    }

    /** Looks once; false when telemetry could not be used. */
    private boolean refresh() {
        try {
            builds.record(this::look);
            if (failing) {
                LOG.info("offers are kept up again");
                failing = false;
            }
            return true;
        } catch (RuntimeException e) {
            indexes.failed("telemetry-service: " + e.getMessage());
            if (failing) {
                LOG.debug("offers still cannot be refreshed", e);
            } else {
                LOG.warn("offers cannot be refreshed, trying on: {}", e.toString());
                failing = true;
            }
            return false;
        }
    }

    private void look() {
        OfferIndex newest = indexes.newest();
        if (newest == null) {
            snapshot();
            return;
        }
        switch (telemetry.changes(newest)) {
            case TelemetryOffers.Changes.None none -> indexes.confirm();
            case TelemetryOffers.Changes.SnapshotNeeded needed -> snapshot();
            case TelemetryOffers.Changes.Advanced advanced -> {
                indexes.replace(advanced.index());
                LOG.debug("offers are at epoch {}", advanced.index().epoch());
            }
        }
    }

    private void snapshot() {
        OfferIndex index = telemetry.snapshot();
        indexes.replace(index);
        LOG.info("took {} offers of epoch {}", index.size(), index.epoch());
    }

    private static double ageInSeconds(OfferIndexes indexes) {
        Duration age = indexes.age();
        return age == null ? Double.NaN : age.toMillis() / 1000.0;
    }
}
