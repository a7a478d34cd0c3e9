package io.swen.platform.audit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.swen.platform.metric.PlatformMetric;
import java.io.IOException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Seals what was committed: chains the rows by their hashes, signs the end of each batch, and copies the batch outside the
 * database. One instance of a service does it, whoever holds the lock; those who write rows never wait for it.
 *
 * <p>Rows are taken in the order of transaction and number, and only those of transactions older than every open one: nothing
 * can be committed later at a place that is sealed already.
 */
final class Sealer implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Sealer.class);
    private static final int BATCH = 1_000;
    private static final Duration INTERVAL = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);
    private static final Duration RETENTION_INTERVAL = Duration.ofHours(1);
    private static final long LOCK = 0x5157_454e_0a0dL;

    private final AuditDatabase database;
    private final SigningKeys keys;
    private final AuditProperties properties;
    private final String service;
    private final Retention retention;
    private final InstantSource wall = InstantSource.system();
    private final MeterRegistry metrics;
    private final Counter sealed;
    private volatile CountDownLatch stopping = new CountDownLatch(1);
    private volatile double lag;
    private volatile boolean running;
    private @Nullable Thread thread;

    Sealer(
            AuditDatabase database,
            SigningKeys keys,
            AuditProperties properties,
            String service,
            Retention retention,
            MeterRegistry metrics) {
        this.database = database;
        this.keys = keys;
        this.properties = properties;
        this.service = service;
        this.retention = retention;
        this.metrics = metrics;
        this.sealed = metrics.counter(PlatformMetric.AUDIT_SEALED.id());
        Gauge.builder(PlatformMetric.AUDIT_SEAL_LAG.id(), () -> lag)
                .baseUnit("seconds")
                .register(metrics);
    }

    @Override
    public synchronized void start() {
        running = true;
        stopping = new CountDownLatch(1);
        thread = Thread.ofVirtual().name("audit-sealer").start(this::run);
    }

    /** Lets it finish what it is at: interrupting a write to the copy would close the file in the middle of a batch. */
    @Override
    public synchronized void stop() {
        running = false;
        stopping.countDown();
        if (thread != null) {
            try {
                if (!thread.join(LAST_WORDS)) {
                    thread.interrupt();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            thread = null;
        }
    }

    private void pause(Duration time) throws InterruptedException {
        if (stopping.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.debug("sealing ends");
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Below the refusals' phase, so that their last rows are sealed by the next start at the latest, and stopped after them. */
    @Override
    public int getPhase() {
        return -1;
    }

    private void run() {
        boolean told = false;
        while (running) {
            try (Connection connection = database.connect()) {
                told = false;
                if (leads(connection)) {
                    lead(connection);
                } else {
                    pause(PAUSE);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (SQLException | IOException e) {
                if (running) {
                    failed("seal");
                    if (!told) {
                        LOG.warn("the audit log cannot be sealed at the moment: {}", e.toString());
                        told = true;
                    }
                    try {
                        pause(PAUSE);
                    } catch (InterruptedException interrupted) {
                        Thread.currentThread().interrupt();
                        return;
                    }
                }
            }
        }
    }

    private boolean leads(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select pg_try_advisory_lock(?)")) {
            statement.setLong(1, LOCK);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    private void lead(Connection connection) throws SQLException, IOException, InterruptedException {
        connection.setAutoCommit(false);
        OutsideCopy copy = null;
        Seal last = Seals.last(connection);
        connection.commit();
        Instant nextRetention = wall.instant();
        boolean copyFailed = false;
        boolean reconciled = false;
        while (running) {
            // The copy is opened first, because what stands there already must be followed, not repeated.
            try {
                if (copy == null) {
                    copy = OutsideCopy.open(
                            properties.folder(service),
                            service,
                            properties.fileSize().toBytes());
                    keys.publish(properties.folder(service));
                }
                if (!reconciled) {
                    last = reconcile(connection, last, copy.last());
                    reconciled = true;
                }
            } catch (IOException e) {
                copyFailed = copyFailure(copyFailed, e);
                copy = null;
            }
            SealedBatch batch = seal(connection, last);
            if (batch != null) {
                last = batch.seal();
                sealed.increment(batch.entries().size());
            }
            if (copy != null) {
                try {
                    catchUp(connection, copy, batch, last);
                    copyFailed = false;
                    if (!wall.instant().isBefore(nextRetention)) {
                        retention.prune(connection, copy.last());
                        nextRetention = wall.instant().plus(RETENTION_INTERVAL);
                    }
                } catch (IOException e) {
                    copyFailed = copyFailure(copyFailed, e);
                    copy = null;
                }
            }
            if (batch == null || batch.entries().size() < BATCH) {
                lag = batch == null ? unsealedAge(connection, last) : lag(batch);
                pause(INTERVAL);
            }
        }
    }

    private boolean copyFailure(boolean known, IOException e) {
        failed("copy");
        if (!known) {
            LOG.error("the audit log cannot be copied to {}: {}", properties.folder(service), e.toString());
        }
        return true;
    }

    private void failed(String step) {
        metrics.counter(PlatformMetric.AUDIT_FAILURES.id(), "step", step).increment();
    }

    /**
     * The seal to go on from. The copy never is ahead of an honest database, so where it is, or says something else, somebody
     * has removed or replaced seals: what the copy proves stays the chain's beginning, and the verification tells what is gone.
     */
    private @Nullable Seal reconcile(Connection connection, @Nullable Seal stored, @Nullable Seal copied)
            throws SQLException {
        if (copied == null) {
            return stored;
        }
        Seal same = Seals.find(connection, copied.batch());
        connection.commit();
        if (copied.equals(same)) {
            return stored;
        }
        metrics.counter(PlatformMetric.AUDIT_CONTRADICTIONS.id()).increment();
        LOG.error(
                "the audit log was tampered with or is an older backup: seal {} stands in {}, but the database has {};"
                        + " run ./swen verify audit",
                copied.batch(),
                properties.folder(service),
                same == null ? "none" : "another one");
        return stored == null || stored.batch() < copied.batch() ? copied : stored;
    }

    /** Copies what is missing there. */
    private void catchUp(Connection connection, OutsideCopy copy, @Nullable SealedBatch fresh, @Nullable Seal last)
            throws SQLException, IOException {
        if (last == null) {
            return;
        }
        while (running) {
            Seal copied = copy.last();
            long next = copied == null ? 1 : copied.batch() + 1;
            if (next > last.batch()) {
                return;
            }
            SealedBatch batch = fresh != null && fresh.seal().batch() == next ? fresh : Seals.load(connection, next);
            connection.commit();
            if (batch == null) {
                // Pruned by another instance, or tampered with: the copy goes on with what there is.
                Seal following = Seals.firstWithRowsFrom(connection, next);
                batch = following == null ? null : Seals.load(connection, following.batch());
                connection.commit();
                if (batch == null) {
                    return;
                }
            }
            copy.append(batch);
        }
    }

    private @Nullable SealedBatch seal(Connection connection, @Nullable Seal last) throws SQLException {
        Position after = last == null ? Position.BEGINNING : last.last();
        List<AuditRow> rows = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement("select " + AuditRow.COLUMNS
                + " from audit.event e where (e.tx, e.seq) > (?::xid8, ?)"
                + " and e.tx < pg_snapshot_xmin(pg_current_snapshot()) order by e.tx, e.seq limit ?")) {
            statement.setString(1, after.txText());
            statement.setLong(2, after.seq());
            statement.setInt(3, BATCH);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    rows.add(AuditRow.read(row));
                }
            }
        }
        if (rows.isEmpty()) {
            connection.commit();
            return null;
        }
        long n = last == null ? 0 : last.lastN();
        Hash previous = last == null ? Hash.ZERO : last.hash();
        Hash hash = previous;
        List<SealedBatch.Entry> entries = new ArrayList<>(rows.size());
        for (AuditRow row : rows) {
            n++;
            hash = hash.then(row.canonical(service, n));
            entries.add(new SealedBatch.Entry(n, row, hash));
        }
        Seal unsigned = new Seal(
                last == null ? 1 : last.batch() + 1,
                n - rows.size() + 1,
                n,
                rows.getLast().position(),
                previous,
                hash,
                wall.instant().truncatedTo(ChronoUnit.MICROS),
                keys.currentId(),
                new byte[0]);
        Seal seal = unsigned.signedWith(keys.sign(unsigned.signed(service)));
        insertHashes(connection, entries);
        insert(connection, seal);
        connection.commit();
        return new SealedBatch(seal, entries);
    }

    private static void insertHashes(Connection connection, List<SealedBatch.Entry> entries) throws SQLException {
        int size = entries.size();
        Long[] ns = new Long[size];
        String[] txs = new String[size];
        Long[] seqs = new Long[size];
        String[] ids = new String[size];
        byte[][] hashes = new byte[size][];
        for (int i = 0; i < size; i++) {
            SealedBatch.Entry entry = entries.get(i);
            ns[i] = entry.n();
            txs[i] = entry.row().position().txText();
            seqs[i] = entry.row().position().seq();
            ids[i] = entry.row().id().toString();
            hashes[i] = entry.hash().bytes();
        }
        try (PreparedStatement statement = connection.prepareStatement(
                "insert into audit.row_hash (n, tx, seq, id, hash) select n, tx::xid8, seq, id::uuid, hash"
                        + " from unnest(?::bigint[], ?::text[], ?::bigint[], ?::text[], ?::bytea[]) as g (n, tx, seq, id, hash)")) {
            Array[] arrays = {
                connection.createArrayOf("bigint", ns),
                connection.createArrayOf("text", txs),
                connection.createArrayOf("bigint", seqs),
                connection.createArrayOf("text", ids),
                connection.createArrayOf("bytea", hashes)
            };
            for (int i = 0; i < arrays.length; i++) {
                statement.setArray(i + 1, arrays[i]);
            }
            statement.executeUpdate();
        }
    }

    private static void insert(Connection connection, Seal seal) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "insert into audit.seal (batch, first_n, last_n, last_tx, last_seq, previous_hash, hash, sealed_at, key_id,"
                        + " signature) values (?, ?, ?, ?::xid8, ?, ?, ?, ?, ?, ?)")) {
            statement.setLong(1, seal.batch());
            statement.setLong(2, seal.firstN());
            statement.setLong(3, seal.lastN());
            statement.setString(4, seal.last().txText());
            statement.setLong(5, seal.last().seq());
            statement.setBytes(6, seal.previousHash().bytes());
            statement.setBytes(7, seal.hash().bytes());
            statement.setObject(8, seal.sealedAt().atOffset(ZoneOffset.UTC));
            statement.setString(9, seal.keyId());
            statement.setBytes(10, seal.signature());
            statement.executeUpdate();
        }
    }

    private double lag(SealedBatch batch) {
        Instant oldest = batch.entries().getFirst().row().at();
        return Math.max(0, Duration.between(oldest, wall.instant()).toMillis() / 1e3);
    }

    /** Rows that a long transaction keeps from being sealed. */
    private static double unsealedAge(Connection connection, @Nullable Seal last) throws SQLException {
        Position after = last == null ? Position.BEGINNING : last.last();
        try (PreparedStatement statement = connection.prepareStatement(
                "select coalesce(extract(epoch from clock_timestamp() - min(at)), 0)::float8 from audit.event"
                        + " where (tx, seq) > (?::xid8, ?)")) {
            statement.setString(1, after.txText());
            statement.setLong(2, after.seq());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Math.max(0, row.getDouble(1)) : 0;
            }
        } finally {
            connection.commit();
        }
    }
}
