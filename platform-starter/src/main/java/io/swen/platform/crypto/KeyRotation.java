package io.swen.platform.crypto;

import io.swen.platform.audit.AuditLog;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Replaces a service's key-encryption key while it runs: a new key seals what comes, a background run seals anew what is stored, and
 * then the old key can be retired. What is left to do stands in the sealed texts themselves, so a run that is cut off goes on later.
 */
final class KeyRotation implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(KeyRotation.class);
    private static final Duration FIRST_RUN = Duration.ofSeconds(15);
    private static final Duration BETWEEN_RUNS = Duration.ofMinutes(5);

    private final KeyEncryptionKeys keys;
    private final Envelope envelope;
    private final List<SealedColumn> columns;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final AuditLog audit;
    private final EncryptionProperties properties;
    private final String service;
    private final InstantSource wall = InstantSource.system();
    private volatile boolean sealing;
    private @Nullable ScheduledThreadPoolExecutor runner;

    KeyRotation(
            KeyEncryptionKeys keys,
            Envelope envelope,
            List<SealedColumn> columns,
            JdbcTemplate jdbc,
            TransactionTemplate transaction,
            AuditLog audit,
            EncryptionProperties properties,
            String service) {
        this.keys = keys;
        this.envelope = envelope;
        this.columns = List.copyOf(columns);
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.audit = audit;
        this.properties = properties;
        this.service = service;
    }

    /** Which keys there are, and how much is still sealed under which. */
    EncryptionKeys state() {
        KeyEncryptionKeys.Key active = keys.active();
        List<EncryptionKeys.Column> counted = rows().stream()
                .map(rows -> {
                    Map<String, Long> values = rows.valuesByKey();
                    long all =
                            values.values().stream().mapToLong(Long::longValue).sum();
                    return new EncryptionKeys.Column(
                            rows.name(), all, all - values.getOrDefault(active.id(), 0L), values);
                })
                .toList();
        List<EncryptionKeys.Key> listed = keys.ids().stream()
                .map(id -> new EncryptionKeys.Key(
                        id,
                        id.equals(active.id()),
                        counted.stream()
                                .mapToLong(column -> column.valuesByKey().getOrDefault(id, 0L))
                                .sum()))
                .toList();
        return new EncryptionKeys(
                service,
                properties.provider(),
                active.id(),
                active.madeAt(),
                active.madeAt().plus(properties.dataKeyLife()),
                listed,
                counted,
                counted.stream().mapToLong(EncryptionKeys.Column::left).sum(),
                sealing);
    }

    /** Makes a new key the active one and begins to seal anew what is stored. */
    EncryptionKeys rotate() {
        transaction.executeWithoutResult(status -> {
            String before = keys.active().id();
            // First, so that nothing happens where it cannot be recorded.
            audit.record("encryption_key.rotate", "encryption_key", service, Map.of("active_key_id", before), null);
            String after = keys.rotate();
            audit.record(
                    "encryption_key.activate",
                    "encryption_key",
                    service,
                    Map.of("active_key_id", before),
                    Map.of("active_key_id", after));
        });
        envelope.forgetDataKeys();
        sealSoon();
        return state();
    }

    /** Makes an old key unusable, once nothing is sealed under it and no instance can still seal under it. */
    EncryptionKeys retire(String keyId) {
        EncryptionKeys now = state();
        EncryptionKeys.Key key = now.keys().stream()
                .filter(known -> known.id().equals(keyId))
                .findFirst()
                .orElseThrow(() -> ProblemException.notFound("encryption key", keyId));
        if (key.active()) {
            throw ProblemException.of(ErrorCode.CONFLICT, "key " + keyId + " is the active one: rotate first");
        }
        if (now.left() > 0) {
            throw ProblemException.of(
                    ErrorCode.CONFLICT,
                    now.left() + " values are still to be sealed under the active key; they are being done");
        }
        Instant from = now.oldKeysRetirableFrom();
        if (wall.instant().isBefore(from)) {
            throw ProblemException.of(
                    ErrorCode.CONFLICT,
                    "another instance may seal under key " + keyId + " until " + from + "; retire it after that");
        }
        transaction.executeWithoutResult(status -> {
            audit.record("encryption_key.retire", "encryption_key", service, Map.of("key_id", keyId), null);
            keys.retire(keyId);
        });
        envelope.forgetDataKeys();
        return state();
    }

    /** Seals anew whatever is not under the active key; answers how many values it sealed. */
    int sealAnew() {
        String active = keys.active().id();
        int done = 0;
        int failed = 0;
        sealing = true;
        try {
            for (SealedRows rows : rows()) {
                List<Object> after = List.of();
                while (after != null) {
                    SealedRows.Batch batch = rows.seal(active, after);
                    done += batch.done();
                    failed += batch.failed();
                    after = Thread.currentThread().isInterrupted() ? null : batch.last();
                }
            }
        } finally {
            sealing = false;
        }
        if (done > 0 || failed > 0) {
            LOG.info("sealed {} values anew under key {}, {} could not be", done, active, failed);
        }
        return done;
    }

    private List<SealedRows> rows() {
        return columns.stream()
                .map(column -> new SealedRows(column, jdbc, envelope))
                .collect(Collectors.toList());
    }

    private void sealSoon() {
        ScheduledThreadPoolExecutor running = runner;
        if (running != null) {
            try {
                running.execute(this::run);
            } catch (RejectedExecutionException stopping) {
                LOG.info("the next start seals the stored values anew: {}", stopping.getMessage());
            }
        }
    }

    private void run() {
        try {
            sealAnew();
        } catch (EnvelopeException | DataAccessException outage) {
            LOG.warn("stored values are sealed anew later: {}", outage.getMessage());
        }
    }

    @Override
    public void start() {
        ScheduledThreadPoolExecutor starting = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name("key-rotation").daemon(true).factory());
        starting.scheduleWithFixedDelay(
                this::run, FIRST_RUN.toMillis(), BETWEEN_RUNS.toMillis(), TimeUnit.MILLISECONDS);
        runner = starting;
    }

    @Override
    public void stop() {
        ScheduledThreadPoolExecutor running = runner;
        runner = null;
        if (running != null) {
            running.shutdownNow();
        }
    }

    @Override
    public boolean isRunning() {
        return runner != null;
    }
}
