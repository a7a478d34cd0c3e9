package io.swen.telemetry.metrics;

import io.swen.platform.page.Cursors;
import io.swen.platform.page.Page;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import io.swen.telemetry.catalog.Catalog;
import io.swen.telemetry.catalog.Offer;
import io.swen.telemetry.catalog.PurchaseOption;
import io.swen.telemetry.cloud.CloudTelemetrySource;
import io.swen.telemetry.cloud.InstanceMetric;
import io.swen.telemetry.metrics.RunningInstances.Latest;
import io.swen.telemetry.metrics.RunningInstances.Running;
import io.swen.telemetry.support.TimeSpan;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Answers questions about instances and metrics, as far as the caller may see them. */
@Component
class MetricQueries {

    static final List<String> STATES = Arrays.stream(CloudTelemetrySource.State.values())
            .map(state -> state.name().toLowerCase(Locale.ROOT))
            .toList();

    private static final int MOST_POINTS = 1_000;
    private static final int POINTS_UNLESS_ASKED = 300;
    private static final int MOST_SERIES = 100;
    private static final Duration DEFAULT_SPAN = Duration.ofHours(1);
    private static final Duration FINEST_STEP = Duration.ofSeconds(1);
    private static final List<Duration> STEPS = List.of(
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Duration.ofHours(1),
            Duration.ofHours(6),
            Duration.ofDays(1),
            Duration.ofDays(7));

    private final InstanceStore instances;
    private final StoredSeries stored;
    private final Catalog catalog;
    private final Clock clock;

    MetricQueries(InstanceStore instances, StoredSeries stored, Catalog catalog, Clock clock) {
        this.instances = instances;
        this.stored = stored;
        this.catalog = catalog;
        this.clock = clock;
    }

    Page<MetricsController.Instance> instances(
            InstanceStore.Filter filter, Actor actor, @Nullable Long beforeId, int limit) {
        Page<Running> page =
                Page.of(instances.list(filter, actor, beforeId, limit + 1), limit, last -> Cursors.encode(last.id()));
        Map<Long, List<Latest>> latest = stored
                .latestOf(page.items().stream().map(Running::id).toList())
                .stream()
                .collect(Collectors.groupingBy(Latest::instance));
        return page.map(instance -> view(instance, latest.getOrDefault(instance.id(), List.of())));
    }

    private MetricsController.Instance view(Running instance, List<Latest> latest) {
        return new MetricsController.Instance(
                instance.provider(),
                instance.region(),
                instance.zone(),
                instance.instanceId(),
                instance.instanceType(),
                instance.spot() ? PurchaseOption.SPOT : PurchaseOption.ON_DEMAND,
                instance.offer().id(),
                catalog.offer(instance.offer()).map(Offer::price).orElse(null),
                instance.state(),
                instance.workload(),
                instance.team(),
                instance.environment(),
                instance.launchedAt(),
                instance.lastSeenAt(),
                instance.endedAt(),
                instance.simulated(),
                latest.stream()
                        .map(l -> new MetricsController.LatestMetric(
                                l.name(), l.unit(), l.value(), l.observedAt(), l.receivedAt(), l.stale()))
                        .toList());
    }

    MetricsController.Range range(
            @Nullable String name,
            @Nullable String instanceId,
            @Nullable String workload,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable Duration step,
            Actor actor) {
        if (name != null && InstanceMetric.of(name).isEmpty()) {
            throw ProblemException.invalidField(
                    "name",
                    name,
                    "one of "
                            + Arrays.stream(InstanceMetric.values())
                                    .map(InstanceMetric::id)
                                    .collect(Collectors.joining(", ")));
        }
        TimeSpan span = TimeSpan.of(from, to, clock.instant(), DEFAULT_SPAN);
        Instant until = span.to();
        Instant since = span.from();
        Duration width = step == null ? stepFor(span.length()) : checked(step, since, until);
        Instant first = floor(since, width);
        List<Running> matching = instances.list(
                new InstanceStore.Filter(null, null, instanceId, workload, null), actor, null, MOST_SERIES + 1);
        Map<Long, Running> byId = new HashMap<>();
        matching.forEach(instance -> byId.put(instance.id(), instance));
        List<StoredSeries.OfInstance> all = stored
                .of(matching.stream().map(Running::id).toList())
                .stream()
                .filter(one -> name == null || one.series().name().equals(name))
                .toList();
        List<StoredSeries.OfInstance> shown = all.subList(0, Math.min(all.size(), MOST_SERIES));
        Map<Long, List<Point>> means = stored.read(
                shown.stream().map(one -> one.series().id()).toList(),
                new TimeSpan(first, until),
                width,
                Aggregation.AVG);
        List<MetricsController.Series> answer = new ArrayList<>();
        for (StoredSeries.OfInstance one : shown) {
            Running instance = byId.get(one.instance());
            if (instance != null) {
                Map<Instant, Double> byTime = new HashMap<>();
                means.getOrDefault(one.series().id(), List.of())
                        .forEach(point -> byTime.put(point.time(), point.value()));
                answer.add(series(one.series(), instance, byTime, first, until, width));
            }
        }
        return new MetricsController.Range(
                first, until, width, all.size() > shown.size() || matching.size() > MOST_SERIES, answer);
    }

    private static MetricsController.Series series(
            Series series, Running instance, Map<Instant, Double> means, Instant first, Instant until, Duration step) {
        List<MetricsController.Point> points = new ArrayList<>();
        for (Instant at = first; at.isBefore(until); at = at.plus(step)) {
            points.add(new MetricsController.Point(at, means.get(at)));
        }
        return new MetricsController.Series(
                series.name(),
                series.unit(),
                instance.provider(),
                instance.region(),
                instance.instanceId(),
                instance.workload(),
                instance.team(),
                instance.environment(),
                instance.simulated(),
                points);
    }

    private static Duration checked(Duration step, Instant from, Instant to) {
        if (step.compareTo(FINEST_STEP) < 0 || step.toNanosPart() != 0) {
            throw ProblemException.invalidField("step", step, "whole seconds, PT1S or more");
        }
        long points = Math.ceilDiv(Duration.between(floor(from, step), to).toSeconds(), step.toSeconds());
        if (points > MOST_POINTS) {
            long least = Math.ceilDiv(Duration.between(from, to).toSeconds(), MOST_POINTS - 1L);
            throw ProblemException.invalidField(
                    "step",
                    step,
                    "at least " + Duration.ofSeconds(least) + " for this span, because an answer has at most "
                            + MOST_POINTS + " points");
        }
        return step;
    }

    private static Duration stepFor(Duration span) {
        return STEPS.stream()
                .filter(step -> span.dividedBy(step) < POINTS_UNLESS_ASKED)
                .findFirst()
                .orElseGet(() -> Duration.ofDays(Math.ceilDiv(span.toDays(), POINTS_UNLESS_ASKED) + 1));
    }

    private static Instant floor(Instant instant, Duration step) {
        long seconds = step.toSeconds();
        return Instant.ofEpochSecond(Math.floorDiv(instant.getEpochSecond(), seconds) * seconds);
    }
}
