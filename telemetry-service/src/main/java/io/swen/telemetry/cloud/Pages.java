package io.swen.telemetry.cloud;

import io.swen.catalog.Provider;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads answers page by page, but not for ever. */
final class Pages {

    /** Far more than any account has; a provider whose tokens go in a circle is stopped here. */
    private static final int MOST = 200;

    private Pages() {}

    /**
     * Asks until there is no next page.
     *
     * @param page takes the token of a page, null for the first, and returns that of the next, null or empty for none
     * @param what for the message, such as {@code instances of aws:us-east-1}
     */
    static void readAll(Provider provider, String what, Function<@Nullable String, @Nullable String> page) {
        String next = null;
        for (int number = 0; number < MOST; number++) {
            next = page.apply(next);
            if (next == null || next.isEmpty()) {
                return;
            }
        }
        throw new CloudException(
                provider, CloudErrorCode.REMOTE_FAILED, what + " never end: more than " + MOST + " pages", null);
    }
}
