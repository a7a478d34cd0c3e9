package io.swen.telemetry.incident;

import static io.swen.telemetry.support.Columns.instant;
import static io.swen.telemetry.support.Columns.text;
import static io.swen.telemetry.support.Columns.timestamp;

import io.swen.platform.id.Uuids;
import io.swen.platform.security.Actor;
import io.swen.telemetry.alert.Severity;
import io.swen.telemetry.support.ListQuery;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Stores incidents and their timelines. */
@Component
class IncidentStore {

    private static final String COLUMNS = "id, state, severity, scope, provider, region, title, opened_at, began_at,"
            + " last_alert_at, calm_since, acknowledged_at, acknowledged_by, acknowledged_by_name, assignee, resolved_at,"
            + " version";

    /** What a list is restricted to; null is anything. */
    record Filter(
            @Nullable IncidentState state,
            @Nullable Severity severity,
            @Nullable String provider,
            @Nullable String region,
            @Nullable String assignee) {}

    private final JdbcTemplate jdbc;

    IncidentStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    List<Incident> unresolved() {
        return jdbc.query(
                "select " + COLUMNS + " from incident where state <> 'resolved' order by id",
                (row, index) -> incident(row));
    }

    Optional<Incident> find(UUID id) {
        return jdbc
                .query("select " + COLUMNS + " from incident where id = ?", (row, index) -> incident(row), id)
                .stream()
                .findFirst();
    }

    /** Incidents with an alert that a caller may see, the newest first. */
    List<Incident> list(Filter filter, Actor actor, @Nullable UUID before, int limit) {
        return visible(ListQuery.of("select " + COLUMNS + " from incident"), actor)
                .with(
                        "state = ?",
                        filter.state() == null ? null : filter.state().id())
                .with(
                        "severity = ?",
                        filter.severity() == null ? null : filter.severity().id())
                .with("provider = ?", filter.provider())
                .with("region = ?", filter.region())
                .with("assignee = ?", filter.assignee())
                .newestFirst(jdbc, (row, index) -> incident(row), before, limit);
    }

    boolean isVisible(UUID id, Actor actor) {
        return !visible(ListQuery.of("select id from incident"), actor)
                .and("id = ?", id)
                .newestFirst(jdbc, (row, index) -> id, null, 1)
                .isEmpty();
    }

    private static ListQuery visible(ListQuery query, Actor actor) {
        Set<String> teams = actor.teamFilter();
        Set<String> environments = actor.environmentFilter();
        if (teams == null && environments == null) {
            return query;
        }
        List<Object> values = new ArrayList<>();
        StringBuilder mine = new StringBuilder("true");
        if (teams != null) {
            mine.append(" and team = any (?)");
            values.add(teams.toArray(String[]::new));
        }
        if (environments != null) {
            mine.append(" and environment = any (?)");
            values.add(environments.toArray(String[]::new));
        }
        return query.and(
                "exists (select 1 from alert where alert.incident = incident.id and (shared or (" + mine + ")))",
                values.toArray());
    }

    void insert(Incident incident) {
        jdbc.update(
                "insert into incident (" + COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                incident.id(),
                incident.state().id(),
                incident.severity().id(),
                incident.scope().key(),
                incident.scope().provider(),
                incident.scope().region(),
                incident.title(),
                timestamp(incident.openedAt()),
                timestamp(incident.beganAt()),
                timestamp(incident.lastAlertAt()),
                timestamp(incident.calmSince()),
                timestamp(incident.acknowledgedAt()),
                incident.acknowledgedBy(),
                incident.acknowledgedByName(),
                incident.assignee(),
                timestamp(incident.resolvedAt()),
                incident.version());
    }

    void update(Incident incident) {
        jdbc.update(
                "update incident set state = ?, severity = ?, scope = ?, provider = ?, region = ?, title = ?, began_at = ?,"
                        + " last_alert_at = ?, calm_since = ?, acknowledged_at = ?, acknowledged_by = ?,"
                        + " acknowledged_by_name = ?, assignee = ?, resolved_at = ?, version = ? where id = ?",
                incident.state().id(),
                incident.severity().id(),
                incident.scope().key(),
                incident.scope().provider(),
                incident.scope().region(),
                incident.title(),
                timestamp(incident.beganAt()),
                timestamp(incident.lastAlertAt()),
                timestamp(incident.calmSince()),
                timestamp(incident.acknowledgedAt()),
                incident.acknowledgedBy(),
                incident.acknowledgedByName(),
                incident.assignee(),
                timestamp(incident.resolvedAt()),
                incident.version(),
                incident.id());
    }

    void add(UUID incident, Instant at, String kind, String message, @Nullable Actor actor, @Nullable UUID alert) {
        jdbc.update(
                "insert into incident_entry (id, incident, at, kind, message, actor_id, actor_name, alert)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?)",
                Uuids.next(),
                incident,
                Timestamp.from(at),
                kind,
                message,
                actor == null ? null : actor.id(),
                actor == null ? null : actor.name(),
                alert);
    }

    boolean exists(UUID id) {
        Integer count = jdbc.queryForObject("select count(*) from incident where id = ?", Integer.class, id);
        return count != null && count > 0;
    }

    int count(UUID incident, String kind) {
        Integer count = jdbc.queryForObject(
                "select count(*) from incident_entry where incident = ? and kind = ?", Integer.class, incident, kind);
        return count == null ? 0 : count;
    }

    /** The newest lines of a timeline, the oldest of them first. */
    List<Entry> timeline(UUID incident, int limit) {
        return jdbc.query(
                        "select id, at, kind, message, actor_id, actor_name, alert from incident_entry where incident = ?"
                                + " order by id desc limit ?",
                        (row, index) -> new Entry(
                                row.getObject(1, UUID.class),
                                row.getTimestamp(2).toInstant(),
                                text(row, 3),
                                text(row, 4),
                                row.getObject(5, UUID.class),
                                row.getString(6),
                                row.getObject(7, UUID.class)),
                        incident,
                        limit)
                .reversed();
    }

    int deleteResolvedBefore(Instant bound) {
        return jdbc.update("delete from incident where state = 'resolved' and resolved_at < ?", Timestamp.from(bound));
    }

    private static Incident incident(ResultSet row) throws SQLException {
        return new Incident(
                row.getObject(1, UUID.class),
                IncidentState.of(text(row, 2)),
                Severity.valueOf(text(row, 3).toUpperCase(Locale.ROOT)),
                new Scope(text(row, 4), row.getString(5), row.getString(6)),
                text(row, 7),
                row.getTimestamp(8).toInstant(),
                row.getTimestamp(9).toInstant(),
                row.getTimestamp(10).toInstant(),
                instant(row, 11),
                instant(row, 12),
                row.getObject(13, UUID.class),
                row.getString(14),
                row.getString(15),
                instant(row, 16),
                row.getLong(17));
    }
}
