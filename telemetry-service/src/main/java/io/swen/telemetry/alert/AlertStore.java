package io.swen.telemetry.alert;

import static io.swen.telemetry.support.Columns.instant;
import static io.swen.telemetry.support.Columns.text;
import static io.swen.telemetry.support.Columns.timestamp;

import io.swen.platform.security.Actor;
import io.swen.telemetry.support.ListQuery;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Stores alerts and their histories. */
@Component
class AlertStore {

    private static final TypeReference<Map<String, String>> LABELS = new TypeReference<>() {};
    private static final String COLUMNS =
            "id, fingerprint, source, rule, severity, state, labels, summary, value, team,"
                    + " environment, shared, simulated, pending_at, firing_at, resolved_at, last_seen_at, resolved_reason, incident,"
                    + " version";

    /** What a list is restricted to; null is anything. */
    record Filter(
            @Nullable AlertState state,
            @Nullable Severity severity,
            @Nullable String rule,
            @Nullable String provider,
            @Nullable String region,
            @Nullable String workload,
            @Nullable String team,
            @Nullable UUID incident) {}

    /** An alert that Alertmanager is to be told of, with the wall times that it counts in. */
    record Push(Alert alert, Instant firingWall) {}

    private final JdbcTemplate jdbc;
    private final JsonMapper json;

