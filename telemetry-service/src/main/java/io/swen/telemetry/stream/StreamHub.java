package io.swen.telemetry.stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.swen.platform.event.EventFeed;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import io.swen.telemetry.metrics.SampleObserver;
import io.swen.telemetry.metrics.SeriesPoint;
import io.swen.telemetry.support.TelemetryMetric;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Reads the event log once for all listeners and hands on what each may see.
 *
 * <p>A listener that resumes reads what it missed itself, and takes its place among the others while the common reader waits: what
 * was read by both is left out by its id, so that nothing is missed or told twice.
 */
@Component
class StreamHub implements SampleObserver, SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(StreamHub.class);
    private static final Duration WAIT = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);
    private static final int BATCH = 200;
    private static final int REMEMBERED = 2_000;

    private final EventFeed feed;
    private final StreamProperties properties;
    private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();
    private final Object turn = new Object();
    private final AtomicReference<@Nullable String> position = new AtomicReference<>();
    private volatile boolean anyFollowsMetrics;
    private volatile boolean running;
    private @Nullable Thread thread;

    StreamHub(EventFeed feed, StreamProperties properties, MeterRegistry metrics) {
        this.feed = feed;
        this.properties = properties;
        metrics.gaugeCollectionSize(TelemetryMetric.STREAM_SUBSCRIBERS.id(), List.of(), subscribers);
    }

    /** A place among the listeners, and what it has to be told before all else. */
    record Seat(Subscriber subscriber, List<EventFeed.Placed> missed, String cursor) {}

    /**
     * Takes a listener in.
     *
     * @param after where it left off; null for now
     * @throws ProblemException where there are too many
     */
    Seat join(Actor actor, Set<Topic> topics, Set<String> names, @Nullable String after) throws InterruptedException {
        Subscriber subscriber = new Subscriber(actor, topics, names, properties.queue(), properties.series());
        Set<String> types = Topic.allTypes();
        List<EventFeed.Placed> missed = new ArrayList<>();
        String cursor =
                after == null ? feed.read("latest", types, 1, Duration.ZERO).next() : after;
        Set<UUID> seen = new LinkedHashSet<>();
        // Most of it without keeping the others waiting.
        for (boolean more = true; more; ) {
            List<EventFeed.Placed> batch = feed.readPlaced(cursor, types, BATCH);
            cursor = take(batch, subscriber, missed, seen, cursor);
            more = batch.size() == BATCH && !subscriber.isEnded();
        }
        synchronized (turn) {
            if (!running || subscribers.size() >= properties.subscribers()) {
                throw tooMany("there are " + subscribers.size() + " listeners already");
            }
            long own = subscribers.stream()
                    .filter(other -> other.actorId().equals(actor.id()))
                    .count();
            if (own >= properties.subscribersACaller()) {
                throw tooMany("the caller listens " + own + " times already");
            }
            if (position.get() == null) {
                position.set(cursor);
                turn.notifyAll();
            }
            for (boolean more = true; more; ) {
                List<EventFeed.Placed> batch = feed.readPlaced(cursor, types, BATCH);
                cursor = take(batch, subscriber, missed, seen, cursor);
                more = batch.size() == BATCH && !subscriber.isEnded();
            }
            subscriber.skip(seen);
            subscribers.add(subscriber);
            anyFollowsMetrics = subscribers.stream().anyMatch(Subscriber::followsMetrics);
        }
        return new Seat(subscriber, missed, cursor);
    }

    /** Takes what fits and returns the place behind it. */
    private String take(
            List<EventFeed.Placed> batch,
            Subscriber subscriber,
            List<EventFeed.Placed> missed,
            Set<UUID> seen,
            String before) {
        String cursor = before;
        for (EventFeed.Placed placed : batch) {
            if (subscriber.wants(placed.event())) {
                if (missed.size() >= properties.queue()) {
                    subscriber.end("behind");
                    return cursor;
                }
                missed.add(placed);
            }
            cursor = placed.cursor();
            seen.add(placed.event().id());
            if (seen.size() > REMEMBERED) {
                seen.remove(seen.iterator().next());
            }
        }
        return cursor;
    }

    void leave(Subscriber subscriber) {
        synchronized (turn) {
            subscribers.remove(subscriber);
            anyFollowsMetrics = subscribers.stream().anyMatch(Subscriber::followsMetrics);
        }
    }

    @Override
    public void observed(List<SeriesPoint> points) {
        if (anyFollowsMetrics) {
            for (Subscriber subscriber : subscribers) {
                if (subscriber.followsMetrics()) {
                    subscriber.offer(points);
                }
            }
        }
    }

    private void loop() {
        boolean failing = false;
        try {
            while (running) {
                String from = awaitPosition();
                try {
                    EventFeed.Batch woken = feed.read(from, Topic.allTypes(), 1, WAIT);
                    List<EventFeed.Placed> batch =
                            woken.items().isEmpty() ? List.of() : feed.readPlaced(from, Topic.allTypes(), BATCH);
                    hand(batch);
                    failing = false;
                } catch (RuntimeException e) {
                    if (!running) {
                        return;
                    }
                    if (!failing) {
                        LOG.warn("the live stream cannot go on at the moment: {}", e.toString());
                    }
                    failing = true;
                    Thread.sleep(PAUSE);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String awaitPosition() throws InterruptedException {
        synchronized (turn) {
            for (String at = position.get(); ; at = position.get()) {
                if (at != null) {
                    return at;
                }
                turn.wait();
            }
        }
    }

    private void hand(List<EventFeed.Placed> batch) {
        synchronized (turn) {
            for (EventFeed.Placed placed : batch) {
                subscribers.forEach(subscriber -> subscriber.offer(placed));
                position.set(placed.cursor());
            }
        }
    }

    private static ProblemException tooMany(String what) {
        return ProblemException.retryLater(ErrorCode.TOO_MANY_REQUESTS, what, RETRY_AFTER);
    }

    @Override
    public synchronized void start() {
        running = true;
        thread = Thread.ofVirtual().name("live-stream").start(this::loop);
    }

    /** Ends the streams first of all, as a server that goes down waits for its calls to end. */
    @Override
    public synchronized void stop() {
        running = false;
        if (thread != null) {
            thread.interrupt();
        }
        new HashSet<>(subscribers).forEach(subscriber -> subscriber.end("shutdown"));
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
