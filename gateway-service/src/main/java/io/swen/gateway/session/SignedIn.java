package io.swen.gateway.session;

import java.io.Serializable;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the login behind a browser's session.
 *
 * @param id how the session is called in lists; says nothing about the cookie
 * @param subject who logged in
 * @param at wall time of the login
 * @param issuerSession the issuer's {@code sid}, if it has one
 */
record SignedIn(
        UUID id,
        String subject,
        Instant at,
        String address,
        String userAgent,
        @Nullable String issuerSession) implements Serializable {

    private static final long serialVersionUID = 1L;

    static final String ATTRIBUTE = "swen.signed-in";
    private static final int LONGEST_USER_AGENT = 256;

    SignedIn {
        userAgent = userAgent.length() > LONGEST_USER_AGENT ? userAgent.substring(0, LONGEST_USER_AGENT) : userAgent;
    }
}
