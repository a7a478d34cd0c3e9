package io.swen.platform.audit;

import io.swen.platform.id.Uuids;
import io.swen.platform.security.Actor;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** Writes who did what to which thing, in the transaction of the change: either both are stored, or neither. */
public class AuditLog {

    private final JdbcTemplate jdbc;
    private final JsonMapper json;
    private final InstantSource wall = InstantSource.system();

    public AuditLog(JdbcTemplate jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /**
     * Records an action of the current caller, or of the service itself in background work.
     *
     * @param action a verb such as {@code workload.cancel}
     * @param before the state before, without secrets; null for a creation
     * @param after the state after, without secrets; null for a removal
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void record(
            String action, String resourceType, String resourceId, @Nullable Object before, @Nullable Object after) {
        Actor actor = Actor.currentOrNull();
        UUID actorId = actor == null ? null : actor.id();
        Instant now = wall.instant();
        jdbc.update(
                "insert into audit_event (id, at, actor_id, action, resource_type, resource_id, before, after, trace_id)"
                        + " values (?, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?)",
                Uuids.next(),
                Timestamp.from(now),
                actorId,
                action,
                resourceType,
                resourceId,
                before == null ? null : json.writeValueAsString(before),
                after == null ? null : json.writeValueAsString(after),
                MDC.get("traceId"));
    }
}
