package io.swen.identity.federation;

import io.swen.identity.user.User;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an external login came to.
 *
 * @param secondFactorAt when the external issuer saw a second factor; null where it saw none, or does not say when
 * @param session the external issuer's name for the login, by which it may end it later; null where it gives none
 */
public record FederatedLogin(
        User user,
        @Nullable Instant secondFactorAt,
        @Nullable String session) {}
