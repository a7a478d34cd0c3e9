package io.swen.gitops.remediation;

import io.swen.platform.security.Actor;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** Stores remediations and what they hang on. */
@Repository
class RemediationStore {

    private static final int LONGEST_REASON = 1_000;

    /** What is known of the places of a remediation, at one look. */
    record Situation(
            Remediation remediation,
            String deploymentState,
            boolean removing,
            @Nullable Instant seenAt,
            @Nullable String changeState,
            @Nullable UUID change,
            @Nullable String newState,
            @Nullable Instant newStateSince,
            @Nullable String laterState,
            boolean tornDown) {}

    /** A deployment that something happened to. */
    record Endangered(
            UUID deploymentId,
            String team,
            String environment,
            String workloadId,
            UUID decisionId,
            String provider,
            String region,
            String state,
            boolean removing,
            @Nullable Instant seenAt) {}

    /** A line of the timeline. */
    record Entry(Instant at, String what, String detail) {}

    /**
     * Remediations that may be asked about together.
     *
     * @param region empty where they may be of several
     * @param again whether they were asked about before
     */
    record Group(
            String environment,
            String team,
            String runbook,
            String region,
            @Nullable UUID incidentId,
            boolean again,
            int size,
            Duration waited) {}

    private final JdbcTemplate jdbc;

    RemediationStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** False where another one is open for the deployment. */
    boolean insert(Remediation r) {
        Remediation.Identity i = r.identity();
        return jdbc.update(
                        "insert into remediation (id, runbook, kind, state, team, environment, workload_id, deployment_id,"
                                + " from_decision, provider, region, incident_id, opened_at, updated_at, due_at, reason)"
                                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                                + " on conflict (deployment_id) where ended_at is null do nothing",
                        i.id(),
                        r.runbook(),
                        i.kind(),
                        r.state().name(),
                        i.team(),
                        i.environment(),
                        i.workloadId(),
                        i.deploymentId(),
                        i.fromDecision(),
                        i.provider(),
                        i.region(),
                        r.incidentId(),
                        Timestamp.from(i.openedAt()),
                        Timestamp.from(r.updatedAt()),
                        timestamp(r.dueAt()),
                        r.reason())
                == 1;
    }

    /** Stores what changed of remediations that the transaction has locked, and when each is looked at next. */
    void save(Map<Remediation, Duration> pauses) {
        List<Object[]> rows = new ArrayList<>();
        pauses.forEach((r, pause) -> rows.add(new Object[] {
            r.runbook(),
            r.state().name(),
            Timestamp.from(r.updatedAt()),
            timestamp(r.endedAt()),
            timestamp(r.dueAt()),
            r.incidentId(),
            r.attempts(),
            r.requestId(),
            r.decisionId(),
            r.changeId(),
            r.outcome() == null ? null : r.outcome().name(),
            r.inTime(),
            shortened(r.reason()),
            r.released(),
            r.assignee(),
            pause.toMillis() / 1000.0,
            r.id()
        }));
        jdbc.batchUpdate(
                "update remediation set version = version + 1, runbook = ?, state = ?, updated_at = ?, ended_at = ?, due_at = ?,"
                        + " incident_id = ?, attempts = ?, request_id = ?, decision_id = ?, change_id = ?, outcome = ?,"
                        + " in_time = ?, reason = ?, released = ?, assignee = ?,"
                        + " next_at = now() + make_interval(secs => ?) where id = ?",
                rows);
    }

    /** Sets when the next look is, without a change. */
    void lookAgain(Map<UUID, Duration> pauses) {
        jdbc.batchUpdate(
                "update remediation set next_at = now() + make_interval(secs => ?) where id = ?",
                pauses.entrySet().stream()
                        .map(entry -> new Object[] {entry.getValue().toMillis() / 1000.0, entry.getKey()})
                        .toList());
    }

    void enter(UUID remediation, Instant at, String what, String detail) {
        enter(List.of(Map.entry(remediation, new Entry(at, what, detail))));
    }

    void enter(List<Map.Entry<UUID, Entry>> entries) {
        jdbc.batchUpdate(
                "insert into remediation_entry (remediation_id, at, what, detail) values (?, ?, ?, ?)",
                entries.stream()
                        .map(entry -> new Object[] {
                            entry.getKey(),
                            Timestamp.from(entry.getValue().at()),
                            entry.getValue().what(),
                            shortened(entry.getValue().detail())
                        })
                        .toList());
    }

