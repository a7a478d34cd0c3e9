package io.swen.platform.error;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FingerprintTests {

    private final LoggerContext context = new LoggerContext();

    @Test
    void isTheSameForWhateverItHappenedTo() {
        assertThat(of("workload {} could not be decided", failing("a"), "train-bert"))
                .isEqualTo(of("workload {} could not be decided", failing("b"), "cache"));
        assertThat(of("lease {} is lost", null, "1")).isEqualTo(of("lease {} is lost", null, "2"));
        assertThat(of("change 0198f3a2-7c1e-7d3a-9b1c-2f4e6a8c0d12 died", null, ""))
                .isEqualTo(of("change 0198f3a2-0000-7d3a-9b1c-2f4e6a8c0d13 died", null, ""));
    }

    @Test
    void tellsPlacesExceptionsAndMessagesApart() {
        assertThat(of("x", failing("a"), "")).isNotEqualTo(of("x", failingElsewhere(), ""));
        assertThat(of("x", new IllegalStateException("a"), ""))
                .isNotEqualTo(of("x", new IllegalArgumentException("a"), ""));
        assertThat(of("x", null, "")).isNotEqualTo(of("y", null, ""));
    }

    @Test
    void namesTheExceptionAtTheBottomAndOurPlaceNearestToIt() {
        RuntimeException thrown = new IllegalStateException("outer", failing("inner"));

        Fingerprint fingerprint = Fingerprint.of(event("x", thrown, ""));

        assertThat(fingerprint.value()).matches("[0-9a-f]{16}");
        assertThat(fingerprint.exception()).isEqualTo("java.lang.IllegalArgumentException");
        assertThat(fingerprint.place()).isEqualTo("io.swen.platform.error.FingerprintTests.failing");
        assertThat(fingerprint.frames().size()).isBetween(1, 12);
    }

    private static RuntimeException failing(String about) {
        return new IllegalArgumentException("no place for " + about);
    }

    private static RuntimeException failingElsewhere() {
        return new IllegalArgumentException("no place");
    }

    private String of(String message, @Nullable RuntimeException thrown, String about) {
        return Fingerprint.of(event(message, thrown, about)).value();
    }

    private LoggingEvent event(String message, @Nullable RuntimeException thrown, String about) {
        return new LoggingEvent(
                "x", context.getLogger("io.swen.thing"), Level.ERROR, message, thrown, new Object[] {about});
    }
}
