package io.swen.telemetry.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.swen.catalog.Provider;
import io.swen.platform.job.BackgroundJob;
import io.swen.telemetry.catalog.Catalog;
import io.swen.telemetry.cloud.CloudException;
import io.swen.telemetry.cloud.CloudHealth;
import io.swen.telemetry.cloud.CloudProperties;
import io.swen.telemetry.cloud.CloudTelemetrySource;
import io.swen.telemetry.cloud.Feed;
import io.swen.telemetry.metrics.RunningInstances.Running;
import io.swen.telemetry.support.TelemetryMetric;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Looks which instances run: in regions with instances each time, in the others every third time. A region that does not
 * answer keeps its instances as last seen.
 */
@Component
class InstanceJob implements BackgroundJob {

    private static final Logger LOG = LoggerFactory.getLogger(InstanceJob.class);
    private static final int AT_ONCE = 4;
    private static final int IDLE_EVERY = 3;

    private final MetricsProperties properties;
    private final CloudProperties cloudProperties;
    private final List<CloudTelemetrySource> clouds;
    private final CloudHealth health;
    private final Catalog catalog;
    private final InstanceStore store;
    private final Clock clock;
    private final InstantSource wall = InstantSource.system();
    private final AtomicLong runningNow;
    private int round;

    InstanceJob(
            MetricsProperties properties,
            CloudProperties cloudProperties,
            List<CloudTelemetrySource> clouds,
            CloudHealth health,
            Catalog catalog,
            InstanceStore store,
            Clock clock,
            MeterRegistry metrics) {
        this.properties = properties;
        this.cloudProperties = cloudProperties;
        this.clouds = clouds;
        this.health = health;
        this.catalog = catalog;
        this.store = store;
        this.clock = clock;
        this.runningNow = metrics.gauge(TelemetryMetric.INSTANCES_RUNNING.id(), new AtomicLong());
    }

    @Override
    public String name() {
        return "instances";
    }

    @Override
    public Duration interval() {
        return cloudProperties.simulated() ? properties.simulatedInterval() : properties.interval();
    }

    @Override
    public boolean enabled() {
        return properties.enabled();
    }

    @Override
    public void run() throws InterruptedException {
        boolean all = round++ % IDLE_EVERY == 0;
        List<Callable<Void>> looks = new ArrayList<>();
        long running = 0;
        for (CloudTelemetrySource cloud : clouds) {
            Provider provider = cloud.provider();
            List<Running> charged = store.charged(provider);
            running += charged.size();
            Set<String> busy = charged.stream().map(Running::region).collect(Collectors.toSet());
            for (String region : catalog.regionNames(provider)) {
                if (properties.covers(region) && (all || busy.contains(region))) {
                    looks.add(() -> {
                        look(cloud, region, busy.contains(region));
                        return null;
                    });
                }
            }
        }
        runningNow.set(running);
        if (looks.isEmpty()) {
            if (catalog.regionNames(Provider.AWS).isEmpty()) {
                // The catalog is not read yet: look everywhere as soon as it is.
                round = 0;
            }
            return;
        }
        try (ExecutorService executor =
                Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
            executor.invokeAll(looks);
        }
    }

    private void look(CloudTelemetrySource cloud, String region, boolean busy) {
        try {
            List<CloudTelemetrySource.SeenInstance> instances = cloud.instances(region);
            health.answered(cloud.provider(), Feed.INSTANCES, region);
            if (busy || !instances.isEmpty()) {
                store.seen(
                        cloud.provider(),
                        region,
                        instances,
                        cloudProperties.simulated(),
                        clock.instant(),
                        wall.instant());
            }
        } catch (CloudException e) {
            health.failed(cloud.provider(), Feed.INSTANCES, region, e);
        } catch (RuntimeException e) {
            LOG.warn("instances of {} could not be stored", region, e);
        }
    }
}