    List<Entry> entries(UUID remediation) {
        return jdbc.query(
                "select at, what, detail from remediation_entry where remediation_id = ? order by seq limit 500",
                (row, index) -> new Entry(row.getTimestamp(1).toInstant(), row.getString(2), row.getString(3)),
                remediation);
    }

    /** Those that are due, locked, with what is known of their places. */
    List<Situation> claimDue(int limit) {
        List<UUID> ids = jdbc.query(
                "select id from remediation where ended_at is null and next_at <= now()"
                        + " and not (state = 'REQUESTED' and request_id is null) order by next_at limit ?"
                        + " for update skip locked",
                (row, index) -> row.getObject(1, UUID.class),
                limit);
        if (ids.isEmpty()) {
            return List.of();
        }
        return jdbc.query(
                "select r.*, d.state as old_state, d.removing, d.observed_at, c.id as c_id, c.state as c_state,"
                        + " x.state as x_state, x.updated_at as x_at, n.state as n_state,"
                        + " exists (select 1 from change_item t join change tc on tc.id = t.change_id"
                        + " where t.workload_id = r.workload_id and t.action = 'TEARDOWN' and tc.created_at >= r.opened_at"
                        + " and tc.state in ('RUNNING', 'AWAITING_APPROVAL', 'SUCCEEDED')) as torn_down"
                        + " from remediation r join deployment d on d.id = r.deployment_id"
                        + " left join lateral (select i.change_id from change_item i where i.decision_id = r.decision_id limit 1) i"
                        + " on r.decision_id is not null"
                        + " left join change c on c.id = i.change_id"
                        + " left join deployment x on x.change_id = c.id and x.workload_id = r.workload_id"
                        + " left join lateral (select n.state from deployment n where n.workload_id = r.workload_id"
                        + " and n.id > r.deployment_id and not n.removing order by n.id desc limit 1) n on true"
                        + " where r.id = any(?) order by r.id",
                (row, index) -> new Situation(
                        remediation(row),
                        row.getString("old_state"),
                        row.getBoolean("removing"),
                        instant(row, "observed_at"),
                        row.getString("c_state"),
                        row.getObject("c_id", UUID.class),
                        row.getString("x_state"),
                        instant(row, "x_at"),
                        row.getString("n_state"),
                        row.getBoolean("torn_down")),
                (Object) ids.toArray(UUID[]::new));
    }

    Optional<Remediation> lock(UUID id) {
        return jdbc
                .query("select * from remediation where id = ? for update", (row, index) -> remediation(row), id)
                .stream()
                .findFirst();
    }

    /** The one that is open for a deployment, locked. */
    Optional<Remediation> lockOpen(UUID deployment) {
        return jdbc
                .query(
                        "select * from remediation where deployment_id = ? and ended_at is null for update",
                        (row, index) -> remediation(row),
                        deployment)
                .stream()
                .findFirst();
    }

    /** Those of a request that still wait for its answer, locked, by workload. */
    Map<String, Remediation> lockRequested(UUID request) {
        Map<String, Remediation> found = new HashMap<>();
        jdbc.query(
                "select * from remediation where request_id = ? and ended_at is null order by id for update",
                row -> {
                    Remediation r = remediation(row);
                    found.put(r.identity().workloadId(), r);
                },
                request);
        return found;
    }

    /**
     * What waits to be asked about, by what may be asked together.
     *
     * @param byRegion runbooks whose requests are about one region each
     */
    List<Group> waiting(List<String> byRegion) {
        return jdbc.query(
                "select environment, team, runbook, case when runbook = any(?) then region else '' end as place, incident_id,"
                        + " attempts > 0 as again, count(*), extract(epoch from now() - min(next_at)) as waited from remediation"
                        + " where state = 'REQUESTED' and request_id is null and ended_at is null and next_at <= now()"
                        + " group by 1, 2, 3, 4, 5, 6 order by min(coalesce(due_at, 'infinity')) limit 1000",
                (row, index) -> new Group(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getObject(5, UUID.class),
                        row.getBoolean(6),
                        row.getInt(7),
                        Duration.ofMillis((long) (row.getDouble(8) * 1000))),
                (Object) byRegion.toArray(String[]::new));
    }

    /** Those of a group whose end is nearest, locked. */
    List<Remediation> lockGroup(Group group, int limit) {
        return jdbc.query(
                "select * from remediation where state = 'REQUESTED' and request_id is null and ended_at is null"
                        + " and next_at <= now() and environment = ? and team = ? and runbook = ? and (? = '' or region = ?)"
                        + " and incident_id is not distinct from ?::uuid and (attempts > 0) = ? order by due_at nulls last, id limit ?"
                        + " for update skip locked",
                (row, index) -> remediation(row),
                group.environment(),
                group.team(),
                group.runbook(),
                group.region(),
                group.region(),
                group.incidentId(),
                group.again(),
                limit);
    }

