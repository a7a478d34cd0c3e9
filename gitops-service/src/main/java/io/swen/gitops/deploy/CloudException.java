package io.swen.gitops.deploy;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A cloud refused a call or did not answer. */
public final class CloudException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Whose fault it is, and so whether trying again helps. */
    public enum Kind {
        /** The zone has no such instance left, or our quota has not. */
        CAPACITY(false),
        /** We call too often. */
        THROTTLED(true),
        /** Our credentials are not good for this. */
        AUTH(false),
        /** We asked for something that cannot be. */
        BAD_REQUEST(false),
        /** No answer in time; it may have happened, and client tokens make asking again safe. */
        TIMEOUT(true),
        /** The cloud failed on its side. */
        UNAVAILABLE(true);

        private final boolean retryable;

        Kind(boolean retryable) {
            this.retryable = retryable;
        }

        public boolean isRetryable() {
            return retryable;
        }

        /** The name in failures. */
        public String code() {
            return "cloud-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private final Kind kind;
    private final boolean inDoubt;

    public CloudException(Kind kind, String message, Throwable cause) {
        this(kind, message, cause, kind == Kind.TIMEOUT || kind == Kind.UNAVAILABLE);
    }

    /** Where the cloud was not asked at all. */
    CloudException(Kind kind, String message) {
        this(kind, message, null, false);
    }

    private CloudException(Kind kind, String message, @Nullable Throwable cause, boolean inDoubt) {
        super(message, cause);
        this.kind = kind;
        this.inDoubt = inDoubt;
    }

    /** The same, where an attempt before this one may have done what was asked for. */
    CloudException afterDoubt() {
        return new CloudException(kind, String.valueOf(getMessage()), this, true);
    }

    /** Whether what was asked for may have happened all the same. */
    boolean isInDoubt() {
        return inDoubt;
    }

    public Kind kind() {
        return kind;
    }
}
