package io.swen.platform.profiling;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether a service records, and how. Times are wall times.
 *
 * @param settings null while nothing is recorded
 * @param until when it ends by itself; null where it goes on
 * @param bytes how large the recording is so far
 * @param maxAge how far back it goes
 * @param maxBytes how large it may become
 */
record Profile(
        String service,
        boolean recording,
        @Nullable Settings settings,
        @Nullable Instant since,
        @Nullable Instant until,
        long bytes,
        Duration maxAge,
        long maxBytes) {

    /** The JDK's two sets of events. */
    enum Settings {
        /** Below one percent of the processor. */
        DEFAULT,
        /** More samples and more events, about two percent. */
        PROFILE;

        String configuration() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
