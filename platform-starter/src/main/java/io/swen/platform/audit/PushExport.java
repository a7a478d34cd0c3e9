package io.swen.platform.audit;

import io.micrometer.core.instrument.MeterRegistry;
import io.swen.platform.metric.PlatformMetric;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Sends sealed batches to where the operator wants them, each at least once and in order. The place it has come to is kept in the
 * database; the first one is the newest seal when the target was configured.
 */
final class PushExport implements SmartLifecycle {

    /** Somewhere to send to; throws when the batch did not arrive for sure. */
    interface Target extends AutoCloseable {

        /** Never to be changed: the place is stored under it. */
        String name();

        void send(SealedBatch batch) throws IOException;

        @Override
        default void close() throws IOException {}
    }

    private static final Logger LOG = LoggerFactory.getLogger(PushExport.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final List<Target> targets;
    private final AuditDatabase database;
    private final MeterRegistry metrics;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean running;

    PushExport(List<Target> targets, AuditDatabase database, MeterRegistry metrics) {
        this.targets = List.copyOf(targets);
        this.database = database;
        this.metrics = metrics;
    }

    @Override
    public synchronized void start() {
        running = true;
        for (Target target : targets) {
            threads.add(Thread.ofVirtual().name("audit-push-" + target.name()).start(() -> run(target)));
        }
    }

    @Override
    public synchronized void stop() {
        running = false;
        threads.forEach(Thread::interrupt);
        threads.clear();
        for (Target target : targets) {
            try {
                target.close();
            } catch (IOException e) {
                LOG.debug("closing {} failed", target.name(), e);
            }
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void run(Target target) {
        Duration pause = INTERVAL;
        while (running) {
            try (Connection connection = database.connect()) {
                connection.setAutoCommit(false);
                if (leads(connection, target)) {
                    while (running) {
                        push(connection, target);
                        pause = INTERVAL;
                        Thread.sleep(INTERVAL);
                    }
                } else {
                    Thread.sleep(LONGEST_PAUSE);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (IOException | SQLException e) {
                if (!running) {
                    return;
                }
                metrics.counter(PlatformMetric.AUDIT_FAILURES.id(), "step", target.name())
                        .increment();
                LOG.warn(
                        "sealed audit rows cannot be sent to {}, next try in {}: {}",
                        target.name(),
                        pause,
                        e.toString());
                try {
                    Thread.sleep(pause);
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    return;
                }
                Duration next = pause.multipliedBy(2);
                pause = next.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next;
            }
        }
    }

    /** The session holds the lock, so a transaction's end does not give it up. */
    private static boolean leads(Connection connection, Target target) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("select pg_try_advisory_lock(hashtext('swen.audit.push'), hashtext(?))")) {
            statement.setString(1, target.name());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        } finally {
            connection.commit();
        }
    }

    private void push(Connection connection, Target target) throws SQLException, IOException {
        Long place = place(connection, target);
        if (place == null) {
            Seal newest = Seals.last(connection);
            move(connection, target, newest == null ? 0 : newest.batch());
            return;
        }
        while (running) {
            Seal next = Seals.firstWithRowsFrom(connection, place + 1);
            SealedBatch batch = next == null ? null : Seals.load(connection, next.batch());
            connection.commit();
            if (batch == null) {
                return;
            }
            target.send(batch);
            place = batch.seal().batch();
            move(connection, target, place);
        }
    }

    private static @Nullable Long place(Connection connection, Target target) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("select batch from audit.push_place where target = ?")) {
            statement.setString(1, target.name());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? (Long) row.getLong(1) : null;
            }
        }
    }

    private static void move(Connection connection, Target target, long batch) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("insert into audit.push_place (target, batch) values (?, ?)"
                        + " on conflict (target) do update set batch = excluded.batch")) {
            statement.setString(1, target.name());
            statement.setLong(2, batch);
            statement.executeUpdate();
        }
        connection.commit();
    }
}
