package io.swen.platform.audit;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What happened to which thing; who did it and from where is added from the request at hand.
 *
 * @param action a verb such as {@code workload.cancel}
 * @param team null where the thing belongs to no team
 * @param environment null where it belongs to no environment
 * @param before the state before; null for a creation
 * @param after the state after; null for a removal
 * @param actorId who acts, where it is not the caller, such as somebody who is only just logging in; null for the caller
 */
public record AuditEntry(
        String action,
        String resourceType,
        String resourceId,
        @Nullable String team,
        @Nullable String environment,
        @Nullable Object before,
        @Nullable Object after,
        AuditOutcome outcome,
        @Nullable UUID actorId) {

    /** An action that succeeded, on a thing whose state is not told. */
    public static AuditEntry of(String action, String resourceType, String resourceId) {
        return new AuditEntry(action, resourceType, resourceId, null, null, null, null, AuditOutcome.SUCCEEDED, null);
    }

    public AuditEntry in(@Nullable String ofTeam, @Nullable String ofEnvironment) {
        return new AuditEntry(action, resourceType, resourceId, ofTeam, ofEnvironment, before, after, outcome, actorId);
    }

    public AuditEntry change(@Nullable Object from, @Nullable Object to) {
        return new AuditEntry(action, resourceType, resourceId, team, environment, from, to, outcome, actorId);
    }

    public AuditEntry outcome(AuditOutcome ended) {
        return new AuditEntry(action, resourceType, resourceId, team, environment, before, after, ended, actorId);
    }

    public AuditEntry by(@Nullable UUID actor) {
        return new AuditEntry(action, resourceType, resourceId, team, environment, before, after, outcome, actor);
    }
}