    /** Remembers what routing-service is asked. */
    void request(UUID id, Group group, List<String> workloads, Instant at) {
        jdbc.update(
                "insert into replacement_request (id, environment, team, workloads, asked_at) values (?, ?, ?, ?, ?)",
                id,
                group.environment(),
                group.team(),
                workloads.toArray(String[]::new),
                Timestamp.from(at));
    }

    /** Whether all of these workloads were asked about under a request. */
    boolean asked(UUID request, String environment, String team, Collection<String> workloads) {
        return exists(
                "select 1 from replacement_request where id = ? and environment = ? and team = ? and workloads @> ?::text[]",
                request,
                environment,
                team,
                workloads.toArray(String[]::new));
    }

    /** The pools that instances are taken back from, or may soon be, since then; the newest first, as {@code zone/instance_type}. */
    List<String> pools(Instant since, int limit) {
        return jdbc.query(
                "select d.zone || '/' || d.instance_type as pool from remediation r join deployment d on d.id = r.deployment_id"
                        + " where r.kind in ('interruption', 'rebalance') and r.opened_at >= ? and d.purchase_option = 'SPOT'"
                        + " group by d.zone, d.instance_type order by max(r.opened_at) desc limit ?",
                (row, index) -> row.getString(1),
                Timestamp.from(since),
                limit);
    }

    /** The deployment that an instance belongs to. */
    Optional<Endangered> ofInstance(String instanceId) {
        return endangered("d.id = (select deployment_id from deployment_instance where instance_id = ?)", 1, instanceId)
                .stream()
                .findFirst();
    }

    /** What is expected to run in a region and has no open remediation, without what is being taken away. */
    List<Endangered> inRegion(String region, int limit) {
        return endangered(
                "d.region = ? and d.state in ('PENDING', 'RUNNING') and not d.removing and not exists"
                        + " (select 1 from remediation r where r.deployment_id = d.id and r.ended_at is null)",
                limit,
                region);
    }

    private List<Endangered> endangered(String condition, int limit, String argument) {
        return jdbc.query(
                "select d.id, d.team, d.environment, d.workload_id, d.decision_id, d.provider, d.region, d.state, d.removing, d.observed_at"
                        + " from deployment d where " + condition + " order by d.id limit ?",
                (row, index) -> new Endangered(
                        row.getObject(1, UUID.class),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getObject(5, UUID.class),
                        row.getString(6),
                        row.getString(7),
                        row.getString(8),
                        row.getBoolean(9),
                        instant(row, "observed_at")),
                argument,
                limit);
    }

    /** Whether the deployment was remedied because of an incident already. */
    boolean remediedFor(UUID incident, UUID deployment) {
        return exists("select 1 from remediation where incident_id = ? and deployment_id = ?", incident, deployment);
    }

    long openedWithinAnHour(String runbook, Instant since) {
        Long count = jdbc.queryForObject(
                "select count(*) from remediation where runbook = ? and opened_at >= ?",
                Long.class,
                runbook,
                Timestamp.from(since));
        return count == null ? 0 : count;
    }

    /** Marks the instances of a deployment as about to go. */
    void drain(Collection<UUID> deployments, Instant at) {
        jdbc.update(
                "update deployment_instance set draining_at = ? where deployment_id = any(?) and draining_at is null",
                Timestamp.from(at),
                deployments.toArray(UUID[]::new));
    }

    /** Which of these deployments' workloads have a checkpoint, and where. */
    Map<UUID, String> checkpoints(Collection<UUID> deployments) {
        Map<UUID, String> found = new HashMap<>();
        jdbc.query(
                "select d.id, i.workload -> 'container' -> 'checkpoint' ->> 'uri' from deployment d join change_item i"
                        + " on i.change_id = d.change_id and i.workload_id = d.workload_id where d.id = any(?)",
                row -> {
                    String uri = row.getString(2);
                    if (uri != null) {
                        found.put(row.getObject(1, UUID.class), uri);
                    }
                },
                (Object) deployments.toArray(UUID[]::new));
        return found;
    }

    /** What is to be seen of remediations. */
    record Filter(
            @Nullable RemediationState state,
            @Nullable Boolean open,
            @Nullable String workloadId,
            @Nullable UUID incidentId,
            @Nullable UUID changeId,
            Actor viewer) {}

