package io.swen.platform.audit;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A stored row of the audit log.
 *
 * @param before the exact JSON text that is stored
 * @param after the exact JSON text that is stored
 */
record AuditRow(
        Position position,
        UUID id,
        Instant at,
        @Nullable UUID actorId,
        @Nullable String clientId,
        @Nullable UUID keyId,
        @Nullable String address,
        String action,
        String resourceType,
        String resourceId,
        String outcome,
        @Nullable String before,
        @Nullable String after,
        @Nullable String requestId,
        @Nullable String traceId,
        @Nullable String team,
        @Nullable String environment) {

    /** The columns that {@link #read} expects, of {@code audit.event e}. */
    static final String COLUMNS =
            "e.tx::text, e.seq, e.id, e.at, e.actor_id, e.client_id, e.key_id, e.address, e.action,"
                    + " e.resource_type, e.resource_id, e.outcome, e.before::text, e.after::text, e.request_id, e.trace_id, e.team,"
                    + " e.environment";

    static AuditRow read(ResultSet row) throws SQLException {
        return new AuditRow(
                new Position(Long.parseUnsignedLong(row.getString(1)), row.getLong(2)),
                row.getObject(3, UUID.class),
                row.getObject(4, OffsetDateTime.class).toInstant(),
                row.getObject(5, UUID.class),
                row.getString(6),
                row.getObject(7, UUID.class),
                row.getString(8),
                row.getString(9),
                row.getString(10),
                row.getString(11),
                row.getString(12),
                row.getString(13),
                row.getString(14),
                row.getString(15),
                row.getString(16),
                row.getString(17),
                row.getString(18));
    }

    /**
     * What is hashed: the row in canonical JSON (RFC 8785), with its place in the chain and the service. It is written here,
     * member by member in the order that the standard asks for, because a general canonicaliser costs more than all else that
     * sealing does. States are strings in it, so that not a digit of them goes through a floating-point number.
     */
    byte[] canonical(String service, long n) {
        StringBuilder json = new StringBuilder(512);
        json.append('{');
        member(json, "action", action);
        member(json, "actor_id", text(actorId));
        member(json, "address", address);
        member(json, "after", after);
        member(json, "at", at.toString());
        member(json, "before", before);
        member(json, "client_id", clientId);
        member(json, "environment", environment);
        member(json, "id", id.toString());
        member(json, "key_id", text(keyId));
        json.append("\"n\":").append(n).append(',');
        member(json, "outcome", outcome);
        member(json, "request_id", requestId);
        member(json, "resource_id", resourceId);
        member(json, "resource_type", resourceType);
        json.append("\"seq\":").append(position.seq()).append(',');
        member(json, "service", service);
        member(json, "team", team);
        member(json, "trace_id", traceId);
        member(json, "tx", Long.toUnsignedString(position.tx()));
        json.setCharAt(json.length() - 1, '}');
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The row that a canonical form tells of. */
    static AuditRow parse(JsonNode json) {
        return new AuditRow(
                new Position(
                        Long.parseUnsignedLong(json.path("tx").asString()),
                        json.path("seq").asLong()),
                UUID.fromString(json.path("id").asString()),
                Instant.parse(json.path("at").asString()),
                uuid(json, "actor_id"),
                string(json, "client_id"),
                uuid(json, "key_id"),
                string(json, "address"),
                json.path("action").asString(),
                json.path("resource_type").asString(),
                json.path("resource_id").asString(),
                json.path("outcome").asString(),
                string(json, "before"),
                string(json, "after"),
                string(json, "request_id"),
                string(json, "trace_id"),
                string(json, "team"),
                string(json, "environment"));
    }

    /** The names of the columns in which this row differs from another. */
    List<String> differences(AuditRow other) {
        List<String> names = new ArrayList<>();
        var mine = getClass().getRecordComponents();
        for (var component : mine) {
            try {
                Object here = component.getAccessor().invoke(this);
                Object there = component.getAccessor().invoke(other);
                if (!java.util.Objects.equals(here, there)) {
                    names.add(component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT));
                }
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("a record's accessors are callable", e);
            }
        }
        return names;
    }

    private static @Nullable String text(@Nullable UUID id) {
        return id == null ? null : id.toString();
    }

    private static @Nullable String string(JsonNode json, String name) {
        JsonNode value = json.path(name);
        return value.isString() ? value.asString() : null;
    }

    private static @Nullable UUID uuid(JsonNode json, String name) {
        String value = string(json, name);
        return value == null ? null : UUID.fromString(value);
    }

    private static void member(StringBuilder json, String name, @Nullable String value) {
        json.append('"').append(name).append("\":");
        if (value == null) {
            json.append("null");
        } else {
            quote(json, value);
        }
        json.append(',');
    }

    private static void quote(StringBuilder json, String value) {
        json.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\b' -> json.append("\\b");
                case '\f' -> json.append("\\f");
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                default -> {
                    if (c < 0x20) {
                        json.append(String.format("\\u%04x", (int) c));
                    } else {
                        json.append(c);
                    }
                }
            }
        }
        json.append('"');
    }
}
