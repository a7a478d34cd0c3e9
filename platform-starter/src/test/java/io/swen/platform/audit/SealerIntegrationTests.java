package io.swen.platform.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.swen.platform.audit.VerificationReport.Finding;
import io.swen.platform.audit.VerificationReport.Kind;
import io.swen.platform.metric.PlatformMetric;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealerIntegrationTests {

    @TempDir
    private Path folder;

    private AuditFixture log;

    @BeforeEach
    void emptyLog() {
        log = new AuditFixture(folder);
    }

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void sealsWhatManyWritersCommitAndNothingThatTheyRollBack() throws Exception {
        log.start();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> writers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                writers.add(executor.submit(() -> {
                    for (int j = 0; j < 40; j++) {
                        boolean fails = j % 4 == 3;
                        log.transaction.executeWithoutResult(status -> {
                            log.rows.insert(AuditEntry.of("thing.make", "thing", "x"), AuditContext.BACKGROUND);
                            if (fails) {
                                status.setRollbackOnly();
                            }
                        });
                    }
                }));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
        }
        log.awaitSealed(240);

        VerificationReport report = log.verify(1000);
        assertThat(report.findings()).isEmpty();
        assertThat(report.rows()).isEqualTo(240);
        assertThat(report.pending()).isZero();
    }

    @Test
    void waitsForAnOpenTransactionSoThatNothingIsCommittedBehindASeal() throws Exception {
        log.start();
        CountDownLatch written = new CountDownLatch(1);
        CountDownLatch mayCommit = new CountDownLatch(1);
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> slow = executor.submit(() -> log.transaction.executeWithoutResult(status -> {
                log.rows.insert(AuditEntry.of("thing.slow", "thing", "slow"), AuditContext.BACKGROUND);
                written.countDown();
                try {
                    mayCommit.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }));
            written.await();
            log.write(3);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> log.metrics
                                    .get(PlatformMetric.AUDIT_SEAL_LAG.id())
                                    .gauge()
                                    .value()
                            > 0);
            assertThat(log.copied()).isZero();
            mayCommit.countDown();
            slow.get();
        }
        log.awaitSealed(4);
        assertThat(log.verify().broken()).isZero();
    }

    @Test
    void onlyOneOfSeveralInstancesSealsAndAnotherTakesOver() throws Exception {
        log.start();
        log.write(2);
        log.awaitSealed(2);
        Path second = folder.resolve("second");
        Files.createDirectories(second.resolve("keys"));
        for (Path key : Files.list(folder.resolve("keys")).toList()) {
            Files.copy(key, second.resolve("keys").resolve(key.getFileName()));
        }
        try (AuditFixture other = log.elsewhere(second)) {
            other.start();
            log.write(3);
            log.awaitSealed(5);
            log.stop();
            log.write(1);
            other.awaitSealed(6);
            assertThat(other.verify().broken()).isZero();
        }
    }

    @Test
    void goesOnAfterACrashWithoutAGapOrARepetitionInTheCopy() throws Exception {
        log.write(5);
        log.seal(5);
        log.write(5);
        log.seal(10);
        Path file = OutsideCopy.files(log.properties.folder("thing")).getFirst();
        // What a crash in the middle of the second batch leaves.
        byte[] content = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(content, content.length - 300));

        log.write(1);
        log.seal(11);

        assertThat(log.verify().findings()).isEmpty();
        List<Long> batches = new ArrayList<>();
        try (OutsideCopy.Reader reader = OutsideCopy.read(log.properties.folder("thing"), 1)) {
            OutsideCopy.Reader.Batch batch;
            while ((batch = reader.next()) != null) {
                batches.add(batch.seal().batch());
            }
        }
        assertThat(batches).containsExactly(1L, 2L, 3L);
        assertThat(Files.readAllBytes(file)).startsWith(content);
    }

    @Test
    void copiesAgainWhereTheWholeCopyWasLost() throws Exception {
        log.write(4);
        log.seal(4);
        Files.delete(OutsideCopy.files(log.properties.folder("thing")).getFirst());

        log.seal(4);

        assertThat(log.verify().findings()).isEmpty();
    }

    @Test
    void sealsOnWhileTheCopyCannotBeWritten() throws Exception {
        Path blocked = log.properties.folder("thing");
        Files.createDirectories(blocked.getParent());
        Files.writeString(blocked, "not a folder");
        log.start();
        log.write(2);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> log.jdbc
                                .queryForList("select n from audit.row_hash", Long.class)
                                .size()
                        == 2);
        Files.delete(blocked);

        log.awaitSealed(2);
        assertThat(log.verify().broken()).isZero();
    }

    @Test
    void beginsANewFileWhenOneIsFullAndLetsNobodyElseRead() throws Exception {
        log.write(2000);
        log.seal(2000);
        log.write(700);
        log.seal(2700);

        List<Path> files = OutsideCopy.files(log.properties.folder("thing"));
        assertThat(files).hasSizeGreaterThan(1);
        for (Path file : files) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
        assertThat(log.verify(500).findings()).isEmpty();
    }

    @Test
    void retentionRemovesWholeBatchesThatAreCopiedAndTheRestStaysProvable() throws Exception {
        log.write(5);
        log.seal(5);
        log.write(5);
        log.seal(10);
        OutsideCopy copy = OutsideCopy.open(log.properties.folder("thing"), "thing", 1 << 20);
        Seal first = firstSeal();
        try (Connection connection = log.owner.connect()) {
            connection.setAutoCommit(false);
            // Nothing is copied yet, as far as this one knows.
            log.retention(Duration.ofMillis(1)).prune(connection, null);
            assertThat(count()).isEqualTo(10);
            log.retention(Duration.ofMillis(1)).prune(connection, first);
            assertThat(count()).isEqualTo(5);
            assertThat(log.verify().findings()).isEmpty();
            assertThat(log.verify().prunedThrough()).isEqualTo(1);
            log.retention(Duration.ofMillis(1)).prune(connection, copy.last());
        }
        log.write(1);
        log.seal(11);

        VerificationReport report = log.verify();
        assertThat(report.findings()).isEmpty();
        assertThat(report.rows()).isEqualTo(1);
        assertThat(report.prunedThrough()).isEqualTo(2);

        log.tamper("delete from audit.pruning where through_batch = 2");
        assertThat(log.verify().findings()).extracting(Finding::kind).contains(Kind.REMOVED);
    }

    @Test
    void keepsTheKeyPrivateAndKnowsOldOnes() throws Exception {
        log.write(1);
        log.seal(1);
        Path keys = log.properties.keysDirectory();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys.resolve(SigningKeys.PRIVATE_FILE))))
                .isEqualTo("rw-------");
        Files.delete(keys.resolve(SigningKeys.PRIVATE_FILE));
        try (AuditFixture renewed = log.elsewhere(folder)) {
            assertThat(renewed.keys.currentId()).isNotEqualTo(log.keys.currentId());
            renewed.write(1);
            renewed.seal(2);
            assertThat(renewed.verify().findings()).isEmpty();
        }
        Path published = log.properties.folder("thing");
        assertThat(SigningKeys.publicKeys(published)).hasSize(2);
    }

    @Test
    void anUnreadableLastLineOfTheCopyIsCutOff() throws Exception {
        log.write(1);
        log.seal(1);
        Path file = OutsideCopy.files(log.properties.folder("thing")).getFirst();
        Files.writeString(file, "{\"hash\":\"00", StandardOpenOption.APPEND);

        log.write(1);
        log.seal(2);

        assertThat(log.verify().findings()).isEmpty();
    }

    private Seal firstSeal() throws Exception {
        try (Connection connection = log.owner.connect()) {
            return java.util.Objects.requireNonNull(Seals.find(connection, 1));
        }
    }

    private int count() {
        Integer rows = log.jdbc.queryForObject("select count(*) from audit.event", Integer.class);
        return rows == null ? 0 : rows;
    }
}
