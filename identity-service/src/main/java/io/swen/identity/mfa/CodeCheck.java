package io.swen.identity.mfa;

/** What became of a code that somebody typed at the second step of a login. */
public enum CodeCheck {
    AUTHENTICATOR,
    RECOVERY_CODE,
    /** A code that is right and was used before. */
    REPLAYED,
    WRONG;

    /** Whether it counts as a second factor. */
    public boolean accepted() {
        return this == AUTHENTICATOR || this == RECOVERY_CODE;
    }
}
