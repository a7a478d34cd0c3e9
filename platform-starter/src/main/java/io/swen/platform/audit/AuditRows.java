package io.swen.platform.audit;

import io.swen.platform.id.Uuids;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Adds rows to the table, in whatever transaction is at hand. */
final class AuditRows {

    private static final String INSERT =
            "insert into audit.event (id, at, actor_id, client_id, key_id, address, action, resource_type, resource_id,"
                    + " outcome, before, after, request_id, trace_id, team, environment)"
                    + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::json, ?::json, ?, ?, ?, ?)";

    private final JdbcTemplate jdbc;
    private final AuditDocuments documents;
    private final InstantSource wall = InstantSource.system();

    /** @param jdbc with a limit of its own for the time a statement takes, so that a blocked table blocks no caller for long */
    AuditRows(JdbcTemplate jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.documents = new AuditDocuments(json);
    }

    /** An entry together with what the request at hand said; made where it happens, stored later. */
    record Pending(UUID id, Instant at, AuditEntry entry, AuditContext context) {}

    Pending pending(AuditEntry entry, AuditContext context) {
        return new Pending(Uuids.next(), wall.instant(), entry, context);
    }

    void insert(AuditEntry entry, AuditContext context) {
        jdbc.update(INSERT, values(pending(entry, context)));
    }

    void insert(List<Pending> rows) {
        jdbc.batchUpdate(INSERT, rows.stream().map(this::values).toList());
    }

    private @Nullable Object[] values(Pending row) {
        AuditEntry entry = row.entry();
        AuditContext context = row.context();
        UUID actor = entry.actorId();
        return new @Nullable Object[] {
            row.id(),
            Timestamp.from(row.at()),
            actor == null ? context.actorId() : actor,
            context.clientId(),
            context.keyId(),
            context.address(),
            entry.action(),
            entry.resourceType(),
            entry.resourceId(),
            entry.outcome().id(),
            documents.text(entry.before()),
            documents.text(entry.after()),
            context.requestId(),
            context.traceId(),
            entry.team(),
            entry.environment()
        };
    }

    @Nullable
    String document(@Nullable Object state) {
        return documents.text(state);
    }
}