    AlertStore(JdbcTemplate jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    List<Alert> open(String source) {
        return jdbc.query(
                "select " + COLUMNS + " from alert where source = ? and state <> 'resolved' order by id",
                (row, index) -> alert(row),
                source);
    }

    List<Alert> open(String source, String rule) {
        return jdbc.query(
                "select " + COLUMNS + " from alert where source = ? and rule = ? and state <> 'resolved' order by id",
                (row, index) -> alert(row),
                source,
                rule);
    }

    Optional<Alert> openByFingerprint(String fingerprint) {
        return jdbc
                .query(
                        "select " + COLUMNS + " from alert where fingerprint = ? and state <> 'resolved'",
                        (row, index) -> alert(row),
                        fingerprint)
                .stream()
                .findFirst();
    }

    Optional<Alert> find(UUID id) {
        return jdbc.query("select " + COLUMNS + " from alert where id = ?", (row, index) -> alert(row), id).stream()
                .findFirst();
    }

    List<Alert> ofIncident(UUID incident, int limit) {
        return jdbc.query(
                "select " + COLUMNS + " from alert where incident = ? order by firing_at, id limit ?",
                (row, index) -> alert(row),
                incident,
                limit);
    }

    /** Alerts that a caller may see, the newest first. */
    List<Alert> list(Filter filter, Actor actor, @Nullable UUID before, int limit) {
        ListQuery query = ListQuery.of("select " + COLUMNS + " from alert")
                .with(
                        "state = ?",
                        filter.state() == null ? null : filter.state().id())
                .with(
                        "severity = ?",
                        filter.severity() == null ? null : filter.severity().id())
                .with("rule = ?", filter.rule())
                .with("provider = ?", filter.provider())
                .with("region = ?", filter.region())
                .with("workload = ?", filter.workload())
                .with("team = ?", filter.team())
                .with("incident = ?", filter.incident());
        Set<String> teams = actor.teamFilter();
        Set<String> environments = actor.environmentFilter();
        if (teams != null) {
            query.and("(shared or team = any (?))", (Object) teams.toArray(String[]::new));
        }
        if (environments != null) {
            query.and("(shared or environment = any (?))", (Object) environments.toArray(String[]::new));
        }
        return query.newestFirst(jdbc, (row, index) -> alert(row), before, limit);
    }

    List<AlertView.Step> history(UUID alert) {
        return jdbc.query(
                "select at, from_state, to_state, reason, value from alert_transition where alert = ? order by id",
                (row, index) -> new AlertView.Step(
                        row.getTimestamp(1).toInstant(),
                        row.getString(2),
                        String.valueOf(row.getString(3)),
                        String.valueOf(row.getString(4)),
                        (Double) row.getObject(5)),
                alert);
    }

    void insert(Alert alert, Instant wall) {
        Location at = alert.location();
        jdbc.update(
                "insert into alert (" + COLUMNS + ", provider, region, zone, workload, instance_id, last_seen_wall,"
                        + " firing_wall) values (?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
                        + " ?, ?, ?, ?, ?, ?, ?)",
                alert.id(),
                alert.fingerprint(),
                alert.source(),
                alert.rule(),
                alert.severity().id(),
                alert.state().id(),
                json.writeValueAsString(alert.labels()),
                alert.summary(),
                alert.value(),
                alert.team(),
                alert.environment(),
                alert.shared(),
                alert.simulated(),
                timestamp(alert.pendingAt()),
                timestamp(alert.firingAt()),
                timestamp(alert.resolvedAt()),
                timestamp(alert.lastSeenAt()),
                alert.resolvedReason(),
                alert.incident(),
                alert.version(),
                at.provider(),
                at.region(),
                at.zone(),
                at.workload(),
                at.instanceId(),
                timestamp(wall),
                alert.state() == AlertState.FIRING ? timestamp(wall) : null);
    }

    /** Stores what an evaluation changed of an alert that was open. */
    void update(Alert alert, Instant wall) {
        jdbc.update(
                "update alert set state = ?, severity = ?, summary = ?, value = ?, firing_at = ?, resolved_at = ?,"
                        + " last_seen_at = ?, last_seen_wall = ?, resolved_reason = ?, version = ?,"
                        + " firing_wall = case when ? and firing_wall is null then ? else firing_wall end where id = ?",
                alert.state().id(),
                alert.severity().id(),
                alert.summary(),
                alert.value(),
                timestamp(alert.firingAt()),
                timestamp(alert.resolvedAt()),
                timestamp(alert.lastSeenAt()),
                timestamp(wall),
                alert.resolvedReason(),
                alert.version(),
                alert.state() == AlertState.FIRING,
                timestamp(wall),
                alert.id());
    }

    /** Notes that alerts were seen again, with what they show now. */
    void seen(List<Alert> alerts, Instant wall) {
        Timestamp now = Timestamp.from(wall);
        jdbc.batchUpdate(
                "update alert set last_seen_at = ?, last_seen_wall = ?, value = ?, summary = ?, severity = ? where id = ?",
                alerts.stream()
                        .map(alert -> new @Nullable Object[] {
                            timestamp(alert.lastSeenAt()),
                            now,
                            alert.value(),
                            alert.summary(),
                            alert.severity().id(),
                            alert.id()
                        })
                        .toList());
    }

    void record(AlertTransition transition) {
        jdbc.update(
                "insert into alert_transition (alert, at, from_state, to_state, reason, value) values (?, ?, ?, ?, ?, ?)",
                transition.alert().id(),
                Timestamp.from(transition.at()),
                transition.from() == null ? null : transition.from().id(),
                transition.alert().state().id(),
                transition.reason(),
                transition.alert().value());
    }

    void join(Collection<UUID> alerts, UUID incident) {
        jdbc.update("update alert set incident = ? where id = any (?)", incident, alerts.toArray(UUID[]::new));
    }

    /** Alerts that Alertmanager does not know the state of, or has to be reminded of. */
    List<Push> toPush(Instant remindBefore, int limit) {
        return jdbc.query(
                "select " + COLUMNS + ", firing_wall from alert where source = 'rule' and firing_at is not null"
                        + " and (state = 'firing' or pushed_state = 'firing')"
                        + " and (pushed_state is distinct from state or pushed_wall < ?) order by firing_wall limit ?",
                (row, index) -> new Push(alert(row), row.getTimestamp(21).toInstant()),
                Timestamp.from(remindBefore),
                limit);
    }

    void pushed(List<Push> pushes, Instant wall) {
        jdbc.batchUpdate(
                "update alert set pushed_state = ?, pushed_wall = ? where id = ?",
                pushes.stream()
                        .map(push -> new Object[] {
                            push.alert().state().id(),
                            Timestamp.from(wall),
                            push.alert().id()
                        })
                        .toList());
    }

    int deleteResolvedBefore(Instant bound) {
        return jdbc.update(
                "delete from alert where state = 'resolved' and resolved_at < ? and (incident is null or exists"
                        + " (select 1 from incident where incident.id = alert.incident and incident.state = 'resolved'))",
                Timestamp.from(bound));
    }

    @Nullable
    String cursor(String name) {
        return jdbc
                .query("select cursor from alert_cursor where name = ?", (row, index) -> row.getString(1), name)
                .stream()
                .findFirst()
                .orElse(null);
    }

    void cursor(String name, String cursor) {
        jdbc.update(
                "insert into alert_cursor (name, cursor) values (?, ?) on conflict (name) do update set cursor = excluded.cursor",
                name,
                cursor);
    }

    private Alert alert(ResultSet row) throws SQLException {
        return new Alert(
                row.getObject(1, UUID.class),
                text(row, 2),
                text(row, 3),
                text(row, 4),
                Severity.of(text(row, 5)),
                AlertState.of(text(row, 6)),
                json.readValue(text(row, 7), LABELS),
                text(row, 8),
                (Double) row.getObject(9),
                row.getString(10),
                row.getString(11),
                row.getBoolean(12),
                row.getBoolean(13),
                row.getTimestamp(14).toInstant(),
                instant(row, 15),
                instant(row, 16),
                row.getTimestamp(17).toInstant(),
                row.getString(18),
                row.getObject(19, UUID.class),
                row.getLong(20));
    }
}
