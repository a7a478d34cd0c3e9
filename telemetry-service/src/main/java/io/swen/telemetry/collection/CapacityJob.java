package io.swen.telemetry.collection;

import io.swen.catalog.Provider;
import io.swen.platform.job.BackgroundJob;
import io.swen.telemetry.cloud.CloudException;
import io.swen.telemetry.cloud.CloudHealth;
import io.swen.telemetry.cloud.CloudProperties;
import io.swen.telemetry.cloud.CloudTelemetrySource;
import io.swen.telemetry.cloud.CloudTelemetrySource.CapacityHint;
import io.swen.telemetry.cloud.Feed;
import io.swen.telemetry.metrics.RunningInstances;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Asks how likely capacity is to be had, for the types that run as spot in the regions where they do: EC2 answers about few
 * kinds of requests a day only.
 */
@Component
class CapacityJob implements BackgroundJob {

    /** EC2 counts the different requests of 24 hours. */
    private static final int MOST_TYPES = 10;

    private final CollectionProperties properties;
    private final CloudProperties clouds;
    private final CloudDirectory directory;
    private final RunningInstances running;
    private final CloudHealth health;
    private final JdbcTemplate jdbc;
    private final Clock clock;

    CapacityJob(
            CollectionProperties properties,
            CloudProperties clouds,
            CloudDirectory directory,
            RunningInstances running,
            CloudHealth health,
            JdbcTemplate jdbc,
            Clock clock) {
        this.properties = properties;
        this.clouds = clouds;
        this.directory = directory;
        this.running = running;
        this.health = health;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "capacity-hints";
    }

    @Override
    public Duration interval() {
        return properties.capacityInterval();
    }

    @Override
    public boolean enabled() {
        return properties.enabled();
    }

    @Override
    public void run() {
        for (Provider provider : Provider.values()) {
            Map<String, Set<String>> types = new TreeMap<>();
            running.of(provider).stream()
                    .filter(RunningInstances.Running::spot)
                    .forEach(instance -> types.computeIfAbsent(instance.region(), region -> new TreeSet<>())
                            .add(instance.instanceType()));
            health.asksOnly(provider, Feed.CAPACITY, types.keySet());
            types.forEach((region, some) -> ask(
                    directory.of(provider),
                    region,
                    some.stream().limit(MOST_TYPES).toList()));
        }
    }

    /** Asks about some types of a region, and stores what the provider says. */
    void ask(CloudTelemetrySource cloud, String region, List<String> types) {
        Instant now = clock.instant();
        List<CapacityHint> hints;
        try {
            hints = cloud.capacity(region, types);
            health.answered(cloud.provider(), Feed.CAPACITY, region);
        } catch (CloudException e) {
            health.failed(cloud.provider(), Feed.CAPACITY, region, e);
            return;
        }
        jdbc.batchUpdate(
                "insert into capacity_hint (zone, instance_type, provider, region, placement_score, in_stock,"
                        + " interruption_rate, source, observed_at, received_at, simulated)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (zone, instance_type, source) do update set"
                        + " placement_score = excluded.placement_score, in_stock = excluded.in_stock,"
                        + " interruption_rate = excluded.interruption_rate, observed_at = excluded.observed_at,"
                        + " received_at = excluded.received_at, simulated = excluded.simulated",
                hints.stream()
                        .map(hint -> new Object[] {
                            hint.zone(),
                            hint.instanceType(),
                            cloud.provider().id(),
                            region,
                            hint.placementScore(),
                            hint.inStock(),
                            hint.interruptionRate(),
                            hint.source(),
                            Timestamp.from(now),
                            Timestamp.from(clock.instant()),
                            clouds.simulated()
                        })
                        .toList());
    }
}
