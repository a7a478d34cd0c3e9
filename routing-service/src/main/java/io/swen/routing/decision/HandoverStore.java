package io.swen.routing.decision;

import io.swen.platform.trace.Traces;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** The durable queue of hand-overs. Its times are the database's, which all instances share. */
@Repository
class HandoverStore {

    private static final int LONGEST_ERROR = 1_000;
    private static final String NOT_TORN_DOWN =
            " and not exists (select 1 from handover t where t.workload_id = h.workload_id"
                    + " and t.kind = 'teardown' and t.change_state = 'succeeded' and t.created_at > h.created_at)";

    /** A change that was made of a hand-over, how far it is known to have come, and whether it is one of others as well. */
    record SentChange(UUID changeId, @Nullable String state, boolean shared) {}

    private final JdbcTemplate jdbc;
    private final Traces traces;

    /** Where a workload was last put for good, and by which change. */
    record Placed(UUID decisionId, @Nullable UUID changeId) {}

    HandoverStore(JdbcTemplate jdbc, Traces traces) {
        this.jdbc = jdbc;
        this.traces = traces;
    }

    void add(String key, String workloadId, Handover.Kind kind, @Nullable UUID decisionId) {
        jdbc.update(
                "insert into handover (key, workload_id, kind, decision_id, state, traceparent)"
                        + " values (?, ?, ?, ?, 'waiting', ?)",
                key,
                workloadId,
                id(kind),
                decisionId,
                traces.current());
    }

    /** An item of a hand-over of kind replacement, which is what is due. */
    void addItem(String key, String workloadId, UUID decisionId, String groupKey) {
        jdbc.update(
                "insert into handover (key, workload_id, kind, decision_id, state, next_attempt_at, group_key,"
                        + " traceparent) values (?, ?, 'deploy', ?, 'waiting', 'infinity', ?, ?)",
                key,
                workloadId,
                decisionId,
                groupKey,
                traces.current());
    }

    /** The items of a replacement that nobody has taken yet, in the order in which their workloads are locked. */
    List<Handover> waitingItems(String groupKey) {
        return jdbc.query(
                "select key, workload_id, decision_id, attempts, traceparent from handover where group_key = ? and state = 'waiting'"
                        + " order by workload_id",
                (row, index) -> new Handover(
                        row.getString(1),
                        row.getString(2),
                        Handover.Kind.DEPLOY,
                        row.getObject(3, UUID.class),
                        row.getInt(4),
                        row.getString(5)),
                groupKey);
    }

    /** Remembers that what is left of the items may be known outside from now on, so that none is taken back silently. */
    void itemsSent(String groupKey) {
        jdbc.update(
                "update handover set attempts = greatest(attempts, 1) where group_key = ? and state = 'waiting'",
                groupKey);
    }

    /** Has each item sent by itself, because together they were refused. */
    void dissolve(String groupKey) {
        jdbc.update(
                "update handover set group_key = null, attempts = 0, next_attempt_at = now() where group_key = ?"
                        + " and state = 'waiting'",
                groupKey);
    }

    /** Whether the change of a decision is one of others as well, which a stop of it would hit. */
    boolean isShared(UUID decision) {
        return exists("select 1 from handover where key = ? and group_key is not null", decision.toString());
    }

    /** The same, not to be sent before a pause has passed. */
    void addLater(String key, String workloadId, Handover.Kind kind, Duration pause) {
        jdbc.update(
                "insert into handover (key, workload_id, kind, state, next_attempt_at, traceparent)"
                        + " values (?, ?, ?, 'waiting', now() + make_interval(secs => ?), ?)",
                key,
                workloadId,
                id(kind),
                pause.toMillis() / 1000.0,
                traces.current());
    }

    /** Claims what is due, for as long as the lease runs; whoever dies with a claim loses it then. */
    List<Handover> claim(int limit, Duration lease) {
        return jdbc.query(
                "update handover set attempts = attempts + 1, next_attempt_at = now() + make_interval(secs => ?)"
                        + " where key in (select key from handover where state = 'waiting' and next_attempt_at <= now()"
                        + " order by next_attempt_at limit ? for update skip locked)"
                        + " returning key, workload_id, kind, decision_id, attempts, traceparent",
                (row, index) -> new Handover(
                        row.getString(1),
                        row.getString(2),
                        Handover.Kind.valueOf(row.getString(3).toUpperCase(Locale.ROOT)),
                        row.getObject(4, UUID.class),
                        row.getInt(5),
                        row.getString(6)),
                lease.toMillis() / 1000.0,
                limit);
    }

    void sent(String key, UUID changeId) {
        jdbc.update(
                "update handover set state = 'sent', change_id = ?, last_error = null where key = ?", changeId, key);
    }

    void end(String key, Handover.State state, String why) {
        jdbc.update(
                "update handover set state = ?, last_error = ? where key = ?",
                state.name().toLowerCase(Locale.ROOT),
                shortened(why),
                key);
    }

    /** It could not be sent now. */
    void later(String key, Duration pause, String why) {
        jdbc.update(
                "update handover set next_attempt_at = now() + make_interval(secs => ?), last_error = ?"
                        + " where key = ? and state = 'waiting'",
                pause.toMillis() / 1000.0,
                shortened(why),
                key);
    }

