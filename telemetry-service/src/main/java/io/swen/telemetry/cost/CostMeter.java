package io.swen.telemetry.cost;

import io.swen.platform.job.BackgroundJob;
import io.swen.telemetry.catalog.Catalog;
import io.swen.telemetry.catalog.Catalog.PricePoint;
import io.swen.telemetry.cloud.CloudProperties;
import io.swen.telemetry.metrics.RunningInstances;
import io.swen.telemetry.metrics.RunningInstances.Running;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Meters what runs: the time from launch to the last look, or the end, times the offer's price at that time.
 *
 * <p>Each instance has a meter that moves in the transaction of the records it adds, so no time counts twice or is lost.
 */
@Component
class CostMeter implements BackgroundJob {

    private static final Logger LOG = LoggerFactory.getLogger(CostMeter.class);
    private static final Duration REAL = Duration.ofSeconds(60);
    private static final Duration SIMULATED = Duration.ofSeconds(10);

    private final RunningInstances instances;
    private final Catalog catalog;
    private final CostStore store;
    private final CloudProperties clouds;
    private final TransactionTemplate transactions;

    CostMeter(
            RunningInstances instances,
            Catalog catalog,
            CostStore store,
            CloudProperties clouds,
            PlatformTransactionManager transactions) {
        this.instances = instances;
        this.catalog = catalog;
        this.store = store;
        this.clouds = clouds;
        this.transactions = new TransactionTemplate(transactions);
    }

    @Override
    public String name() {
        return "cost-meter";
    }

    @Override
    public Duration interval() {
        return clouds.simulated() ? SIMULATED : REAL;
    }

    @Override
    public void run() {
        if (!catalog.isReady()) {
            return;
        }
        for (Running instance : instances.unsettled()) {
            transactions.executeWithoutResult(status -> meter(instance));
        }
    }

    private void meter(Running instance) {
        Instant meter = store.meteredUntil(instance.id()).orElse(null);
        // The database keeps microseconds; finer ones would never compare equal again.
        Instant from = (meter == null ? instance.launchedAt() : meter).truncatedTo(ChronoUnit.MICROS);
        Instant end = instance.endedAt();
        Instant to = (end == null ? instance.lastSeenAt() : end).truncatedTo(ChronoUnit.MICROS);
        if (from.isBefore(to)) {
            List<PricePoint> prices = catalog.prices(instance.offer(), from, to);
            if (prices.isEmpty()) {
                LOG.warn(
                        "{} costs an unknown amount: there is no offer {}",
                        instance.instanceId(),
                        instance.offer().id());
                return;
            }
            if (!store.advance(instance.id(), meter, to)) {
                return;
            }
            store.add(instance, Metering.slices(from, to, prices));
        }
        if (end != null) {
            instances.settle(instance.id());
        }
    }
}
