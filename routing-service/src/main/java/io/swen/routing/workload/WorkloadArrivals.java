package io.swen.routing.workload;

import java.time.Duration;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Tells whoever decides, in this process, that there is something to decide, and when so much arrives that it had better wait;
 * other instances look by themselves.
 */
@Component
public class WorkloadArrivals {

    private static final Duration LOOK = Duration.ofMillis(20);

    /** Over which the rate is an exponential mean; longer than a single large request is worth noticing. */
    private static final double MEMORY_NANOS = Duration.ofSeconds(2).toNanos();

    private final CopyOnWriteArrayList<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final double crowd;
    private final LongSupplier nanoTime;
    private double perSecond;
    private long lastBatch;

    @Autowired
    WorkloadArrivals(IntakeProperties properties) {
        this(properties.crowd(), System::nanoTime);
    }

    WorkloadArrivals(double crowd, LongSupplier nanoTime) {
        this.crowd = crowd;
        this.nanoTime = nanoTime;
        this.lastBatch = nanoTime.getAsLong();
    }

    public void onArrival(Runnable listener) {
        listeners.add(listener);
    }

    /**
     * Waits after some work until it has had no more than its share of the time, for as long as more is submitted than can be
     * decided anyhow, so that those who submit are answered.
     *
     * @param workedNanos how long it worked
     * @param share above 0 and at most 1
     */
    public void giveWay(long workedNanos, double share) throws InterruptedException {
        long began = nanoTime.getAsLong();
        long pause = (long) (workedNanos * (1 / share - 1));
        while (areCrowded() && nanoTime.getAsLong() - began < pause) {
            Thread.sleep(LOOK);
        }
    }

    synchronized boolean areCrowded() {
        return faded() > crowd;
    }

    /** Counts a batch that was stored, and wakes the listeners. */
    void raise(int stored) {
        count(stored);
        raise();
    }

    void raise() {
        listeners.forEach(Runnable::run);
    }

    private synchronized void count(int stored) {
        perSecond = faded() + stored / (MEMORY_NANOS / 1e9);
        lastBatch = nanoTime.getAsLong();
    }

    private double faded() {
        return perSecond * Math.exp(-(nanoTime.getAsLong() - lastBatch) / MEMORY_NANOS);
    }
}
