package io.swen.routing.rebalance;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.swen.platform.lock.SingleOwner;
import io.swen.routing.candidate.OfferIndexes;
import io.swen.routing.metric.RoutingMetric;
import io.swen.routing.optimisation.Recommendations;
import io.swen.routing.placement.KnowledgeSource;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Runs a round on each price epoch, in one instance of this service at a time. */
@Component
class RebalanceJob implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(RebalanceJob.class);
    private static final long LOCK = 0x5357_454e_0030L;

    private final Rebalancer rebalancer;
    private final Recommendations recommendations;
    private final KnowledgeSource knowledge;
    private final RebalanceProperties properties;
    private final SingleOwner owner;
    private final Timer time;
    private final Semaphore signal = new Semaphore(0);
    private @Nullable Thread thread;

    RebalanceJob(
            Rebalancer rebalancer,
            Recommendations recommendations,
            KnowledgeSource knowledge,
            OfferIndexes indexes,
            RebalanceProperties properties,
            DataSource database,
            MeterRegistry metrics) {
        this.rebalancer = rebalancer;
        this.recommendations = recommendations;
        this.knowledge = knowledge;
        this.properties = properties;
        this.owner = new SingleOwner(database, LOCK);
        this.time = metrics.timer(RoutingMetric.REBALANCING_TIME.id());
        indexes.onChange(signal::release);
    }

    @Override
    public synchronized void start() {
        if (properties.enabled()) {
            thread = Thread.ofVirtual().name("rebalancing").start(this::run);
        }
    }

    @Override
    public synchronized void stop() {
        if (thread != null) {
            thread.interrupt();
            thread = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return thread != null;
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                if (signal.tryAcquire(properties.poll().toMillis(), TimeUnit.MILLISECONDS)) {
                    signal.drainPermits();
                }
                turn();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void turn() {
        try {
            owner.run(() -> time.record(() -> {
                recommendations.expire();
                knowledge.newest().ifPresent(rebalancer::round);
            }));
        } catch (RuntimeException e) {
            LOG.warn("a round of rebalancing failed, the next comes with the next prices: {}", e.toString());
            LOG.debug("rebalancing failed", e);
        }
    }
}
