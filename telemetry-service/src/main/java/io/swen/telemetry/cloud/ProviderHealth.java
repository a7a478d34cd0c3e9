package io.swen.telemetry.cloud;

import io.swen.catalog.Provider;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a provider is doing.
 *
 * @param reason what is wrong; null while fresh
 * @param since when it got into this state, in domain time
 */
public record ProviderHealth(
        Provider provider, State state, @Nullable String reason, Instant since, boolean simulated) {

    /** Fresh: all of it answers. Stale: some of it does not, or nothing was heard for a while. Unavailable: nothing answers. */
    public enum State {
        FRESH,
        STALE,
        UNAVAILABLE;

        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
