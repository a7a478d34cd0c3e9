package io.swen.platform.event;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.swen.platform.kafka.KafkaClients;
import io.swen.platform.kafka.KafkaSettings;
import io.swen.platform.metric.PlatformMetric;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * Delivers the event log to a topic of Kafka: each event at least once, and of one subject in order for whoever leaves out ids that it
 * has seen.
 *
 * <p>A batch is one transaction of the database: it takes the lock that only one instance can have, reads the place, sends, waits until
 * all replicas in sync have everything, and only then stores the new place. Whatever ends it before, the batch is sent again. Of two
 * events of one subject the second is sent when the first is there, because an event that fails must not be overtaken.
 */
final class EventPublisher implements SmartLifecycle, HealthIndicator {

    private static final Logger LOG = LoggerFactory.getLogger(EventPublisher.class);
    private static final Duration WAIT = Duration.ofSeconds(10);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(5);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);
    /** What a record has beside its value. */
    private static final int HEADERS = 16_384;

    /** How it stands with the delivery; {@code FOLLOWING} is while another instance does it. */
    enum State {
        STARTING,
        DELIVERING,
        FOLLOWING,
        FAILING
    }

    /** Where a batch got to; {@code more} tells whether it found anything. */
    private record Place(@Nullable String cursor, boolean more) {}

    private final EventFeed feed;
    private final EventMessages messages;
    private final KafkaSettings.Events settings;
    private final DefaultKafkaProducerFactory<byte[], byte[]> producers;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final Counter delivered;
    private final Counter failed;
    private final String name;
    private @Nullable Thread thread;
    private volatile boolean running;
    /** State and reason together, so that no look at them finds one without the other. */
    private volatile Condition condition = new Condition(State.STARTING, null);

    private record Condition(State state, @Nullable String failure) {}

    /** {@code System.nanoTime()} since when something waits; 0 when all is delivered. */
    private volatile long behindSince;

    EventPublisher(
            EventFeed feed,
            JsonMapper json,
            KafkaClients clients,
            KafkaSettings.Events settings,
            JdbcTemplate jdbc,
            TransactionTemplate transactions,
            MeterRegistry metrics) {
        this.feed = feed;
        this.settings = settings;
        this.messages =
                new EventMessages(json, settings.topic(), settings.largest().toBytes());
        this.producers = clients.producers(
                "swen-events-" + settings.topic(),
                settings.deliverWithin(),
                settings.largest().toBytes() + HEADERS);
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.name = "kafka:" + settings.topic();
        this.delivered = metrics.counter(PlatformMetric.KAFKA_DELIVERED.id());
        this.failed = metrics.counter(PlatformMetric.KAFKA_FAILED.id());
        Gauge.builder(
                        PlatformMetric.KAFKA_BEHIND.id(),
                        this,
                        publisher -> publisher.behind().toMillis() / 1_000.0)
                .baseUnit("seconds")
                .register(metrics);
    }

    @Override
    public synchronized void start() {
        running = true;
        thread = Thread.ofVirtual().name("events-to-kafka").start(this::run);
    }

    @Override
    public synchronized void stop() {
        running = false;
        if (thread != null) {
            thread.interrupt();
            try {
                thread.join(STOP_WITHIN);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            thread = null;
        }
        producers.destroy();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Not part of readiness: a service whose events wait does its work all the same. */
    @Override
    public Health health() {
        Condition now = condition;
        Health.Builder health = now.state() == State.FAILING ? Health.down() : Health.up();
        health.withDetail("state", now.state())
                .withDetail("topic", settings.topic())
                .withDetail("behind_seconds", behind().toSeconds());
        if (now.failure() != null) {
            health.withDetail("failure", now.failure());
        }
        return health.build();
    }

    private Duration behind() {
        long since = behindSince;
        return since == 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - since);
    }

    private void run() {
        Duration pause = FIRST_PAUSE;
        while (running) {
            try {
                Place place = transactions.execute(status -> batch());
                pause = FIRST_PAUSE;
                if (place == null) {
                    condition = new Condition(State.FOLLOWING, null);
                    behindSince = 0;
                    Thread.sleep(LOOK_AGAIN);
                    continue;
                }
                if (condition.failure() != null) {
                    LOG.info("events are delivered to {} again", settings.topic());
                }
                condition = new Condition(State.DELIVERING, null);
                if (!place.more()) {
                    behindSince = 0;
                    feed.read(place.cursor(), Set.of(), 1, WAIT);
                }
            } catch (InterruptedException | InterruptException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                if (!running) {
                    return;
                }
                failed(e, pause);
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

    private void failed(RuntimeException e, Duration pause) {
        failed.increment();
        boolean isNew = condition.failure() == null;
        condition = new Condition(State.FAILING, e.getClass().getSimpleName() + ": " + e.getMessage());
        markBehind();
        if (isNew) {
            LOG.warn(
                    "events cannot be delivered to {}, they wait and are tried again, first in {}: {}",
                    settings.topic(),
                    pause,
                    e.toString());
        }
        LOG.debug("delivery to {} failed", settings.topic(), e);
        // What it still holds would come late and for nothing.
        producers.reset();
    }

    private void markBehind() {
        if (behindSince == 0) {
            behindSince = System.nanoTime();
        }
    }

    /** Null where another instance delivers. */
    private @Nullable Place batch() {
        Boolean leads = jdbc.queryForObject(
                "select pg_try_advisory_xact_lock(hashtext('swen.kafka.events'), hashtext(?))", Boolean.class, name);
        if (!Boolean.TRUE.equals(leads)) {
            return null;
        }
        String before = cursor();
        List<EventFeed.Placed> events = feed.readPlaced(before, Set.of(), settings.batch());
        if (events.isEmpty()) {
            return new Place(before, false);
        }
        markBehind();
        deliver(events, before);
        String after = events.getLast().cursor();
        jdbc.update(
                "insert into event_cursor (consumer, cursor) values (?, ?)"
                        + " on conflict (consumer) do update set cursor = excluded.cursor",
                name,
                after);
        delivered.increment(events.size());
        return new Place(after, true);
    }

    private void deliver(List<EventFeed.Placed> events, @Nullable String start) {
        Producer<byte[], byte[]> producer = producers.createProducer();
        List<Future<?>> underWay = new ArrayList<>();
        Set<String> subjects = new HashSet<>();
        String before = start;
        for (EventFeed.Placed placed : events) {
            if (!subjects.add(placed.event().subject())) {
                settle(producer, underWay);
                subjects.clear();
                subjects.add(placed.event().subject());
            }
            underWay.add(producer.send(messages.of(placed.event(), before)));
            before = placed.cursor();
        }
        settle(producer, underWay);
    }

    /** Waits until everything under way has arrived. */
    private void settle(Producer<byte[], byte[]> producer, List<Future<?>> underWay) {
        producer.flush();
        for (Future<?> one : underWay) {
            try {
                one.get(settings.deliverWithin().toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                throw new InterruptException(e);
            } catch (ExecutionException e) {
                throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
            } catch (TimeoutException e) {
                throw new org.apache.kafka.common.errors.TimeoutException("no answer", e);
            }
        }
        underWay.clear();
    }

    private @Nullable String cursor() {
        return jdbc
                .query("select cursor from event_cursor where consumer = ?", (row, index) -> row.getString(1), name)
                .stream()
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }
}
