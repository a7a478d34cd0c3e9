package io.swen.identity.user;

import io.swen.platform.security.Role;
import org.jspecify.annotations.Nullable;

/**
 * Which people a list shows.
 *
 * @param text part of the login or display name, whatever the case
 */
record UserFilter(
        @Nullable String text,
        @Nullable Role role,
        @Nullable String team,
        @Nullable Boolean enabled) {}
