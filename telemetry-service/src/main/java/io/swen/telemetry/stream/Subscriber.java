package io.swen.telemetry.stream;

import io.swen.platform.event.CloudEvent;
import io.swen.platform.event.EventFeed;
import io.swen.platform.security.Actor;
import io.swen.telemetry.metrics.Series;
import io.swen.telemetry.metrics.SeriesPoint;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What waits for one listener: events in order, in a bounded queue, and the newest sample of each series. */
final class Subscriber {

    /** What there is to be written; {@code end} is why nothing more comes, if so. */
    record Taken(
            List<EventFeed.Placed> events,
            List<SeriesPoint> samples,
            int moreSeries,
            @Nullable String end) {}

    private final Actor actor;
    private final Set<String> types;
    private final boolean metrics;
    private final Set<String> names;
    private final int mostEvents;
    private final int mostSeries;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition something = lock.newCondition();
    private final Deque<EventFeed.Placed> events = new ArrayDeque<>();
    private final Map<Long, SeriesPoint> samples = new LinkedHashMap<>();
    private Set<UUID> seen = Set.of();
    private int moreSeries;
    private @Nullable String end;

    /**
     * A listener.
     *
     * @param names the metrics to follow; empty for all
     */
    Subscriber(Actor actor, Set<Topic> topics, Set<String> names, int mostEvents, int mostSeries) {
        this.actor = actor;
        this.types = topics.stream().flatMap(topic -> topic.types().stream()).collect(Collectors.toUnmodifiableSet());
        this.metrics = topics.contains(Topic.METRICS);
        this.names = Set.copyOf(names);
        this.mostEvents = mostEvents;
        this.mostSeries = mostSeries;
    }

    UUID actorId() {
        return actor.id();
    }

    boolean followsMetrics() {
        return metrics;
    }

    /** Whether an event is one that it wants and may get; what belongs to no team or environment is for everybody. */
    boolean wants(CloudEvent event) {
        Set<String> teams = actor.teamFilter();
        Set<String> environments = actor.environmentFilter();
        return types.contains(event.type())
                && (event.team() == null || teams == null || teams.contains(event.team()))
                && (event.environment() == null || environments == null || environments.contains(event.environment()));
    }

    private boolean wants(Series series) {
        return (names.isEmpty() || names.contains(series.name()))
                && actor.sees(
                        series.team() == null ? "" : series.team(),
                        series.environment() == null ? "" : series.environment());
    }

    /** Leaves events out that it got before it took its place. */
    void skip(Set<UUID> ids) {
        lock.lock();
        try {
            seen = Set.copyOf(ids);
        } finally {
            lock.unlock();
        }
    }

    /** Puts an event in; one that finds no place ends the stream. */
    void offer(EventFeed.Placed event) {
        if (!wants(event.event())) {
            return;
        }
        lock.lock();
        try {
            if (end != null || seen.contains(event.event().id())) {
                return;
            }
            if (events.size() >= mostEvents) {
                end = "slow";
            } else {
                events.addLast(event);
            }
            something.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Takes the newest samples; an older one of the same series that still waits is forgotten. */
    void offer(List<SeriesPoint> points) {
        lock.lock();
        try {
            for (SeriesPoint point : points) {
                if (wants(point.series())) {
                    if (samples.size() >= mostSeries
                            && !samples.containsKey(point.series().id())) {
                        moreSeries++;
                    } else {
                        samples.put(point.series().id(), point);
                    }
                }
            }
        } finally {
            lock.unlock();
        }
    }

    void end(String reason) {
        lock.lock();
        try {
            if (end == null) {
                end = reason;
            }
            something.signal();
        } finally {
            lock.unlock();
        }
    }

    boolean isEnded() {
        lock.lock();
        try {
            return end != null;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for something to write.
     *
     * @param withSamples whether samples are due as well; they alone wake nobody, so that they come once a second and not each
     * @return what there is, possibly nothing
     */
    Taken take(long atMostNanos, boolean withSamples) throws InterruptedException {
        lock.lock();
        try {
            long left = atMostNanos;
            while (events.isEmpty() && end == null && !(withSamples && !samples.isEmpty()) && left > 0) {
                left = something.awaitNanos(left);
            }
            List<EventFeed.Placed> taken = new ArrayList<>(events);
            events.clear();
            List<SeriesPoint> newest = List.of();
            int more = 0;
            if (withSamples) {
                newest = new ArrayList<>(samples.values());
                samples.clear();
                more = moreSeries;
                moreSeries = 0;
            }
            return new Taken(taken, newest, more, end);
        } finally {
            lock.unlock();
        }
    }
}
