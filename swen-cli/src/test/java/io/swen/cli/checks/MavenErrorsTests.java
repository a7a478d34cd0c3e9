package io.swen.cli.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MavenErrorsTests {

    @Test
    void namesTheFailedGoalsOnceAndNothingElse() {
        assertThat(MavenErrors.in(Stream.of(
                        "[INFO] Running io.swen.ThingTests",
                        "[ERROR] Tests run: 3, Failures: 1, Errors: 0, Skipped: 0 <<< FAILURE! -- in io.swen.ThingTests",
                        "[ERROR] Failures: ",
                        "[ERROR]   ThingTests.doesWhatItSays:42 ",
                        "[ERROR] Failed to execute goal com.diffplug.spotless:check on project thing: not formatted",
                        "[ERROR] Failed to execute goal com.diffplug.spotless:check on project thing: not formatted",
                        "[ERROR] -> [Help 1]")))
                .containsExactly("Failed to execute goal com.diffplug.spotless:check on project thing: not formatted");
    }

    @Test
    void isBounded() {
        assertThat(MavenErrors.in(Stream.iterate(0, n -> n + 1)
                        .limit(100)
                        .map(n -> "[ERROR] Failed to execute goal " + n + ": " + "x".repeat(1000))))
                .hasSize(20)
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(401));
    }
}
