package io.swen.gateway.session;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The tokens behind a browser's session; the browser never sees them.
 *
 * @param loggedInAt wall time of the login
 */
record SessionTokens(
        String accessToken,
        Instant accessExpiresAt,
        @Nullable String refreshToken,
        Instant loggedInAt) implements Serializable {

    private static final long serialVersionUID = 1L;

    static final String ATTRIBUTE = "swen.tokens";

    boolean isGoodFor(Duration margin, Instant now) {
        return now.plus(margin).isBefore(accessExpiresAt);
    }

    @Override
    public String toString() {
        return "SessionTokens[accessExpiresAt=" + accessExpiresAt + ", loggedInAt=" + loggedInAt + "]";
    }
}
