package io.swen.identity.federation;

import io.swen.identity.user.User;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an external login came to.
 *
 * @param secondFactorAt when the external issuer saw a second factor; null where it saw none, or does not say when
 */
public record FederatedLogin(User user, @Nullable Instant secondFactorAt) {}
