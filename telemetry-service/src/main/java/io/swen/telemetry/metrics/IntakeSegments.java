package io.swen.telemetry.metrics;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.springframework.stereotype.Component;

/**
 * The tables that samples are first stored in. Whoever writes one holds its advisory lock shared until the commit, whoever settles
 * it holds the lock alone: so all instances of this service may write while one settles, and nobody waits.
 */
@Component
class IntakeSegments {

    static final int COUNT = 16;
    static final int LOCKS = 0x5157_0040;

    private final int most;
    private final AtomicLongArray rows = new AtomicLongArray(COUNT);
    private final AtomicLongArray since = new AtomicLongArray(COUNT);
    private final AtomicLong total = new AtomicLong();
    private final AtomicLong ever = new AtomicLong();
    private volatile int current;

    IntakeSegments(SampleProperties properties) {
        this.most = properties.segmentRows();
    }

    static String table(int segment) {
        return "metric_intake_" + segment;
    }

    /** Takes a segment to write to in the transaction of the connection; empty when all are full. */
    OptionalInt claim(Connection connection) throws SQLException {
        int from = current;
        // Whatever the server's default is, a commit of samples waits for the disk.
        try (PreparedStatement lock = connection.prepareStatement(
                "select pg_try_advisory_xact_lock_shared(?, ?)," + " set_config('synchronous_commit', 'on', true)")) {
            for (int i = 0; i < COUNT; i++) {
                int segment = (from + i) % COUNT;
                if (rows.get(segment) >= most) {
                    continue;
                }
                lock.setInt(1, LOCKS);
                lock.setInt(2, segment);
                try (ResultSet row = lock.executeQuery()) {
                    if (row.next() && row.getBoolean(1)) {
                        current = segment;
                        return OptionalInt.of(segment);
                    }
                }
            }
        }
        return OptionalInt.empty();
    }

    /** Notes what was committed to a segment. */
    void written(int segment, int count) {
        since.compareAndSet(segment, 0, System.nanoTime() | 1);
        rows.addAndGet(segment, count);
        total.addAndGet(count);
        ever.addAndGet(count);
    }

    /** Notes how many rows a segment really had when it was emptied. */
    void settled(int segment) {
        total.addAndGet(-rows.getAndSet(segment, 0));
        since.set(segment, 0);
    }

    /** Writers go on elsewhere, so that this segment is free soon. */
    void leave(int segment) {
        if (current == segment) {
            current = (segment + 1) % COUNT;
        }
    }

    /** Rows that this instance knows to wait for being settled. */
    long waiting() {
        return total.get();
    }

    long everWritten() {
        return ever.get();
    }

    long rows(int segment) {
        return rows.get(segment);
    }

    boolean full() {
        return total.get() >= (long) most * COUNT;
    }

    /** How long the oldest row of a segment waits. */
    Duration age(int segment) {
        long began = since.get(segment);
        return began == 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - began);
    }

    /** The segment whose oldest row waits longest. */
    OptionalInt oldest() {
        int oldest = -1;
        Duration age = Duration.ZERO;
        for (int i = 0; i < COUNT; i++) {
            if (rows.get(i) > 0 && age(i).compareTo(age) > 0) {
                oldest = i;
                age = age(i);
            }
        }
        return oldest < 0 ? OptionalInt.empty() : OptionalInt.of(oldest);
    }
}
