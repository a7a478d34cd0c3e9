package io.swen.telemetry.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.swen.telemetry.support.TelemetryMetric;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Makes samples durable: what waits is written and committed together, by a few connections, behind a bounded queue.
 *
 * <p>When the database fails, all who wait are told so, and nobody is let in until it answers again.
 */
@Component
class SampleWriter implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(SampleWriter.class);
    private static final int WAITING_BATCHES = 10_000;
    private static final Duration PROBE_EVERY = Duration.ofMillis(250);
    private static final int PROBE_SECONDS = 2;

    /** How handing a batch over ended. */
    enum Outcome {
        DURABLE,
        /** Nothing was stored; the queue or the intake is full. */
        FULL,
        /** The database does not answer; whether the batch was stored is not known. */
        DOWN
    }

    /** Starts before and stops after whatever brings samples: the web server and the consumers of topics. */
    private static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 10_000;

    private record Waiting(SampleBatch batch, CompletableFuture<Outcome> outcome) {}

    private final DataSource database;
    private final IntakeSegments segments;
    private final Observers observers;
    private final SampleProperties properties;
    private final BlockingQueue<Waiting> queue = new ArrayBlockingQueue<>(WAITING_BATCHES);
    private final AtomicInteger queued = new AtomicInteger();
    private final List<Thread> threads = new ArrayList<>();
    private final Counter rows;
    private final Counter late;
    private volatile boolean down;
    private volatile boolean running;

    SampleWriter(
            DataSource database,
            IntakeSegments segments,
            Observers observers,
            SampleProperties properties,
            MeterRegistry metrics) {
        this.database = database;
        this.segments = segments;
        this.observers = observers;
        this.properties = properties;
        this.rows = metrics.counter(TelemetryMetric.ROWS_INGESTED.id(), "table", "metric_sample");
        this.late = metrics.counter(TelemetryMetric.SAMPLES.id(), "outcome", "late");
        Gauge.builder(TelemetryMetric.SAMPLES_QUEUED.id(), queued, AtomicInteger::get)
                .register(metrics);
        Gauge.builder(TelemetryMetric.SAMPLES_UNSETTLED.id(), segments, IntakeSegments::waiting)
                .register(metrics);
    }

    /** Hands a batch over; the answer comes once it is durable, or at once when it cannot be taken. */
    CompletableFuture<Outcome> write(SampleBatch batch) {
        if (down) {
            return CompletableFuture.completedFuture(Outcome.DOWN);
        }
        if (segments.full() || queued.get() + batch.accepted() > properties.queuedRows()) {
            return CompletableFuture.completedFuture(Outcome.FULL);
        }
        Waiting waiting = new Waiting(batch, new CompletableFuture<>());
        queued.addAndGet(batch.accepted());
        if (!queue.offer(waiting)) {
            queued.addAndGet(-batch.accepted());
            return CompletableFuture.completedFuture(Outcome.FULL);
        }
        return waiting.outcome();
    }

    @Override
    public synchronized void start() {
        running = true;
        for (int i = 0; i < properties.writers(); i++) {
            threads.add(
                    Thread.ofPlatform().name("sample-writer-" + i).daemon(true).start(this::loop));
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

    @Override
    public int getPhase() {
        return PHASE;
    }

    private void loop() {
        CopyRows copyRows = new CopyRows();
        List<Waiting> group = new ArrayList<>();
        try {
            while (running) {
                take(group);
                try {
                    Outcome outcome = write(group, copyRows);
                    if (outcome == Outcome.DURABLE) {
                        durable(group);
                    }
                    group.forEach(waiting -> waiting.outcome().complete(outcome));
                } catch (SQLException e) {
                    failed(group, e);
                    recover();
                } catch (RuntimeException e) {
                    LOG.error("a group of samples could not be written", e);
                    group.forEach(waiting -> waiting.outcome().complete(Outcome.DOWN));
                }
                group.clear();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        fail(group);
        fail(drained());
    }

    private void take(List<Waiting> group) throws InterruptedException {
        Waiting first = queue.take();
        group.add(first);
        int count = first.batch().accepted();
        for (Waiting next = queue.peek();
                next != null && count + next.batch().accepted() <= properties.groupRows();
                next = queue.peek()) {
            // Another writer may have been quicker.
            Waiting polled = queue.poll();
            if (polled == null) {
                break;
            }
            group.add(polled);
            count += polled.batch().accepted();
        }
        queued.addAndGet(-count);
    }

    private Outcome write(List<Waiting> group, CopyRows copyRows) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            OptionalInt claimed = segments.claim(connection);
            if (claimed.isEmpty()) {
                connection.rollback();
                return Outcome.FULL;
            }
            int segment = claimed.getAsInt();
            CopyIn copy = connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("copy " + IntakeSegments.table(segment) + " " + CopyRows.COLUMNS
                            + " from stdin (format binary)");
            try {
                copyRows.begin();
                for (Waiting waiting : group) {
                    copyRows.add(copy, waiting.batch());
                }
                copyRows.end(copy);
                long written = copy.endCopy();
                connection.commit();
                segments.written(segment, Math.toIntExact(written));
                rows.increment(written);
                return Outcome.DURABLE;
            } finally {
                if (copy.isActive()) {
                    copy.cancelCopy();
                }
            }
        }
    }

    /** Before the answer, so that who sends a series' samples one after the other has them observed in that order. */
    private void durable(List<Waiting> group) throws InterruptedException {
        int lateOnes = 0;
        for (Waiting waiting : group) {
            SampleBatch batch = waiting.batch();
            for (int i = 0; i < batch.accepted(); i++) {
                if (!batch.entry(i).advance(batch.micros(i))) {
                    lateOnes++;
                }
            }
            observers.show(batch);
        }
        late.increment(lateOnes);
    }

    private void failed(List<Waiting> group, SQLException e) {
        if (!down) {
            LOG.warn("samples cannot be stored, their senders are told to come again: {}", e.toString());
        }
        down = true;
        fail(group);
        fail(drained());
    }

    private List<Waiting> drained() {
        List<Waiting> rest = new ArrayList<>();
        queue.drainTo(rest);
        rest.forEach(waiting -> queued.addAndGet(-waiting.batch().accepted()));
        return rest;
    }

    private static void fail(List<Waiting> all) {
        all.forEach(waiting -> waiting.outcome().complete(Outcome.DOWN));
    }

    private void recover() throws InterruptedException {
        while (running && down) {
            try (Connection connection = database.getConnection()) {
                if (connection.isValid(PROBE_SECONDS)) {
                    down = false;
                    LOG.info("samples can be stored again");
                }
            } catch (SQLException e) {
                LOG.debug("the database does not answer yet", e);
            }
            if (down) {
                fail(drained());
                Thread.sleep(PROBE_EVERY);
            }
        }
    }
}
