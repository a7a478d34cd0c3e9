package io.swen.telemetry.metrics;

import io.swen.telemetry.support.DayPartitions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Writes samples in batches behind a bounded queue: who brings more than the database takes, waits.
 *
 * <p>A batch that cannot be written is dropped after a few attempts; collectors ask again for what is not stored.
 */
@Component
class SampleWriter implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(SampleWriter.class);
    private static final int WAITING_LISTS = 256;
    private static final int ROWS_IN_ONE_COPY = 20_000;
    private static final int ATTEMPTS = 3;
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final SampleStore store;
    private final DayPartitions partitions;
    private final Clock clock;
    private final StoredSeries series;
    private final ObjectProvider<SampleObserver> observers;
    private final BlockingQueue<List<Sample>> queue = new ArrayBlockingQueue<>(WAITING_LISTS);
    private volatile boolean running;
    private @Nullable Thread thread;

    SampleWriter(
            SampleStore store,
            DayPartitions partitions,
            Clock clock,
            StoredSeries series,
            ObjectProvider<SampleObserver> observers) {
        this.series = series;
        this.observers = observers;
        this.store = store;
        this.partitions = partitions;
        this.clock = clock;
    }

    /** Hands samples over; false when the queue stayed full. */
    boolean offer(List<Sample> samples) throws InterruptedException {
        return samples.isEmpty() || queue.offer(List.copyOf(samples), LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized void start() {
        running = true;
        thread = Thread.ofVirtual().name("sample-writer").start(this::loop);
    }

    @Override
    public synchronized void stop() {
        running = false;
        if (thread != null) {
            thread.interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void loop() {
        try {
            while (running) {
                List<Sample> batch = new ArrayList<>(queue.take());
                for (List<Sample> more = queue.peek();
                        more != null && batch.size() + more.size() <= ROWS_IN_ONE_COPY;
                        more = queue.peek()) {
                    batch.addAll(queue.remove());
                }
                write(batch);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(List<Sample> batch) throws InterruptedException {
        Instant first = batch.stream().map(Sample::time).min(Instant::compareTo).orElseThrow();
        Instant last = batch.stream().map(Sample::time).max(Instant::compareTo).orElseThrow();
        for (int attempt = 1; ; attempt++) {
            try {
                partitions.ensure("metric_sample", first, last);
                show(store.write(batch, clock.instant()));
                return;
            } catch (DataAccessException | TransactionException e) {
                if (attempt == ATTEMPTS) {
                    LOG.warn("{} samples are dropped, they will be asked for again: {}", batch.size(), e.toString());
                    return;
                }
                Thread.sleep(PAUSE.multipliedBy(attempt));
            }
        }
    }

    private void show(List<Sample> written) {
        List<SampleObserver> all = observers.orderedStream().toList();
        if (all.isEmpty() || written.isEmpty()) {
            return;
        }
        Map<Long, Series> known = new HashMap<>();
        List<SeriesPoint> points = new ArrayList<>();
        for (Sample sample :
                written.stream().sorted(Comparator.comparing(Sample::time)).toList()) {
            Series of =
                    known.computeIfAbsent(sample.series(), id -> series.find(id).orElse(null));
            if (of != null) {
                points.add(new SeriesPoint(of, sample.time(), sample.value()));
            }
        }
        all.forEach(observer -> observer.observed(points));
    }
}
