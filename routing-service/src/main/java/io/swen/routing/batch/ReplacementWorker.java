package io.swen.routing.batch;

import io.swen.routing.candidate.OfferIndexes;
import io.swen.routing.decision.ReplacementOrders;
import io.swen.routing.reservation.Reservations;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Decides replacements one order after the other, apart from batches, which may take seconds; the queue is the table. */
@Component
class ReplacementWorker implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(ReplacementWorker.class);

    private final ReplacementDecider decider;
    private final OfferIndexes indexes;
    private final Reservations reservations;
    private final BatchProperties properties;
    private final Semaphore signal = new Semaphore(0);
    private volatile @Nullable Thread thread;

    ReplacementWorker(
            ReplacementDecider decider,
            ReplacementOrders orders,
            OfferIndexes indexes,
            Reservations reservations,
            BatchProperties properties) {
        this.decider = decider;
        this.indexes = indexes;
        this.reservations = reservations;
        this.properties = properties;
        orders.onArrival(this::wake);
    }

    private void wake() {
        if (signal.availablePermits() == 0) {
            signal.release();
        }
    }

    @Override
    public void start() {
        // A thread of the platform: it computes, and the solver's native code would hold a carrier of virtual threads.
        thread = Thread.ofPlatform().name("replacements").daemon().start(this::run);
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
            while (!Thread.currentThread().isInterrupted()) {
                if (!turn() && signal.tryAcquire(properties.look().toMillis(), TimeUnit.MILLISECONDS)) {
                    signal.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean turn() {
        try {
            return indexes.state() instanceof OfferIndexes.State.Usable usable
                    && reservations.isReady()
                    && decider.decideNext(usable);
        } catch (RuntimeException e) {
            if (thread != null) {
                LOG.warn(
                        "replacements could not be decided and are tried again when their lease ends: {}",
                        e.toString(),
                        e);
            }
            return false;
        }
    }
}
