package io.swen.platform.idempotency;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/** Forgets idempotency keys a day after their request, in small steps so that no long transaction holds others up. */
public final class IdempotencyKeyExpiry implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(IdempotencyKeyExpiry.class);
    private static final Duration PAUSE = Duration.ofMinutes(10);
    private static final int STEP = 5_000;

    private final JdbcTemplate jdbc;
    private @Nullable Thread thread;

    public IdempotencyKeyExpiry(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public synchronized void start() {
        thread = Thread.ofVirtual().name("idempotency-key-expiry").start(this::run);
    }

    @Override
    public synchronized void stop() {
        if (thread != null) {
            thread.interrupt();
            thread = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return thread != null;
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(PAUSE);
                try {
                    expire();
                } catch (DataAccessException e) {
                    LOG.warn("cannot forget old idempotency keys now, next try in {}", PAUSE, e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Removes what is older than a day; the number of keys removed. */
    int expire() {
        int removed = 0;
        int step;
        do {
            step = jdbc.update(
                    "delete from idempotency_key where ctid in (select ctid from idempotency_key"
                            + " where created_at < now() - interval '1 day' limit ?)",
                    STEP);
            removed += step;
        } while (step == STEP);
        return removed;
    }
}
