package io.swen.platform.crypto;

import org.jspecify.annotations.Nullable;

/** A value could not be sealed or opened; the reason says whose fault it is, the message never holds the value. */
public final class EnvelopeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why it failed. */
    public enum Reason {
        /** The text is not one that an envelope made. */
        MALFORMED,
        /** The key-encryption key that it names is not here: it was retired, or the text is from another service. */
        UNKNOWN_KEY,
        /** The text was altered, or belongs to another context. */
        NOT_AUTHENTIC,
        /** Where the key-encryption keys are kept did not answer or refused. */
        KEYS_UNAVAILABLE
    }

    private final Reason reason;

    public EnvelopeException(Reason reason, String message) {
        this(reason, message, null);
    }

    public EnvelopeException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
