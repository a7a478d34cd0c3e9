package io.swen.platform.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.swen.platform.audit.VerificationReport.Finding;
import io.swen.platform.audit.VerificationReport.Kind;
import io.swen.platform.metric.PlatformMetric;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each way of altering the audit log, done by somebody with all rights on the database, is found and named. */
class VerificationIntegrationTests {

    private static final int ROWS = 20;

    @TempDir
    private Path folder;

    private AuditFixture log;

    @BeforeEach
    void twentyRowsInSeveralBatches() {
        log = new AuditFixture(folder);
        log.write(8);
        log.seal(8);
        log.write(1);
        log.seal(9);
        log.write(11);
        log.seal(ROWS);
    }

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void findsNothingWhereNothingWasDone() {
        log.write(2);
        VerificationReport report = log.verify();

        assertThat(report.findings()).isEmpty();
        assertThat(report.broken()).isZero();
        assertThat(report.rows()).isEqualTo(ROWS);
        assertThat(report.pending()).isEqualTo(2);
        assertThat(report.copiedThrough()).isEqualTo(3);
    }

    @Test
    void findsAChangedRowAndSaysInWhichColumns() throws Exception {
        log.tamper("update audit.event set after = '{\"size\":99}', action = 'thing.praise' where " + at(5));

        assertThat(only(log.verify())).satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.CHANGED);
            assertThat(finding.n()).isEqualTo(5);
            assertThat(finding.id()).isEqualTo(id(5));
            assertThat(finding.detail()).contains("action, after differ");
        });
    }

    @Test
    void findsAChangedRowWithoutTheCopyToo() throws Exception {
        log.tamper("update audit.event set at = at + interval '1 microsecond' where " + at(9));
        AuditFixture elsewhere = log.elsewhere(folder.resolve("elsewhere"));

        VerificationReport report =
                new Verification(log.owner, log.keys, elsewhere.properties.folder("thing"), "thing").check(null, 100);

        assertThat(only(report).n()).isEqualTo(9);
        assertThat(report.copiedThrough()).isNull();
    }

    @Test
    void findsARemovedRowAndTellsWhatItWas() throws Exception {
        log.tamper("delete from audit.event where " + at(7));

        assertThat(only(log.verify())).satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.REMOVED);
            assertThat(finding.n()).isEqualTo(7);
            assertThat(finding.detail()).contains("thing.change on thing t-6");
        });
    }

    @Test
    void findsTheNewestRowRemoved() throws Exception {
        log.tamper("delete from audit.event where " + at(ROWS));

        assertThat(only(log.verify())).extracting(Finding::kind, Finding::n).containsExactly(Kind.REMOVED, (long) ROWS);
    }

    @Test
    void findsTheNewestBatchRemovedWithItsHashesAndSeal() throws Exception {
        log.tamper(
                "delete from audit.event where (tx, seq) > (select tx, seq from audit.row_hash where n = 9)",
                "delete from audit.row_hash where n > 9",
                "delete from audit.seal where batch = 3");

        VerificationReport report = log.verify();

        assertThat(kinds(report)).containsOnly(Kind.SEAL_REMOVED, Kind.REMOVED);
        assertThat(report.findings().stream().filter(each -> each.kind() == Kind.REMOVED))
                .extracting(Finding::n)
                .containsExactly(10L, 11L, 12L, 13L, 14L, 15L, 16L, 17L, 18L, 19L, 20L);
    }

    @Test
    void findsEverythingTruncated() throws Exception {
        log.tamper("truncate audit.event, audit.row_hash, audit.seal, audit.pruning");

        VerificationReport report = log.verify();

        assertThat(report.rows()).isEqualTo(ROWS);
        assertThat(report.broken()).isEqualTo(ROWS + 3);
        assertThat(report.findings()).extracting(Finding::n).contains(1L, 20L);
    }

    @Test
    void goesOnBehindWhatTheCopyProvesAfterEverythingWasTruncated() throws Exception {
        log.tamper("truncate audit.event, audit.row_hash, audit.seal, audit.pruning");
        log.write(2);
        log.seal(ROWS + 2);

        VerificationReport report = log.verify();

        assertThat(log.metrics.counter(PlatformMetric.AUDIT_CONTRADICTIONS.id()).count())
                .isEqualTo(1);
        assertThat(report.broken()).isGreaterThanOrEqualTo(3);
        assertThat(kinds(report)).contains(Kind.SEAL_REMOVED);
    }

    @Test
    void findsAnInsertedRow() throws Exception {
        log.tamper("insert into audit.event (tx, seq, id, at, action, resource_type, resource_id, outcome)"
                + " overriding system value select tx, seq + 100000, gen_random_uuid(), at, 'thing.forge', 'thing', 'x',"
                + " 'succeeded' from audit.event where " + at(4));

        assertThat(only(log.verify())).satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.INSERTED);
            assertThat(finding.detail()).contains("thing.forge");
        });
    }

    @Test
    void findsReorderedRows() throws Exception {
        String third = id(3);
        String fourth = id(4);
        log.tamper(
                "with pair as (select h.n, e.* from audit.event e join audit.row_hash h using (tx, seq) where h.n in (3, 4)),"
                        + " gone as (delete from audit.event e using pair p where e.id = p.id returning e.id)"
                        + " select count(*) from gone");
        log.tamper(insertAt(3, fourth, 3), insertAt(4, third, 2));

        VerificationReport report = log.verify();

        assertThat(report.findings()).extracting(Finding::kind).containsOnly(Kind.REORDERED);
        assertThat(report.findings()).extracting(Finding::id).containsExactlyInAnyOrder(third, fourth);
    }

    @Test
    void findsAMovedRow() throws Exception {
        String moved = id(10);
        log.tamper(
                "alter table audit.event alter seq drop identity",
                "update audit.event set seq = seq + 100000, tx = (select tx from audit.row_hash where n = 12) where "
                        + at(10));

        VerificationReport report = log.verify(100);

        assertThat(report.findings()).extracting(Finding::id).containsOnly(moved);
        assertThat(report.findings()).extracting(Finding::kind).containsOnly(Kind.REORDERED);
    }

    @Test
    void findsAnAlteredSeal() throws Exception {
        log.tamper("update audit.seal set sealed_at = sealed_at - interval '1 day' where batch = 2");

        VerificationReport report = log.verify();

        assertThat(kinds(report)).containsOnly(Kind.SEAL_ALTERED);
        assertThat(report.findings()).extracting(Finding::batch).containsOnly(2L);
    }

    @Test
    void findsASealWithAnotherHash() throws Exception {
        log.tamper("update audit.seal set hash = sha256('x') where batch = 2");

        assertThat(kinds(log.verify())).containsOnly(Kind.SEAL_ALTERED);
    }

    @Test
    void findsARemovedSeal() throws Exception {
        log.tamper("delete from audit.seal where batch = 2");

        VerificationReport report = log.verify();

        assertThat(kinds(report)).contains(Kind.SEAL_REMOVED);
        assertThat(report.findings().getFirst().batch()).isEqualTo(2L);
    }

    @Test
    void findsAnAlteredHash() throws Exception {
        log.tamper("update audit.row_hash set hash = sha256('x') where n = 6");

        assertThat(only(log.verify())).satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.CHANGED);
            assertThat(finding.n()).isEqualTo(6);
            assertThat(finding.detail()).contains("its stored hash was altered");
        });
    }

    @Test
    void namesOnlyTheRowThatWasChangedTogetherWithItsHash() throws Exception {
        log.tamper("update audit.row_hash set hash = sha256('x') where n = 6");
        log.tamper("update audit.event set action = 'thing.praise' where " + at(6));

        assertThat(only(log.verify())).extracting(Finding::kind, Finding::n).containsExactly(Kind.CHANGED, 6L);
    }

    @Test
    void findsARemovedHash() throws Exception {
        log.tamper("delete from audit.row_hash where n = 6");

        assertThat(only(log.verify())).extracting(Finding::kind, Finding::n).containsExactly(Kind.REMOVED, 6L);
    }

    @Test
    void findsALogThatWasRewrittenByWhoHasTheKey() throws Exception {
        log.tamper(
                "update audit.event set actor_id = gen_random_uuid() where " + at(5),
                "truncate audit.row_hash, audit.seal, audit.pruning");
        Path forger = folder.resolve("forger");
        Files.createDirectories(forger.resolve("keys"));
        for (Path key : Files.list(folder.resolve("keys")).toList()) {
            Files.copy(key, forger.resolve("keys").resolve(key.getFileName()));
        }
        try (AuditFixture forged = log.elsewhere(forger)) {
            forged.seal(ROWS);
            assertThat(forged.verify().broken()).isZero();
        }

        VerificationReport report = log.verify();

        assertThat(report.broken()).isPositive();
        assertThat(report.findings())
                .anySatisfy(finding -> assertThat(finding.detail()).contains("actor_id differs"));
    }

    @Test
    void findsAnAlteredCopy() throws Exception {
        Path file = OutsideCopy.files(log.properties.folder("thing")).getFirst();
        String content = Files.readString(file);
        Files.writeString(file, content.replaceFirst("\"resource_id\":\"t-6\"", "\"resource_id\":\"t-7\""));

        assertThat(only(log.verify())).satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.COPY_ALTERED);
            assertThat(finding.n()).isEqualTo(7);
        });
    }

    @Test
    void findsABatchMissingInTheCopy() throws Exception {
        Path file = OutsideCopy.files(log.properties.folder("thing")).getFirst();
        List<String> lines = Files.readAllLines(file);
        lines.subList(9, 11).clear();
        Files.write(file, lines, StandardCharsets.UTF_8);

        assertThat(kinds(log.verify(100))).contains(Kind.COPY_ALTERED);
    }

    private static String at(long n) {
        return "(tx, seq) = (select tx, seq from audit.row_hash where n = " + n + ")";
    }

    /** The row of another place, as it is but for its place. */
    private String insertAt(long n, String id, int number) {
        return "insert into audit.event (tx, seq, id, at, action, resource_type, resource_id, outcome, before, after, team,"
                + " environment) overriding system value select tx, seq, '" + id
                + "', now(), 'thing.change', 'thing', 't-"
                + number + "', 'succeeded', '{}', '{}', 'research', 'dev' from audit.row_hash where n = " + n;
    }

    private String id(long n) {
        return String.valueOf(
                log.jdbc.queryForObject("select id::text from audit.row_hash where n = ?", String.class, n));
    }

    private static Finding only(VerificationReport report) {
        assertThat(report.findings()).as(report.findings().toString()).hasSize(1);
        return report.findings().getFirst();
    }

    private static List<Kind> kinds(VerificationReport report) {
        return report.findings().stream().map(Finding::kind).toList();
    }
}
