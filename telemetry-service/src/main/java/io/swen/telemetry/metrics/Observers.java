package io.swen.telemetry.metrics;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Shows durable samples to all observers, on one thread; who writes more than they can look at is slowed down. */
@Component
class Observers implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Observers.class);
    private static final int WAITING_BATCHES = 256;

    private final ObjectProvider<SampleObserver> observers;
    private final SampleProperties properties;
    private final Clock clock;
    private final BlockingQueue<SampleBatch> queue = new ArrayBlockingQueue<>(WAITING_BATCHES);
    private volatile @Nullable List<SampleObserver> all;
    private volatile boolean running;
    private @Nullable Thread thread;

    Observers(ObjectProvider<SampleObserver> observers, SampleProperties properties, Clock clock) {
        this.observers = observers;
        this.properties = properties;
        this.clock = clock;
    }

    /** Hands a durable batch over; waits while too much is waiting already. */
    void show(SampleBatch batch) throws InterruptedException {
        if (!all().isEmpty()) {
            queue.put(batch);
        }
    }

    @Override
    public synchronized void start() {
        running = true;
        thread = Thread.ofPlatform().name("sample-observer").daemon(true).start(this::loop);
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

    private List<SampleObserver> all() {
        List<SampleObserver> found = all;
        if (found == null) {
            // Later than the constructor, as observers may themselves need what reads series.
            found = observers.orderedStream().toList();
            all = found;
        }
        return found;
    }

    private void loop() {
        try {
            while (running) {
                observe(queue.take());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void observe(SampleBatch batch) {
        long oldest = SampleBatch.micros(clock.instant().minus(properties.observedWithin()));
        List<SeriesPoint> points = new ArrayList<>(batch.accepted());
        for (int i = 0; i < batch.accepted(); i++) {
            SeriesEntry entry = batch.entry(i);
            long micros = batch.micros(i);
            if (micros > entry.observed && micros >= oldest) {
                entry.observed = micros;
                points.add(new SeriesPoint(entry.series, SampleBatch.instant(micros), batch.value(i)));
            }
        }
        if (points.isEmpty()) {
            return;
        }
        for (SampleObserver observer : all()) {
            try {
                observer.observed(points);
            } catch (RuntimeException e) {
                LOG.error("{} failed on {} samples", observer.getClass().getSimpleName(), points.size(), e);
            }
        }
    }
}
