package io.swen.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthenticatorTests {
    /** The secret of RFC 6238, appendix B. */
    private static final String SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    private final List<Duration> waits = new ArrayList<>();

    @TempDir
    private Path folder;

    @Test
    void makesTheCodesOfTheStandard() throws Exception {
        assertThat(at("2005-03-18T01:58:29Z").next()).isEqualTo("081804");
        assertThat(waits).isEmpty();
    }

    @Test
    void doesNotWaitForAClockThatWasAheadOrForWhatIsNoStep() throws Exception {
        Files.writeString(folder.resolve("step"), "999999999999");
        at("2005-03-18T01:58:29Z").next();
        assertThat(waits).hasSize(1).allMatch(wait -> wait.compareTo(Duration.ofSeconds(30)) <= 0);

        Files.writeString(folder.resolve("step"), "nonsense");
        assertThat(at("2005-03-18T01:58:29Z").next()).isEqualTo("081804");
    }

    private Authenticator at(String time) {
        return new Authenticator(
                "operator",
                SECRET,
                folder.resolve("step"),
                Clock.fixed(Instant.parse(time), ZoneOffset.UTC),
                waits::add);
    }
}
