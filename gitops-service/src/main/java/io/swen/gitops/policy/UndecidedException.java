package io.swen.gitops.policy;

import org.jspecify.annotations.Nullable;

/** An expression could not be worked out for a change. */
final class UndecidedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UndecidedException(String message) {
        super(message);
    }

    UndecidedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
