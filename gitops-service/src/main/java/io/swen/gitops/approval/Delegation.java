package io.swen.gitops.approval;

import io.swagger.v3.oas.annotations.media.Schema;
import io.swen.gitops.control.Person;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somebody lets somebody else give verdicts in his stead for a time.
 *
 * @param to the login name of who may
 * @param teams {@code *} alone for all that the giver sees, like {@code environments}
 */
@Schema(name = "Delegation")
record Delegation(
        UUID id,
        Person from,
        String to,
        List<String> teams,
        List<String> environments,
        Instant startsAt,
        Instant endsAt,
        String reason,
        Instant createdAt,
        @Nullable Person revokedBy,
        @Nullable Instant revokedAt) {

    Delegation {
        teams = List.copyOf(teams);
        environments = List.copyOf(environments);
    }
}
