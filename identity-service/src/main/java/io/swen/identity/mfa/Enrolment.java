package io.swen.identity.mfa;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which second factors a person has.
 *
 * @param authenticatorSince null without an authenticator app
 * @param recoveryCodesLeft codes that are not used yet; they stand in for a factor and are none by themselves
 */
public record Enrolment(@Nullable Instant authenticatorSince, List<Passkey> passkeys, int recoveryCodesLeft) {

    /**
     * A passkey as its owner knows it.
     *
     * @param id Base64url
     */
    public record Passkey(
            String id,
            String label,
            @Nullable Instant createdAt,
            @Nullable Instant lastUsedAt) {}

    public Enrolment {
        passkeys = List.copyOf(passkeys);
    }

    /** How many factors there are, recovery codes aside. */
    public int factors() {
        return passkeys.size() + (authenticatorSince == null ? 0 : 1);
    }
}
