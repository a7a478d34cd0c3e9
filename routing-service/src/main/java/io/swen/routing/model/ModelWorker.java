package io.swen.routing.model;

import io.swen.platform.thread.BackgroundThreads;
import io.swen.routing.outcome.OutcomeArrivals;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Follows the champion and learns, away from every request: a thread of its own, as training takes a processor for seconds. */
@Component
class ModelWorker implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(ModelWorker.class);

    private static final Duration LAST_WORDS = Duration.ofSeconds(20);

    private final ModelTrainer trainer;
    private final CurrentModel current;
    private final ModelProperties properties;
    private final Semaphore signal = new Semaphore(0);
    private volatile boolean running;
    private @Nullable Thread thread;

    ModelWorker(ModelTrainer trainer, CurrentModel current, ModelProperties properties, OutcomeArrivals arrivals) {
        this.trainer = trainer;
        this.current = current;
        this.properties = properties;
        arrivals.onOutcome(this::wake);
    }

    /** Looks at once. */
    void wake() {
        if (signal.availablePermits() == 0) {
            signal.release();
        }
    }

    @Override
    public synchronized void start() {
        if (!properties.enabled()) {
            return;
        }
        running = true;
        Thread started = BackgroundThreads.of("model", this::run);
        started.start();
        thread = started;
    }

    @Override
    public synchronized void stop() {
        running = false;
        if (thread != null) {
            thread.interrupt();
            try {
                // It holds the lock of whoever trains until it has left.
                if (!thread.join(LAST_WORDS)) {
                    LOG.warn("learning did not end within {}", LAST_WORDS);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            thread = null;
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void run() {
        while (running) {
            try {
                trainer.turn();
                current.follow();
            } catch (RuntimeException e) {
                if (!running) {
                    return;
                }
                LOG.warn("learning cannot go on at the moment: {}", e.toString());
                LOG.debug("learning failed", e);
            }
            try {
                if (signal.tryAcquire(properties.look().toMillis(), TimeUnit.MILLISECONDS)) {
                    signal.drainPermits();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
