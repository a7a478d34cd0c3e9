package io.swen.identity.user;

import java.util.UUID;

/**
 * Somebody may not go on with what the person is logged in with; told within the transaction of the change.
 *
 * @param why for the record
 */
public record UserSuspended(UUID actorId, String why) {}
