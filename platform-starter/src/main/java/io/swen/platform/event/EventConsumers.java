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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.client.RestClient;

/** Runs every {@link EventConsumer}: one virtual thread each, long polling, back-off while the source or the database is down. */
final class EventConsumers implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(EventConsumers.class);
    private static final Duration WAIT = Duration.ofSeconds(20);
    private static final Duration READ_TIMEOUT = WAIT.plusSeconds(5);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);
    private static final int BATCH = 200;

    private final List<EventConsumer> consumers;
    private final Supplier<ServiceClients> clients;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final MeterRegistry metrics;
    private final Traces traces;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean running;

    EventConsumers(
            List<EventConsumer> consumers,
            Supplier<ServiceClients> clients,
            JdbcTemplate jdbc,
            TransactionTemplate transactions,
            MeterRegistry metrics,
            Traces traces) {
        this.consumers = List.copyOf(consumers);
        this.clients = clients;
        this.jdbc = jdbc;
        this.transactions = transactions;
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
        Duration pause = FIRST_PAUSE;
        while (running) {
            try {
                lag.mark(poll(consumer, client, handled));
                pause = FIRST_PAUSE;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                if (!running) {
                    return;
                }
                failed.increment();
                lag.mark(false);
                LOG.warn("{} cannot go on at the moment, next try in {}: {}", consumer.name(), pause, e.toString());
                LOG.debug("{} failed", consumer.name(), e);
                try {
                    Thread.sleep(pause);
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    return;
                }
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
            }
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
    private boolean poll(EventConsumer consumer, RestClient client, Counter handled) throws InterruptedException {
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
        String before = cursor;
        for (int i = 0; i < batch.items().size(); i++) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            CloudEvent event = batch.items().get(i);
            // Only the last event of a batch has a cursor; until then the place is marked by the batch's start and the
            // event's id.
            String after = i == batch.items().size() - 1 ? batch.next() : null;
            if (event.traceparent() == null) {
                handle(consumer, event, before, after);
            } else {
                String start = before;
                traces.span(SpanName.EVENT, event.type().substring(CloudEvent.TYPE_PREFIX.length()))
                        .under(event.traceparent())
                        .tag("consumer", consumer.name())
                        .run(() -> handle(consumer, event, start, after));
            }
            if (after != null) {
                before = after;
            }
            handled.increment();
        }
        return batch.items().size() < BATCH;
    }

    private void handle(EventConsumer consumer, CloudEvent event, @Nullable String before, @Nullable String after) {
        transactions.executeWithoutResult(status -> {
            int first = jdbc.update(
                    "insert into event_inbox (consumer, event_id) values (?, ?) on conflict do nothing",
                    consumer.name(),
                    event.id());
            if (first == 1) {
                consumer.handle(event);
            }
            if (after != null) {
                move(consumer, before, after);
            }
        });
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
        }
    }

    private @Nullable String cursor(EventConsumer consumer) {
        return jdbc
                .query(
                        "select cursor from event_cursor where consumer = ?",
                        (row, index) -> row.getString(1),
                        consumer.name())
                .stream()
                .findFirst()
                .orElse(null);
    }
}
