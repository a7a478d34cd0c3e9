package io.swen.routing.batch;

import io.swen.platform.thread.BackgroundThreads;
import io.swen.routing.candidate.OfferIndexes;
import io.swen.routing.reservation.Reservations;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Decides batches one after the other; several instances share the queue, which is the table. */
@Component
class BatchWorker implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(BatchWorker.class);

    private final BatchDecider decider;
    private final OfferIndexes indexes;
    private final Reservations reservations;
    private final BatchProperties properties;
    private final Semaphore signal = new Semaphore(0);
    private volatile @Nullable Thread thread;

    BatchWorker(BatchDecider decider, OfferIndexes indexes, Reservations reservations, BatchProperties properties) {
        this.decider = decider;
        this.indexes = indexes;
        this.reservations = reservations;
        this.properties = properties;
    }

    /** Looks at once instead of at the next turn. */
    void wake() {
        signal.release();
    }

    @Override
    public void start() {
        // A thread of the platform: the solver's native code would hold a carrier of virtual threads for seconds.
        Thread started = BackgroundThreads.of("batches", this::run);
        started.start();
        thread = started;
    }

    @Override
    public void stop() {
        Thread running = thread;
        if (running != null) {
            running.interrupt();
            thread = null;
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    private void run() {
        try {
            if (properties.solver()) {
                // Unpacking the library takes a second, which the first batch should not wait for.
                LOG.debug("OR-Tools is available: {}", Scip.isAvailable());
            }
            while (!Thread.currentThread().isInterrupted()) {
                if (!turn() && signal.tryAcquire(properties.look().toMillis(), TimeUnit.MILLISECONDS)) {
                    signal.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Decides at most one batch; false when there is nothing to go on with at once. */
    private boolean turn() {
        try {
            return indexes.state() instanceof OfferIndexes.State.Usable usable
                    && reservations.isReady()
                    && decider.decideNext(usable);
        } catch (RuntimeException e) {
            if (thread != null) {
                LOG.warn("a batch could not be decided and is tried again when its lease ends: {}", e.toString(), e);
            }
            return false;
        }
    }
}
