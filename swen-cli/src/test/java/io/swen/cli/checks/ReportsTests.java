package io.swen.cli.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportsTests {
    private static final Instant BEGAN = Instant.parse("2026-01-01T00:00:00Z");

    private static final String GOOD = "<testcase name=\"good\" classname=\"io.swen.ThingTests\"/>";
    private static final String SKIPPED =
            "<testcase name=\"none\" classname=\"io.swen.ThingTests\"><skipped message=\"not here\"/></testcase>";
    /** Failed twice: what the second try said is not counted once more. */
    private static final String BAD =
            "<testcase name=\"bad\" classname=\"io.swen.ThingTests\"><failure message=\"expected: 2&#10; but was: 1\" type=\"x\"/>"
                    + "<rerunFailure message=\"again\" type=\"x\"/></testcase>";

    private static final String LATE =
            "<testcase name=\"late\" classname=\"io.swen.ThingTests\"><flakyError type=\"java.lang.IllegalStateException\">"
                    + "<stackTrace><![CDATA[a < b]]></stackTrace></flakyError></testcase>";

    @TempDir
    Path root;

    @Test
    void sumsTheSurefireReportsOfThisRunOnly() throws IOException {
        report("a", "TEST-One.xml", GOOD + GOOD + BAD + SKIPPED + "</testsuite>", BEGAN.plusSeconds(5));
        report("b", "TEST-Two.xml", GOOD + LATE + "</testsuite>", BEGAN.plusSeconds(9));
        report("b", "TEST-Old.xml", BAD + "</testsuite>", BEGAN.minusSeconds(9));
        assertThat(Reports.surefire(root, BEGAN, Duration.ZERO))
                .isEqualTo(new Tally(
                        "maven verify",
                        4,
                        1,
                        1,
                        List.of(
                                "ThingTests.bad: expected: 2 but was: 1",
                                "ThingTests.late (passed at the second try): java.lang.IllegalStateException"),
                        Duration.ZERO));
    }

    @Test
    void aSurefireReportThatWasNotFinishedCountsWhatItHas() throws IOException {
        report("a", "TEST-Cut.xml", GOOD + BAD + "<testca", BEGAN.plusSeconds(5));
        Tally tally = Reports.surefire(root, BEGAN, Duration.ZERO);
        assertThat(tally.passed()).isEqualTo(1);
        assertThat(tally.failures())
                .containsExactly("ThingTests.bad: expected: 2 but was: 1", "TEST-Cut.xml is not finished");
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

    private void report(String module, String name, String cases, Instant modified) throws IOException {
        Path file = root.resolve(module).resolve("target/surefire-reports").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "<?xml version=\"1.0\"?>\n<testsuite name=\"x\" tests=\"99\">\n" + cases);
        Files.setLastModifiedTime(file, FileTime.from(modified));
    }
}
