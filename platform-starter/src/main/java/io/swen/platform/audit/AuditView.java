package io.swen.platform.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A row as it is shown.
 *
 * @param before any JSON
 * @param after any JSON
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record AuditView(
        UUID id,
        Instant at,
        String service,
        @Nullable UUID actorId,
        @Nullable String clientId,
        @Nullable UUID keyId,
        @Nullable String address,
        String action,
        String resourceType,
        String resourceId,
        String outcome,
        @Nullable Object before,
        @Nullable Object after,
        @Nullable String requestId,
        @Nullable String traceId,
        @Nullable String team,
        @Nullable String environment) {

    static AuditView of(String service, AuditRow row, JsonMapper json) {
        return new AuditView(
                row.id(),
                row.at(),
                service,
                row.actorId(),
                row.clientId(),
                row.keyId(),
                row.address(),
                row.action(),
                row.resourceType(),
                row.resourceId(),
                row.outcome(),
                tree(row.before(), json),
                tree(row.after(), json),
                row.requestId(),
                row.traceId(),
                row.team(),
                row.environment());
    }

    private static @Nullable JsonNode tree(@Nullable String text, JsonMapper json) {
        return text == null ? null : json.readTree(text);
    }
}
