package io.swen.telemetry.cloud;

import io.swen.catalog.Provider;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A call to a cloud failed; never to be taken for an empty answer. */
public final class CloudException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final CloudErrorCode code;

    CloudException(Provider provider, CloudErrorCode code, String detail, @Nullable Throwable cause) {
        super(provider.id() + " " + code.name().toLowerCase(Locale.ROOT) + ": " + detail, cause);
        this.code = code;
    }

    public CloudErrorCode code() {
        return code;
    }
}