    List<Remediation> list(Filter filter, @Nullable UUID before, int limit) {
        StringBuilder sql = new StringBuilder("select * from remediation where true");
        List<Object> arguments = new ArrayList<>();
        RemediationState state = filter.state();
        if (state != null) {
            sql.append(" and state = ?");
            arguments.add(state.name());
        }
        Boolean open = filter.open();
        if (open != null) {
            sql.append(open ? " and ended_at is null" : " and ended_at is not null");
        }
        equal(sql, arguments, "workload_id", filter.workloadId());
        equal(sql, arguments, "incident_id", filter.incidentId());
        equal(sql, arguments, "change_id", filter.changeId());
        seenBy(sql, arguments, filter.viewer());
        if (before != null) {
            sql.append(" and id < ?");
            arguments.add(before);
        }
        sql.append(" order by id desc limit ?");
        arguments.add(limit);
        return jdbc.query(sql.toString(), (row, index) -> remediation(row), arguments.toArray());
    }

    Optional<Remediation> find(UUID id) {
        return jdbc.query("select * from remediation where id = ?", (row, index) -> remediation(row), id).stream()
                .findFirst();
    }

    /** How many there are by state, outcome and whether in time, of those opened since. */
    Map<String, Long> counts(Instant since, Actor viewer) {
        StringBuilder sql = new StringBuilder(
                "select coalesce(lower(outcome), lower(state)) || case when in_time is null then '' when in_time then '_in_time'"
                        + " else '_late' end, count(*) from remediation where opened_at >= ?");
        List<Object> arguments = new ArrayList<>(List.of(Timestamp.from(since)));
        seenBy(sql, arguments, viewer);
        sql.append(" group by 1 order by 1");
        Map<String, Long> counts = new java.util.TreeMap<>();
        jdbc.query(
                sql.toString(),
                row -> {
                    counts.put(row.getString(1), row.getLong(2));
                },
                arguments.toArray());
        return counts;
    }

    /** Forgets what ended long ago; returns how much. */
    int forget(Duration keep, int limit) {
        return jdbc.update(
                "delete from remediation where id in (select id from remediation where ended_at is not null"
                        + " and next_at < now() - make_interval(secs => ?) limit ?)",
                keep.toMillis() / 1000.0,
                limit);
    }

    private static void seenBy(StringBuilder sql, List<Object> arguments, Actor viewer) {
        Set<String> teams = viewer.teamFilter();
        if (teams != null) {
            sql.append(" and team = any(?)");
            arguments.add(teams.toArray(String[]::new));
        }
        Set<String> environments = viewer.environmentFilter();
        if (environments != null) {
            sql.append(" and environment = any(?)");
            arguments.add(environments.toArray(String[]::new));
        }
    }

    private static void equal(StringBuilder sql, List<Object> arguments, String column, @Nullable Object value) {
        if (value != null) {
            sql.append(" and ").append(column).append(" = ?");
            arguments.add(value);
        }
    }

    private boolean exists(String sql, Object... arguments) {
        return !jdbc.query(sql + " limit 1", (row, index) -> row.getInt(1), arguments)
                .isEmpty();
    }

    private static Remediation remediation(ResultSet row) throws SQLException {
        String outcome = row.getString("outcome");
        boolean inTime = row.getBoolean("in_time");
        return new Remediation(
                new Remediation.Identity(
                        row.getObject("id", UUID.class),
                        row.getString("kind"),
                        row.getString("team"),
                        row.getString("environment"),
                        row.getString("workload_id"),
                        row.getObject("deployment_id", UUID.class),
                        row.getObject("from_decision", UUID.class),
                        row.getString("provider"),
                        row.getString("region"),
                        row.getTimestamp("opened_at").toInstant()),
                row.getString("runbook"),
                RemediationState.valueOf(row.getString("state")),
                row.getTimestamp("updated_at").toInstant(),
                instant(row, "ended_at"),
                instant(row, "due_at"),
                row.getObject("incident_id", UUID.class),
                row.getInt("attempts"),
                row.getObject("request_id", UUID.class),
                row.getObject("decision_id", UUID.class),
                row.getObject("change_id", UUID.class),
                outcome == null ? null : Outcome.valueOf(outcome),
                row.getObject("in_time") == null ? null : inTime,
                row.getString("reason"),
                row.getBoolean("released"),
                row.getString("assignee"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }

    private static @Nullable Timestamp timestamp(@Nullable Instant at) {
        return at == null ? null : Timestamp.from(at);
    }

    private static @Nullable String shortened(@Nullable String text) {
        return text == null || text.length() <= LONGEST_REASON ? text : text.substring(0, LONGEST_REASON);
    }
}
