package io.swen.telemetry.inventory;

import io.swen.catalog.Provider;
import io.swen.platform.job.BackgroundJob;
import io.swen.telemetry.catalog.Catalog;
import io.swen.telemetry.cloud.CloudException;
import io.swen.telemetry.cloud.CloudHealth;
import io.swen.telemetry.cloud.CloudTelemetrySource;
import io.swen.telemetry.cloud.CloudTelemetrySource.InstanceHealth;
import io.swen.telemetry.cloud.CloudTelemetrySource.MetricPoint;
import io.swen.telemetry.cloud.CloudTelemetrySource.SeenInstance;
import io.swen.telemetry.cloud.CloudTelemetrySource.State;
import io.swen.telemetry.cloud.Feed;
import io.swen.telemetry.cloud.InstanceMetric;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Looks through the accounts region by region; one that does not answer keeps its inventory as last seen. */
@Component
class InventoryJob implements BackgroundJob {

    private static final Logger LOG = LoggerFactory.getLogger(InventoryJob.class);
    private static final int AT_ONCE = 4;
    private static final Duration UNTIL_THE_CATALOG_IS_READ = Duration.ofSeconds(2);
    /** Use is judged over at most this long. */
    private static final Duration MEASURED = Duration.ofDays(1);

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration FINE = Duration.ofMinutes(5);
    /** From here on means of an hour are fine enough. */
    private static final Duration LONG = Duration.ofHours(6);

    private final InventoryProperties properties;
    private final List<CloudTelemetrySource> clouds;
    private final CloudHealth health;
    private final Catalog catalog;
    private final InventoryStore store;
    private final Clock clock;
    private final InstantSource wall = InstantSource.system();
    private final Map<String, Instant> measured = new ConcurrentHashMap<>();

    InventoryJob(
            InventoryProperties properties,
            List<CloudTelemetrySource> clouds,
            CloudHealth health,
            Catalog catalog,
            InventoryStore store,
            Clock clock) {
        this.properties = properties;
        this.clouds = clouds;
        this.health = health;
        this.catalog = catalog;
        this.store = store;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "inventory";
    }

    @Override
    public Duration interval() {
        return catalog.isReady() ? properties.interval() : UNTIL_THE_CATALOG_IS_READ;
    }

    @Override
    public boolean enabled() {
        return properties.enabled();
    }

    @Override
    public void run() throws InterruptedException {
        List<Callable<Void>> looks = new ArrayList<>();
        for (CloudTelemetrySource cloud : clouds) {
            for (String region : catalog.regionNames(cloud.provider())) {
                if (properties.covers(region)) {
                    looks.add(() -> {
                        look(cloud, region);
                        return null;
                    });
                }
            }
        }
        if (looks.isEmpty()) {
            return;
        }
        try (ExecutorService executor =
                Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
            executor.invokeAll(looks);
        }
    }

    private void look(CloudTelemetrySource cloud, String region) {
        Provider provider = cloud.provider();
        try {
            Instant now = clock.instant();
            List<SeenInstance> instances = cloud.inventory(region);
            Map<String, InstanceHealth> checks = new HashMap<>();
            if (instances.stream().anyMatch(instance -> instance.state() == State.RUNNING)) {
                cloud.health(region).forEach(check -> checks.put(check.instanceId(), check));
            }
            store.seen(provider, region, instances, checks, now);
            if (isDue(region)) {
                measure(cloud, region, instances, now);
            }
            health.answered(provider, Feed.INVENTORY, region);
        } catch (CloudException e) {
            health.failed(provider, Feed.INVENTORY, region, e);
        } catch (RuntimeException e) {
            LOG.warn("the inventory of {} could not be stored", region, e);
        }
    }

    private boolean isDue(String region) {
        Instant last = measured.get(region);
        return !properties.measureInterval().isZero()
                && (last == null || last.plus(properties.measureInterval()).isBefore(wall.instant()));
    }

    private void measure(CloudTelemetrySource cloud, String region, List<SeenInstance> instances, Instant now) {
        List<String> running = new ArrayList<>();
        Instant earliest = now;
        for (SeenInstance instance : instances) {
            if (instance.state() == State.RUNNING) {
                running.add(instance.instanceId());
                earliest = instance.launchedAt().isBefore(earliest) ? instance.launchedAt() : earliest;
            }
        }
        Instant bound = now.minus(MEASURED);
        Instant from = earliest.isBefore(bound) ? bound : earliest;
        Duration period = Duration.between(from, now).compareTo(LONG) > 0 ? HOUR : FINE;
        Instant start = floor(from, period);
        Instant end = floor(now, period);
        if (running.isEmpty() || !start.isBefore(end)) {
            return;
        }
        Map<String, Use> uses = new HashMap<>();
        for (MetricPoint point : cloud.metrics(region, running, start, end, period)) {
            uses.computeIfAbsent(point.instanceId(), id -> new Use()).add(point);
        }
        if (!uses.isEmpty()) {
            store.measured(cloud.provider(), region, uses, start, end);
            measured.put(region, wall.instant());
        }
    }

    /** What an instance did over the time that was measured. */
    static final class Use {
        private double cpuSum;
        private double cpuMax;
        private int cpuPoints;
        private double networkSum;
        private int networkPoints;

        void add(MetricPoint point) {
            if (point.metric() == InstanceMetric.CPU_UTILIZATION) {
                cpuSum += point.value();
                cpuMax = Math.max(cpuMax, point.value());
                cpuPoints++;
            } else {
                networkSum += point.value();
                networkPoints++;
            }
        }

        boolean isComplete() {
            return cpuPoints > 0 && networkPoints > 0;
        }

        double cpuMean() {
            return cpuSum / cpuPoints;
        }

        double cpuMax() {
            return cpuMax;
        }

        /** Bytes a second in and out together; there are two points a period. */
        double networkMean() {
            return 2 * networkSum / networkPoints;
        }
    }

    private static Instant floor(Instant instant, Duration step) {
        long seconds = step.toSeconds();
        return Instant.ofEpochSecond(Math.floorDiv(instant.getEpochSecond(), seconds) * seconds);
    }
}
