package io.swen.telemetry.metrics;

import io.swen.platform.job.BackgroundJob;
import io.swen.platform.problem.ProblemException;
import io.swen.telemetry.cloud.CloudException;
import io.swen.telemetry.cloud.CloudHealth;
import io.swen.telemetry.cloud.CloudProperties;
import io.swen.telemetry.cloud.CloudTelemetrySource;
import io.swen.telemetry.cloud.Feed;
import io.swen.telemetry.metrics.RunningInstances.Running;
import io.swen.telemetry.metrics.SeriesRegistry.InstanceSeries;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Asks for the metrics of what runs, since the newest stored sample of each region, and hands them to the writer. */
@Component
class MetricJob implements BackgroundJob {

    private static final Logger LOG = LoggerFactory.getLogger(MetricJob.class);
    /** Providers serve periods of these lengths; a coarser one is taken where a finer one would give too many points. */
    private static final List<Duration> PERIODS =
            List.of(Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofMinutes(15), Duration.ofHours(1));

    private static final int MOST_POINTS = 120;
    /** What is older is not caught up. */
    private static final Duration FARTHEST_BACK = Duration.ofDays(2);

    private final MetricsProperties properties;
    private final CloudProperties cloudProperties;
    private final List<CloudTelemetrySource> clouds;
    private final CloudHealth health;
    private final InstanceStore instances;
    private final SeriesRegistry registry;
    private final SampleIntake intake;
    private final Clock clock;

    MetricJob(
            MetricsProperties properties,
            CloudProperties cloudProperties,
            List<CloudTelemetrySource> clouds,
            CloudHealth health,
            InstanceStore instances,
            SeriesRegistry registry,
            SampleIntake intake,
            Clock clock) {
        this.properties = properties;
        this.cloudProperties = cloudProperties;
        this.clouds = clouds;
        this.health = health;
        this.instances = instances;
        this.registry = registry;
        this.intake = intake;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "instance-metrics";
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
        Instant now = clock.instant();
        for (CloudTelemetrySource cloud : clouds) {
            Map<String, List<Running>> byRegion = new LinkedHashMap<>();
            for (Running instance : instances.charged(cloud.provider())) {
                byRegion.computeIfAbsent(instance.region(), r -> new ArrayList<>())
                        .add(instance);
            }
            health.asksOnly(cloud.provider(), Feed.METRICS, byRegion.keySet());
            for (var entry : byRegion.entrySet()) {
                read(cloud, entry.getKey(), entry.getValue(), now);
            }
        }
    }

    private void read(CloudTelemetrySource cloud, String region, List<Running> running, Instant now)
            throws InterruptedException {
        List<InstanceSeries> series =
                registry.ensure(running.stream().map(Running::id).toList());
        Instant from = start(running, series, now);
        Duration period = period(Duration.between(from, now));
        // Values are asked for by whole periods only, so that a mean over a part is never stored.
        Instant aligned = floor(from, period);
        Instant to = floor(now, period);
        if (!aligned.isBefore(to)) {
            return;
        }
        List<CloudTelemetrySource.MetricPoint> points;
        try {
            points = cloud.metrics(
                    region, running.stream().map(Running::instanceId).toList(), aligned, to, period);
            health.answered(cloud.provider(), Feed.METRICS, region);
        } catch (CloudException e) {
            health.failed(cloud.provider(), Feed.METRICS, region, e);
            return;
        }
        try {
            intake.store(batch(points, running, series, to));
        } catch (ProblemException e) {
            LOG.warn("metrics of {} will be asked for again: {}", region, e.detail());
        }
    }

    private static Instant start(List<Running> running, List<InstanceSeries> series, Instant now) {
        Instant earliest = now;
        Map<Long, Instant> launched = new HashMap<>();
        running.forEach(instance -> launched.put(instance.id(), instance.launchedAt()));
        for (InstanceSeries one : series) {
            Instant newest = one.entry().newestTime();
            Instant since = newest == null ? launched.getOrDefault(one.instance(), now) : newest;
            earliest = since.isBefore(earliest) ? since : earliest;
        }
        Instant bound = now.minus(FARTHEST_BACK);
        return earliest.isBefore(bound) ? bound : earliest;
    }

    private Duration period(Duration span) {
        for (Duration period : PERIODS) {
            if (period.compareTo(properties.period()) >= 0 && span.dividedBy(period) <= MOST_POINTS) {
                return period;
            }
        }
        return PERIODS.getLast();
    }

    private SampleBatch batch(
            List<CloudTelemetrySource.MetricPoint> points,
            List<Running> running,
            List<InstanceSeries> series,
            Instant to) {
        Map<String, Long> ids = new HashMap<>();
        running.forEach(instance -> ids.put(instance.instanceId(), instance.id()));
        Map<String, SeriesEntry> byName = new HashMap<>();
        series.forEach(
                one -> byName.put(one.instance() + "/" + one.entry().series.name(), one.entry()));
        SampleBatch batch = intake.open(null);
        points.stream()
                .filter(point -> point.time().isBefore(to))
                .sorted(Comparator.comparing(CloudTelemetrySource.MetricPoint::time))
                .forEach(point -> {
                    SeriesEntry known = byName.get(
                            ids.get(point.instanceId()) + "/" + point.metric().id());
                    Instant newest = known == null ? null : known.newestTime();
                    if (known != null && (newest == null || point.time().isAfter(newest))) {
                        batch.append(known, SampleBatch.micros(point.time()), point.value());
                    }
                });
        return batch;
    }

    private static Instant floor(Instant instant, Duration step) {
        long seconds = step.toSeconds();
        return Instant.ofEpochSecond(Math.floorDiv(instant.getEpochSecond(), seconds) * seconds);
    }
}
