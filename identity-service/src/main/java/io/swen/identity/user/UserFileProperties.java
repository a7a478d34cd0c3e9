package io.swen.identity.user;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where the first users come from.
 *
 * @param file JSON {@code {"users":[{"username","password","actor_id","roles",…}]}}; blank for none
 */
@ConfigurationProperties("swen.identity.users")
record UserFileProperties(@Nullable String file) {}