    /** Waiting for something else is no attempt, so that it does not count as one. */
    void yield(String key, Duration pause, String why) {
        later(key, pause, why);
        jdbc.update("update handover set attempts = attempts - 1 where key = ? and state = 'waiting'", key);
    }

    /** Takes deployments of a workload back that nobody has claimed yet; returns their decisions. */
    List<UUID> withdrawUnclaimed(String workloadId, String why) {
        return jdbc.query(
                "update handover set state = 'withdrawn', last_error = ? where workload_id = ? and kind = 'deploy'"
                        + " and state = 'waiting' and attempts = 0 returning decision_id",
                (row, index) -> row.getObject(1, UUID.class),
                shortened(why),
                workloadId);
    }

    /** The change that a decision was handed over as. */
    @Nullable
    UUID changeOf(UUID decision) {
        return jdbc
                .query(
                        "select change_id from handover where key = ?",
                        (row, index) -> row.getObject(1, UUID.class),
                        decision.toString())
                .stream()
                .filter(java.util.Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** Whether the decision's hand-over ended without gitops-service having taken it. */
    boolean withdrawn(UUID decision) {
        return exists(
                "select 1 from handover where key = ? and state in ('withdrawn', 'refused')", decision.toString());
    }

    /** Has a change stopped that was not applied yet. */
    void addStop(String workloadId, UUID decision) {
        jdbc.update(
                "insert into handover (key, workload_id, kind, decision_id, state, traceparent)"
                        + " values (?, ?, 'stop', ?, 'waiting', ?) on conflict (key) do nothing",
                Handover.stopKey(decision),
                workloadId,
                decision,
                traces.current());
    }

    /** Whether a deployment of the workload may be, or may come to be, known outside without its change being known here. */
    boolean hasWaitingDeploy(String workloadId) {
        return exists(
                "select 1 from handover where workload_id = ? and kind = 'deploy' and state = 'waiting'", workloadId);
    }

    /** Whether a teardown is waiting or under way. */
    boolean hasOpenTeardown(String workloadId) {
        return exists(
                "select 1 from handover where workload_id = ? and kind = 'teardown' and (state = 'waiting'"
                        + " or (state = 'sent' and (change_state is null or change_state in ('running', 'awaiting_approval'))))",
                workloadId);
    }

    /** How many are not taken yet. */
    long waiting() {
        Long count = jdbc.queryForObject("select count(*) from handover where state = 'waiting'", Long.class);
        return count == null ? 0 : count;
    }

    int teardowns(String workloadId) {
        Integer count = jdbc.queryForObject(
                "select count(*) from handover where workload_id = ? and kind = 'teardown'", Integer.class, workloadId);
        return count == null ? 0 : count;
    }

    /** The change of the newest deployment that was sent. */
    Optional<SentChange> newestDeploy(String workloadId) {
        return jdbc
                .query(
                        "select change_id, change_state, group_key is not null from handover where workload_id = ? and kind = 'deploy'"
                                + " and state = 'sent' order by created_at desc limit 1",
                        (row, index) ->
                                new SentChange(row.getObject(1, UUID.class), row.getString(2), row.getBoolean(3)),
                        workloadId)
                .stream()
                .findFirst();
    }

    /** Whether a deployment of the workload before this one was taken and is not torn down, so that this one replaces it. */
    boolean wasDeployedBefore(String workloadId, String key) {
        return exists(
                "select 1 from handover h where workload_id = ? and kind = 'deploy' and state = 'sent' and key <> ?"
                        + " and change_state = 'succeeded'" + NOT_TORN_DOWN,
                workloadId,
                key);
    }

    /** Notes how far the change of a decision has come; events may overtake the answer that tells the change's id. */
    void deployChange(UUID decision, UUID change, String state) {
        jdbc.update(
                "update handover set change_id = ?, change_state = ?, state = 'sent',"
                        + " placed_at = case when ? = 'succeeded' then clock_timestamp() else placed_at end where key = ?",
                change,
                state,
                state,
                decision.toString());
    }

    /** The decision that was last put into effect, and was not torn down. */
    Optional<Placed> lastPlaced(String workloadId) {
        return jdbc
                .query(
                        "select decision_id, change_id from handover h where workload_id = ? and kind = 'deploy'"
                                + " and placed_at is not null" + NOT_TORN_DOWN + " order by placed_at desc limit 1",
                        (row, index) -> new Placed(row.getObject(1, UUID.class), row.getObject(2, UUID.class)),
                        workloadId)
                .stream()
                .findFirst();
    }

    /** Notes how far the change of a teardown has come. */
    void teardownChange(String workloadId, UUID change, String state) {
        int known = jdbc.update("update handover set change_state = ? where change_id = ?", state, change);
        if (known == 0) {
            jdbc.update(
                    "update handover set change_id = ?, change_state = ?, state = 'sent' where key = (select key from handover"
                            + " where workload_id = ? and kind = 'teardown' and state = 'waiting' and attempts > 0"
                            + " order by created_at limit 1)",
                    change,
                    state,
                    workloadId);
        }
    }

    private boolean exists(String sql, Object... arguments) {
        return !jdbc.query(sql + " limit 1", (row, index) -> row.getInt(1), arguments)
                .isEmpty();
    }

    private static String id(Handover.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static String shortened(String why) {
        return why.length() > LONGEST_ERROR ? why.substring(0, LONGEST_ERROR) : why;
    }
}
