package io.swen.platform.audit;

import io.micrometer.core.instrument.MeterRegistry;
import io.swen.platform.metric.PlatformMetric;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes rows that are older than they have to be kept: whole batches, and only those that stand outside the database. */
final class Retention {

    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    /** Rows removed in one transaction, about. */
    private static final int STEP = 10_000;

    private final Duration keep;
    private final SigningKeys keys;
    private final String service;
    private final MeterRegistry metrics;
    private final InstantSource wall = InstantSource.system();

    Retention(Duration keep, SigningKeys keys, String service, MeterRegistry metrics) {
        this.keep = keep;
        this.keys = keys;
        this.service = service;
        this.metrics = metrics;
    }

    /** @param copied the newest batch outside the database */
    void prune(Connection connection, @Nullable Seal copied) throws SQLException {
        if (keep.isZero() || copied == null) {
            return;
        }
        Instant before = wall.instant().minus(keep);
        long total = 0;
        while (true) {
            int removed = step(connection, before, copied.batch());
            if (removed == 0) {
                break;
            }
            total += removed;
        }
        if (total > 0) {
            metrics.counter(PlatformMetric.AUDIT_PRUNED.id()).increment(total);
            LOG.info("removed {} rows of the audit log that were sealed before {}", total, before);
        }
    }

    private int step(Connection connection, Instant before, long copiedBatch) throws SQLException {
        try {
            Pruning last = Pruning.last(connection);
            long fromN = last == null ? 1 : last.throughN() + 1;
            Seal through = last(connection, before, copiedBatch, last == null ? 0 : last.throughBatch(), fromN + STEP);
            if (through == null) {
                connection.commit();
                return 0;
            }
            try (Statement statement = connection.createStatement()) {
                statement.execute("set local swen.audit_retention = 'on'");
            }
            int removed = delete(
                    connection,
                    "delete from audit.event e using audit.row_hash h where h.n between ? and ? and e.tx = h.tx and e.seq = h.seq",
                    fromN,
                    through.lastN());
            delete(connection, "delete from audit.row_hash where n between ? and ?", fromN, through.lastN());
            Pruning unsigned = new Pruning(
                    through.batch(),
                    through.lastN(),
                    through.hash(),
                    wall.instant().truncatedTo(ChronoUnit.MICROS),
                    keys.currentId(),
                    new byte[0]);
            insert(connection, unsigned.signedWith(keys.sign(unsigned.signed(service))));
            connection.commit();
            return Math.max(removed, 1);
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        }
    }

    /** The last of the batches that go in this step; at least one whole batch, however many rows it has. */
    private static @Nullable Seal last(
            Connection connection, Instant before, long copiedBatch, long afterBatch, long upToN) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select " + Seal.COLUMNS
                + " from audit.seal s where s.batch > ? and s.batch <= ? and s.sealed_at < ?"
                + " and (s.last_n <= ? or s.batch = ? + 1) order by s.batch desc limit 1")) {
            statement.setLong(1, afterBatch);
            statement.setLong(2, copiedBatch);
            statement.setObject(3, before.atOffset(ZoneOffset.UTC));
            statement.setLong(4, upToN);
            statement.setLong(5, afterBatch);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Seal.read(row) : null;
            }
        }
    }

    private static int delete(Connection connection, String sql, long fromN, long throughN) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, fromN);
            statement.setLong(2, throughN);
            return statement.executeUpdate();
        }
    }

    private static void insert(Connection connection, Pruning pruning) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "insert into audit.pruning (through_batch, through_n, hash, pruned_at, key_id, signature)"
                        + " values (?, ?, ?, ?, ?, ?)")) {
            statement.setLong(1, pruning.throughBatch());
            statement.setLong(2, pruning.throughN());
            statement.setBytes(3, pruning.hash().bytes());
            statement.setObject(4, pruning.prunedAt().atOffset(ZoneOffset.UTC));
            statement.setString(5, pruning.keyId());
            statement.setBytes(6, pruning.signature());
            statement.executeUpdate();
        }
    }
}
