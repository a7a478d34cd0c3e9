package io.swen.telemetry.cloud;

import io.swen.catalog.Provider;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A call to a cloud failed; never to be taken for an empty answer. */
public final class CloudException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final int LONGEST_DETAIL = 300;
    /** SDKs quote the address they called, and some sign in its query. */
    private static final Pattern QUERY = Pattern.compile("\\?[^\\s=?]++=\\S*+");

    private final CloudErrorCode code;

    CloudException(Provider provider, CloudErrorCode code, String detail, @Nullable Throwable cause) {
        super(provider.id() + " " + code.name().toLowerCase(Locale.ROOT) + ": " + told(detail), cause);
        this.code = code;
    }

    private static String told(String detail) {
        String safe = QUERY.matcher(detail).replaceAll("");
        return safe.length() > LONGEST_DETAIL ? safe.substring(0, LONGEST_DETAIL) + "…" : safe;
    }

    public CloudErrorCode code() {
        return code;
    }
}
