package io.swen.identity.user;

import java.util.UUID;

/** Takes the second factors of the users file over. */
public interface UserFileFactors {

    /**
     * Refuses a secret that no authenticator could use.
     *
     * @throws IllegalArgumentException says what is allowed, without the secret
     */
    void check(String username, String totpSecret);

    /** Sets up the authenticator of a stored user, in the transaction at hand; does nothing where the file says what it said before. */
    void takeOver(UUID userId, String username, String totpSecret);
}
