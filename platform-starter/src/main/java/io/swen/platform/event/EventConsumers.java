package io.swen.platform.event;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.swen.platform.client.ServiceClients;
import io.swen.platform.metric.PlatformMetric;
import io.swen.platform.trace.SpanName;
import io.swen.platform.trace.Traces;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.client.RestClient;

/**
 * Runs every {@link EventConsumer}: one virtual thread each, long polling, back-off while the source or the database is down. An
 * event that its handler fails on time and again is set aside.
 */
final class EventConsumers implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(EventConsumers.class);
    private static final Duration WAIT = Duration.ofSeconds(20);
    private static final Duration READ_TIMEOUT = WAIT.plusSeconds(5);
    private static final int BATCH = 200;
    /** Events that waited behind others, handled between two looks at the source. */
    private static final int RELEASED_AT_ONCE = 100;

    private final List<EventConsumer> consumers;
    private final Supplier<ServiceClients> clients;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final SetAside aside;
    private final EventProperties properties;
    private final MeterRegistry metrics;
    private final Traces traces;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean running;

    EventConsumers(
            List<EventConsumer> consumers,
            Supplier<ServiceClients> clients,
            JdbcTemplate jdbc,
            TransactionTemplate transactions,
            SetAside aside,
            EventProperties properties,
            MeterRegistry metrics,
            Traces traces) {
        this.consumers = List.copyOf(consumers);
        this.clients = clients;
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.aside = aside;
        this.properties = properties;
        this.metrics = metrics;
        this.traces = traces;
    }

    @Override
    public synchronized void start() {
        running = true;
        for (EventConsumer consumer : consumers) {
            threads.add(Thread.ofVirtual().name("events-" + consumer.name()).start(() -> run(consumer)));
        }
    }

    @Override
    public synchronized void stop() {
        running = false;
        threads.forEach(Thread::interrupt);
        threads.clear();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void run(EventConsumer consumer) {
        RestClient client = clients.get().to(consumer.source(), READ_TIMEOUT);
        Counter handled = metrics.counter(PlatformMetric.EVENTS_HANDLED.id(), "consumer", consumer.name());
        Counter failed = metrics.counter(PlatformMetric.EVENTS_FAILED.id(), "consumer", consumer.name());
        Lag lag = new Lag();
        Gauge.builder(PlatformMetric.EVENTS_BEHIND.id(), lag, Lag::seconds)
                .baseUnit("seconds")
                .tag("consumer", consumer.name())
                // Nothing else may hold it while the thread ends.
                .strongReference(true)
                .register(metrics);
        AtomicInteger open = new AtomicInteger();
        Gauge.builder(PlatformMetric.EVENTS_SET_ASIDE_OPEN.id(), open, AtomicInteger::get)
                .tag("consumer", consumer.name())
                .strongReference(true)
                .register(metrics);
        Counter setAside = metrics.counter(PlatformMetric.EVENTS_SET_ASIDE.id(), "consumer", consumer.name());
        Care care = new Care();
        Duration pause = properties.firstPause();
        while (running) {
            try {
                open.set(aside.open(consumer.name()));
                if (open.get() > 0) {
                    aside.release(consumer, RELEASED_AT_ONCE);
                }
                lag.mark(poll(consumer, client, handled, care));
                pause = properties.firstPause();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException | Error e) {
                // An Error ends no consumer either: nobody would begin it again.
                if (!running) {
                    return;
                }
                failed.increment();
                lag.mark(false);
                if (e instanceof Failure failure && isSetAside(consumer, failure, care)) {
                    setAside.increment();
                    pause = properties.firstPause();
                    continue;
                }
                Throwable cause = e instanceof Failure failure ? failure.cause() : e;
                LOG.warn("{} cannot go on at the moment, next try in {}: {}", consumer.name(), pause, cause.toString());
                LOG.debug("{} failed", consumer.name(), cause);
                try {
                    Thread.sleep(pause);
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    return;
                }
                pause = properties.after(pause);
            }
        }
    }

    /** Counts what the handler of an event failed on; answers whether it is out of the way, so that the consumer goes on. */
    private boolean isSetAside(EventConsumer consumer, Failure failure, Care care) {
        CloudEvent event = failure.event();
        Throwable cause = failure.cause();
        try {
            if (cause instanceof SetAside.NoRoomException || Outages.explain(cause)) {
                if (failure.counted()) {
                    aside.forgive(consumer, event);
                }
                return false;
            }
            int attempts =
                    failure.counted() ? aside.failed(consumer, event, cause) : aside.attempt(consumer, event, cause);
            care.suspect = event.id();
            if (attempts < properties.attempts()) {
                return false;
            }
            SetAside.Result result = aside.setAside(consumer, event, failure.cursor());
            switch (result) {
                case DONE ->
                    LOG.error(
                            "event {} of type {} is set aside: {} failed on it {} times",
                            event.id(),
                            event.type(),
                            consumer.name(),
                            attempts,
                            cause);
                case FULL ->
                    LOG.error(
                            "{} stops at event {} of type {}: {} events are set aside, and no more may be",
                            consumer.name(),
                            event.id(),
                            event.type(),
                            properties.mostSetAside());
                case OVERTAKEN -> LOG.debug("event {} was handled by another instance", event.id());
            }
            return result == SetAside.Result.DONE;
        } catch (RuntimeException e) {
            LOG.warn("the failure of {} on event {} cannot be stored: {}", consumer.name(), event.id(), e.toString());
            return false;
        }
    }

    /** When an attempt is counted before it is made, as it may end the process. */
    private static final class Care {
        /** The first events after a start may be what ended the process before. */
        private boolean sinceStart = true;

        private @Nullable UUID suspect;

        /** What a transaction failed on that was to take them in together. */
        private Set<UUID> alone = Set.of();

        boolean isDue(CloudEvent event) {
            return sinceStart || event.id().equals(suspect);
        }

        boolean mayGoTogether(List<CloudEvent> events) {
            return events.stream().noneMatch(event -> isDue(event) || alone.contains(event.id()));
        }
    }

    /** A handler failed on an event. */
    private static final class Failure extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient CloudEvent event;
        private final @Nullable String cursor;
        private final boolean counted;
        private final Throwable cause;

        Failure(CloudEvent event, @Nullable String cursor, boolean counted, Throwable cause) {
            super(cause);
            this.event = event;
            this.cursor = cursor;
            this.counted = counted;
            this.cause = cause;
        }

        CloudEvent event() {
            return event;
        }

        /** Where the consumer stood. */
        @Nullable
        String cursor() {
            return cursor;
        }

        /** Whether the attempt was counted before it was made. */
        boolean counted() {
            return counted;
        }

        Throwable cause() {
            return cause;
        }
    }

    /** For how long a consumer has not been level with its source. */
    private static final class Lag {
        /** {@code System.nanoTime()} since when; 0 while it is level. */
        private volatile long since;

        void mark(boolean level) {
            if (level) {
                since = 0;
            } else if (since == 0) {
                since = System.nanoTime();
            }
        }

        double seconds() {
            long began = since;
            return began == 0 ? 0 : (System.nanoTime() - began) / 1e9;
        }
    }

    /** Takes in a batch; answers whether nothing is left behind it. */
    private boolean poll(EventConsumer consumer, RestClient client, Counter handled, Care care)
            throws InterruptedException {
        String cursor = cursor(consumer);
        EventFeed.Batch batch = client.get()
                .uri(uri -> {
                    uri.path("/api/v1/events").queryParam("limit", BATCH).queryParam("wait", WAIT.toString());
                    uri.queryParam("types", String.join(",", consumer.types()));
                    return (cursor == null ? uri : uri.queryParam("after", cursor)).build();
                })
                .retrieve()
                .body(EventFeed.Batch.class);
        if (batch == null) {
            throw new IllegalStateException("empty answer");
        }
        if (batch.items().isEmpty()) {
            move(consumer, cursor, batch.next());
            return true;
        }
        int behind = 0;
        while (behind < batch.items().size()) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            int taken = takeIn(new Place(consumer, cursor, batch, behind), care);
            if (taken == 0) {
                return false;
            }
            handled.increment(taken);
            behind += taken;
        }
        care.sinceStart &= batch.items().isEmpty();
        return batch.items().size() < BATCH;
    }

    /**
     * Where a consumer is in a batch.
     *
     * @param before where it stood when it asked for the batch
     * @param behind how many events of the batch it has taken in
     */
    private record Place(EventConsumer consumer, @Nullable String before, EventFeed.Batch batch, int behind) {

        Step next(int most, boolean careful) {
            int end = Math.min(behind + most, batch.items().size());
            // Only the last event of a batch has a cursor; until then its start and the ids of the events mark the
            // place.
            return new Step(
                    consumer,
                    batch.items().subList(behind, end),
                    before,
                    end == batch.items().size() ? batch.next() : null,
                    careful);
        }
    }

    /**
     * Events on their way to a consumer, that one transaction takes in.
     *
     * @param before where the consumer stood when it asked
     * @param after where it stands after them; null where that has no cursor
     * @param careful whether the attempt is counted before it is made; of a single event only
     */
    private record Step(
            EventConsumer consumer,
            List<CloudEvent> events,
            @Nullable String before,
            @Nullable String after,
            boolean careful) {

        CloudEvent event() {
            return events.getFirst();
        }

        Set<UUID> ids() {
            return events.stream().map(CloudEvent::id).collect(Collectors.toUnmodifiableSet());
        }
    }

    /** Answers how many events are behind us: none where another instance has gone on from where this one stood. */
    private int takeIn(Place place, Care care) {
        Step several = place.next(place.consumer().together(), false);
        int size = several.events().size();
        if (size > 1 && care.mayGoTogether(several.events())) {
            try {
                return inTransaction(several) ? size : 0;
            } catch (RuntimeException | Error e) {
                LOG.debug("{} takes in {} events one by one", place.consumer().name(), size, e);
                care.alone = several.ids();
            }
        }
        Step single = place.next(1, care.isDue(place.batch().items().get(place.behind())));
        return handle(single) ? 1 : 0;
    }

    private boolean handle(Step step) {
        boolean counted = false;
        try {
            if (step.careful() && !isTakenIn(step)) {
                counted = true;
                int attempts = aside.attempt(step.consumer(), step.event(), null);
                if (attempts > properties.attempts() && aside.hasRoom(step.consumer())) {
                    throw new SetAside.UsedUpException(attempts - 1);
                }
            }
            boolean ours = inTransaction(step);
            if (!ours && counted) {
                aside.forgive(step.consumer(), step.event());
            }
            return ours;
        } catch (RuntimeException | Error e) {
            throw new Failure(step.event(), step.before(), counted, e);
        }
    }

    private boolean inTransaction(Step step) {
        return Boolean.TRUE.equals(transactions.execute(status -> {
            boolean ours = store(step);
            if (!ours) {
                status.setRollbackOnly();
            }
            return ours;
        }));
    }

    private boolean store(Step step) {
        EventConsumer consumer = step.consumer();
        List<CloudEvent> fresh = marked(step);
        if (!fresh.isEmpty()) {
            Situation now = situation(step);
            if (!now.stands()) {
                // The marks of these events went with the batch that another instance has put behind it.
                return false;
            }
            Set<UUID> handled = fresh.size() > 1 && !now.anySetAside() ? consumer.handleAtOnce(fresh) : Set.of();
            for (CloudEvent event : fresh) {
                if (handled.contains(event.id())) {
                    continue;
                }
                if (!now.anySetAside() || !aside.putBehind(consumer, event)) {
                    traced(consumer, event);
                    if (step.careful()) {
                        aside.handled(consumer, event);
                    }
                }
            }
        }
        if (step.after() != null) {
            move(consumer, step.before(), step.after());
        }
        return true;
    }

    private void traced(EventConsumer consumer, CloudEvent event) {
        String traceparent = event.traceparent();
        if (traceparent == null) {
            consumer.handle(event);
            return;
        }
        traces.span(SpanName.EVENT, event.type().substring(CloudEvent.TYPE_PREFIX.length()))
                .under(traceparent)
                .tag("consumer", consumer.name())
                .run(() -> consumer.handle(event));
    }

    /** Marks events as taken in; answers those that were not before. */
    private List<CloudEvent> marked(Step step) {
        Set<UUID> first = Set.copyOf(jdbc.query(
                "insert into event_inbox (consumer, event_id) select ?, unnest(?) on conflict do nothing returning event_id",
                (row, index) -> row.getObject(1, UUID.class),
                step.consumer().name(),
                step.ids().toArray(UUID[]::new)));
        return step.events().stream()
                .filter(event -> first.contains(event.id()))
                .toList();
    }

    /**
     * How things are once the mark of an event is set.
     *
     * @param stands whether the consumer still is where it was when it asked for the event
     */
    private record Situation(boolean stands, boolean anySetAside) {}

    private Situation situation(Step step) {
        return jdbc.query(
                        "select (select cursor from event_cursor where consumer = ?) is not distinct from ?, exists"
                                + " (select 1 from set_aside_event where consumer = ? and state in ('set_aside', 'behind'))",
                        (row, index) -> new Situation(row.getBoolean(1), row.getBoolean(2)),
                        step.consumer().name(),
                        step.before(),
                        step.consumer().name())
                .getFirst();
    }

    private boolean isTakenIn(Step step) {
        return !jdbc.query(
                        "select 1 from event_inbox where consumer = ? and event_id = ?",
                        (row, index) -> 1,
                        step.consumer().name(),
                        step.event().id())
                .isEmpty();
    }

    private void move(EventConsumer consumer, @Nullable String before, String after) {
        int moved = jdbc.update(
                "insert into event_cursor (consumer, cursor) values (?, ?) on conflict (consumer) do update"
                        + " set cursor = excluded.cursor where event_cursor.cursor is not distinct from ?",
                consumer.name(),
                after,
                before);
        if (moved == 1) {
            // Everything up to the cursor is behind us for good, so the ids that guarded the batch can go.
            jdbc.update("delete from event_inbox where consumer = ?", consumer.name());
            aside.passed(consumer);
        }
    }

    private @Nullable String cursor(EventConsumer consumer) {
        return jdbc
                .query(
                        "select cursor from event_cursor where consumer = ? and cursor is not null",
                        (row, index) -> row.getString(1),
                        consumer.name())
                .stream()
                .findFirst()
                .orElse(null);
    }
}
