package io.swen.cli.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportsTests {
    private static final Instant BEGAN = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path root;

    @Test
    void sumsTheSurefireReportsOfThisRunOnly() throws IOException {
        report("a", "TEST-One.xml", "tests=\"10\" errors=\"1\" skipped=\"2\" failures=\"1\"", BEGAN.plusSeconds(5));
        report("b", "TEST-Two.xml", "tests=\"3\" errors=\"0\" skipped=\"0\" failures=\"0\"", BEGAN.plusSeconds(9));
        report("b", "TEST-Old.xml", "tests=\"99\" errors=\"9\" skipped=\"0\" failures=\"0\"", BEGAN.minusSeconds(9));
        assertThat(Reports.surefire(root, BEGAN, Duration.ZERO))
                .isEqualTo(new Tally("maven verify", 9, 2, 2, Duration.ZERO));
    }

    @Test
    void readsWhatVitestAndPlaywrightWrite() throws IOException {
        Path vitest = Files.writeString(
                root.resolve("v.json"),
                "{\"numPassedTests\":40,\"numFailedTests\":1,\"numPendingTests\":2,\"numTodoTests\":1}");
        assertThat(Reports.vitest(vitest, Duration.ZERO)).isEqualTo(new Tally("vitest", 40, 1, 3, Duration.ZERO));
        Path playwright = Files.writeString(
                root.resolve("p.json"), "{\"stats\":{\"expected\":3,\"unexpected\":1,\"flaky\":1,\"skipped\":0}}");
        assertThat(Reports.playwright(playwright, Duration.ZERO))
                .isEqualTo(new Tally("playwright", 4, 1, 0, Duration.ZERO));
    }

    @Test
    void namesThePlaywrightTestsThatFailedAndWhatTheySaid() throws IOException {
        Path report = Files.writeString(root.resolve("p.json"), """
                {"stats": {"expected": 1, "unexpected": 1, "flaky": 1, "skipped": 0},
                 "suites": [{"suites": [{"specs": [
                   {"title": "good", "file": "a.spec.ts", "line": 1, "tests": [{"status": "expected", "results": [{}]}]},
                   {"title": "bad", "file": "a.spec.ts", "line": 7, "tests": [{"status": "unexpected", "results": [
                     {"error": {"message": "\\u001b[31mError:\\u001b[39m not\\n  there"}}]}]}]}],
                   "specs": [
                   {"title": "late", "file": "b.spec.ts", "line": 9, "tests": [{"status": "flaky", "results": [
                     {"error": {"message": "too late"}}, {}]}]}]}]}
                """);
        assertThat(Reports.playwright(report, Duration.ZERO).failures())
                .containsExactlyInAnyOrder(
                        "a.spec.ts:7 bad: Error: not there", "b.spec.ts:9 late (passed at the second try): too late");
    }

    @Test
    void aToolThatEndedBadlyWithoutAFailedTestHasFailedOnce() throws IOException {
        Tally nothing = Reports.vitest(root.resolve("never-written.json"), Duration.ZERO);
        assertThat(nothing.endedWith(0).failed()).isZero();
        assertThat(nothing.endedWith(1).failed()).isEqualTo(1);
        assertThat(new Tally("x", 1, 2, 0, Duration.ZERO).endedWith(1).failed()).isEqualTo(2);
    }

    private void report(String module, String name, String counts, Instant modified) throws IOException {
        Path file = root.resolve(module).resolve("target/surefire-reports").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "<?xml version=\"1.0\"?>\n<testsuite name=\"x\" " + counts + ">\n</testsuite>");
        Files.setLastModifiedTime(file, FileTime.from(modified));
    }
}
