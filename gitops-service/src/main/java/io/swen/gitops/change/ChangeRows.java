package io.swen.gitops.change;

import io.swen.gitops.contract.Author;
import io.swen.gitops.contract.PlacementDecision;
import io.swen.gitops.contract.Workload;
import io.swen.gitops.repository.FileEdit;
import io.swen.platform.security.Actor;
import io.swen.platform.trace.Traces;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Reads changes in bulk, and keeps the rows that hang on them. */
@Repository
class ChangeRows {

    private static final TypeReference<List<String>> STRINGS = new TypeReference<>() {};
    private static final TypeReference<List<UUID>> IDS = new TypeReference<>() {};

    private final JdbcTemplate jdbc;
    private final SealedPlans plans;
    private final JsonMapper json;
    private final Traces traces;

    ChangeRows(JdbcTemplate jdbc, SealedPlans plans, JsonMapper json, Traces traces) {
        this.jdbc = jdbc;
        this.plans = plans;
        this.json = json;
        this.traces = traces;
    }

    void insertItems(UUID changeId, List<ChangeItem> items) {
        for (int position = 0; position < items.size(); position++) {
            ChangeItem item = items.get(position);
            PlacementDecision decision = item.decision();
            jdbc.update(
                    "insert into change_item (change_id, position, action, workload_id, workload, decision, decision_id)"
                            + " values (?, ?, ?, ?, ?::jsonb, ?::jsonb, ?)",
                    changeId,
                    position,
                    item.action().name(),
                    item.workloadId(),
                    item.workload() == null ? null : json.writeValueAsString(item.workload()),
                    decision == null ? null : json.writeValueAsString(decision),
                    decision == null ? null : decision.id());
        }
    }

    /** The offers that workloads were put at by their newest changes that succeeded. */
    Map<String, String> offers(Collection<String> workloadIds) {
        Map<String, String> offers = new HashMap<>();
        jdbc.query(
                "select distinct on (i.workload_id) i.workload_id, i.decision #>> '{offer,offer_id}' from change_item i"
                        + " join change c on c.id = i.change_id where i.workload_id = any (?) and c.state = 'SUCCEEDED'"
                        + " and i.decision is not null order by i.workload_id, c.created_at desc",
                row -> {
                    offers.put(row.getString(1), row.getString(2));
                },
                (Object) workloadIds.toArray(String[]::new));
        return offers;
    }

    void insertFiles(UUID changeId, List<FileEdit> files) {
        for (int position = 0; position < files.size(); position++) {
            jdbc.update(
                    "insert into change_file (change_id, position, path, content) values (?, ?, ?, ?)",
                    changeId,
                    position,
                    files.get(position).path(),
                    files.get(position).content());
        }
    }

    void insertStages(UUID changeId) {
        String traceparent = traces.current();
        if (traceparent != null) {
            jdbc.update("insert into change_trace (change_id, traceparent) values (?, ?)", changeId, traceparent);
        }
        for (StageName stage : StageName.values()) {
            jdbc.update(
                    "insert into change_stage (change_id, position, name, state) values (?, ?, ?, ?)",
                    changeId,
                    stage.ordinal(),
                    stage.name(),
                    StageState.WAITING.name());
        }
    }

    /** Ends a stage whoever runs it; a worker that still does finds its lease gone. */
    void endStage(UUID changeId, StageName stage, StageState state, String summary, Instant at) {
        jdbc.update(
                "update change_stage set state = ?, summary = ?, started_at = coalesce(started_at, ?), finished_at = ?,"
                        + " owner = null, lease_until = null, fence = fence + 1 where change_id = ? and name = ?",
                state.name(),
                summary,
                Timestamp.from(at),
                Timestamp.from(at),
                changeId,
                stage.name());
    }

    void skipWaiting(UUID changeId, String summary) {
        jdbc.update(
                "update change_stage set state = ?, summary = ? where change_id = ? and state = ?",
                StageState.SKIPPED.name(),
                summary,
                changeId,
                StageState.WAITING.name());
    }

    void appendLog(UUID changeId, StageName stage, String level, String message, Instant at) {
        jdbc.update(
                "insert into change_stage_log (change_id, stage, at, level, message) values (?, ?, ?, ?, ?)",
                changeId,
                stage.name(),
                Timestamp.from(at),
                level,
                message);
    }

    int logLength(UUID changeId, StageName stage) {
        return Objects.requireNonNull(jdbc.queryForObject(
                "select count(*) from change_stage_log where change_id = ? and stage = ?",
                Integer.class,
                changeId,
                stage.name()));
    }

    List<StageLogLine> log(UUID changeId, StageName stage, long after, int limit) {
        return jdbc.query(
                "select seq, at, level, message from change_stage_log where change_id = ? and stage = ? and seq > ?"
                        + " order by seq limit ?",
                (row, index) -> new StageLogLine(row.getLong(1), instant(row, 2), row.getString(3), row.getString(4)),
                changeId,
                stage.name(),
                after,
                limit);
    }

    void insertVerdict(UUID changeId, ChangeSnapshot.StoredVerdict verdict) {
        jdbc.update(
                "insert into change_verdict (change_id, actor_id, name, admin, verdict, reason, plan_hash, at, on_behalf_of,"
                        + " on_behalf_name) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                changeId,
                verdict.actorId(),
                verdict.name(),
                verdict.admin(),
                verdict.verdict().name(),
                verdict.reason(),
                verdict.planHash(),
                Timestamp.from(verdict.at()),
                verdict.onBehalfOf() == null ? null : verdict.onBehalfOf().actorId(),
                verdict.onBehalfOf() == null ? null : verdict.onBehalfOf().name());
    }

    void insertBreakGlass(UUID changeId, String team, String environment, BreakGlass broken) {
        jdbc.update(
                "insert into break_glass (change_id, actor_id, actor_name, reason, plan_hash, overridden, team, environment, at)"
                        + " values (?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?)",
                changeId,
                broken.by().actorId(),
                broken.by().name(),
                broken.reason(),
                broken.planHash(),
                json.writeValueAsString(broken.overridden()),
                team,
                environment,
                Timestamp.from(broken.at()));
    }

    void reviewBreakGlass(UUID changeId, BreakGlass.Review review) {
        jdbc.update(
                "update break_glass set reviewed_by = ?, reviewed_name = ?, reviewed_at = ?, review_outcome = ?,"
                        + " review_note = ?, noted = false where change_id = ? and reviewed_at is null",
                review.by().actorId(),
                review.by().name(),
                Timestamp.from(review.at()),
                review.outcome().name(),
                review.note(),
                changeId);
    }

    List<UUID> withBrokenGlass(@Nullable Boolean reviewed, Actor viewer, @Nullable UUID before, int limit) {
        return ids(
                "select change_id from break_glass where (?::boolean is null or ? = (reviewed_at is not null))"
                        + " and (?::text[] is null or team = any(?)) and (?::text[] is null or environment = any(?))"
                        + " and (?::uuid is null or change_id < ?) order by change_id desc limit ?",
                reviewed,
                reviewed,
                viewer.teamParameter(),
                viewer.teamParameter(),
                viewer.environmentParameter(),
                viewer.environmentParameter(),
                before,
                before,
                limit);
    }

    List<UUID> withVerdictsNotNoted(int limit) {
        return ids(
                "select change_id from change_verdict where not noted union select change_id from break_glass where not noted"
                        + " limit ?",
                limit);
    }

    void markNoted(UUID changeId, Collection<UUID> actors) {
        jdbc.update("update break_glass set noted = true where change_id = ?", changeId);
        for (UUID actor : actors) {
            jdbc.update("update change_verdict set noted = true where change_id = ? and actor_id = ?", changeId, actor);
        }
    }

    /** What a commit that the change had before has a note of is to be noted at its new one as well. */
    void noteAgain(UUID changeId) {
        jdbc.update("update change_verdict set noted = false where change_id = ?", changeId);
        jdbc.update("update break_glass set noted = false where change_id = ?", changeId);
    }

    List<UUID> expired(Instant now, int limit) {
        return ids(
                "select id from change where state = ? and approval_expires_at <= ? order by id limit ?",
                ChangeState.AWAITING_APPROVAL.name(),
                Timestamp.from(now),
                limit);
    }

    /** Environments with changes that wait though they need nobody's approval. */
    List<String> environmentsWithHeldBack() {
        return jdbc.query(
                "select distinct environment from change where state = ? and approval_level = ?",
                (row, index) -> String.valueOf(row.getString(1)),
                ChangeState.AWAITING_APPROVAL.name(),
                ApprovalLevel.AUTOMATIC.name());
    }

    List<UUID> heldBackIn(String environment, int limit) {
        return ids(
                "select id from change where state = ? and approval_level = ? and environment = ? order by id limit ?",
                ChangeState.AWAITING_APPROVAL.name(),
                ApprovalLevel.AUTOMATIC.name(),
                environment,
                limit);
    }

    Map<String, Long> open() {
        Map<String, Long> counts = new HashMap<>();
        jdbc.query(
                "select lower(state), count(*) from change where state in ('RUNNING', 'AWAITING_APPROVAL') group by state",
                row -> {
                    counts.put(String.valueOf(row.getString(1)), row.getLong(2));
                });
        return counts;
    }

    Map<String, Double> oldestRunningStages() {
        Map<String, Double> ages = new HashMap<>();
        jdbc.query(
                "select lower(s.name), max(extract(epoch from clock_timestamp() - s.first_claimed_at))"
                        + " from change_stage s join change c on c.id = s.change_id and c.stage = s.name"
                        + " where s.state in ('WAITING', 'RUNNING') and c.state = 'RUNNING' group by s.name",
                row -> {
                    ages.put(String.valueOf(row.getString(1)), row.getDouble(2));
                });
        return ages;
    }

    /** Changes that have begun to touch the cloud and are not at their end. */
    List<UUID> atTheCloud(@Nullable String environment, int limit) {
        return ids(
                "select id from change where state = 'RUNNING' and apply_begun_at is not null"
                        + " and (?::text is null or environment = ?) order by id limit ?",
                environment,
                environment,
                limit);
    }

    /** Open changes of a workload whose cloud part has not begun. */
    List<UUID> openBeforeApply(String workloadId, UUID except) {
        return ids(
                "select c.id from change c join change_item i on i.change_id = c.id where i.workload_id = ? and c.id <> ?"
                        + " and c.state in ('RUNNING', 'AWAITING_APPROVAL') and c.apply_begun_at is null and c.unwind_to is null"
                        + " order by c.id",
                workloadId,
                except);
    }

    boolean wasMerged(String workloadId, UUID decisionId) {
        return !jdbc.query(
                        "select 1 from change_item i join change c on c.id = i.change_id where i.workload_id = ?"
                                + " and i.decision_id = ? and c.state = 'SUCCEEDED' limit 1",
                        (row, index) -> row.getInt(1),
                        workloadId,
                        decisionId)
                .isEmpty();
    }

    /** Changes of an environment's Terraform code that are not at their end, the oldest first. */
    List<UUID> terraformUnderWay(String environment) {
        return jdbc.query(
                "select id from change where kind = 'TERRAFORM' and environment = ?"
                        + " and state in ('RUNNING', 'AWAITING_APPROVAL') order by id",
                (row, index) -> row.getObject(1, UUID.class),
                environment);
    }

    /** Whether one of them works on the state, or puts back what drifted. */
    boolean isTerraformAtWork(String environment) {
        return Boolean.TRUE.equals(jdbc.queryForObject(
                "select exists (select 1 from change where kind = 'TERRAFORM' and environment = ?"
                        + " and state in ('RUNNING', 'AWAITING_APPROVAL')"
                        + " and (origin = 'DRIFT' or (state = 'RUNNING' and stage in ('APPLY', 'MONITOR'))))",
                Boolean.class,
                environment));
    }

    /** The newest other try of each change, by the change's id; those that were not tried again are missing. */
    Map<UUID, UUID> retriedBy(List<UUID> ids) {
        Map<UUID, UUID> found = new HashMap<>();
        jdbc.query(
                "select retries, id from change where retries = any(?) order by id",
                row -> {
                    found.put(row.getObject(1, UUID.class), row.getObject(2, UUID.class));
                },
                (Object) ids.toArray(UUID[]::new));
        return found;
    }

    /** The change that took another back. */
    @Nullable
    UUID takenBackBy(UUID id) {
        return first(ids(
                "select id from change where cause = ? and origin = ? and state = ? order by id desc limit 1",
                id,
                ChangeOrigin.ROLLBACK.name(),
                ChangeState.SUCCEEDED.name()));
    }

    /** The newest change after another one that is about a workload or a file of it; not one that took it back or came to nothing. */
    @Nullable
    UUID overtakenBy(ChangeSnapshot change) {
        return first(ids(
                "select c.id from change c where c.id > ? and c.environment = ?"
                        + " and c.state in ('RUNNING', 'AWAITING_APPROVAL', 'SUCCEEDED')"
                        + " and not (c.origin = 'ROLLBACK' and c.cause is not distinct from ?)"
                        + " and (exists (select 1 from change_item i where i.change_id = c.id and i.workload_id = any(?))"
                        + " or exists (select 1 from change_file f where f.change_id = c.id and f.path = any(?)))"
                        + " order by c.id desc limit 1",
                change.id(),
                change.environment(),
                change.id(),
                change.items().stream().map(ChangeItem::workloadId).toArray(String[]::new),
                change.files().stream().map(FileEdit::path).toArray(String[]::new)));
    }

    private static @Nullable UUID first(List<UUID> ids) {
        return ids.isEmpty() ? null : ids.getFirst();
    }

    Set<String> workloadsUnderWay() {
        return Set.copyOf(jdbc.query(
                "select distinct i.workload_id from change_item i join change c on c.id = i.change_id"
                        + " where c.state in ('RUNNING', 'AWAITING_APPROVAL')",
                (row, index) -> row.getString(1)));
    }

    /** Whether a workload was brought under management rather than submitted. */
    boolean wasAdopted(String workloadId) {
        return Boolean.TRUE.equals(jdbc.queryForObject(
                "select exists (select 1 from change c join change_item i on i.change_id = c.id where i.workload_id = ?"
                        + " and c.origin = ? and c.state = ?)",
                Boolean.class,
                workloadId,
                ChangeOrigin.ADOPTION.name(),
                ChangeState.SUCCEEDED.name()));
    }

    List<UUID> list(Filter filter, @Nullable UUID before, int limit) {
        StringBuilder sql = new StringBuilder("select c.id from change c where true");
        List<Object> arguments = new ArrayList<>();
        if (filter.state() != null) {
            sql.append(" and c.state = ?");
            arguments.add(filter.state().name());
        }
        if (filter.environment() != null) {
            sql.append(" and c.environment = ?");
            arguments.add(filter.environment());
        }
        if (filter.workloadId() != null) {
            sql.append(" and exists (select 1 from change_item i where i.change_id = c.id and i.workload_id = ?)");
            arguments.add(filter.workloadId());
        }
        if (filter.ids() != null) {
            sql.append(" and c.id = any(?)");
            arguments.add(filter.ids().toArray(UUID[]::new));
        }
        Set<String> teams = filter.viewer().teamFilter();
        if (teams != null) {
            sql.append(" and c.team = any(?)");
            arguments.add(teams.toArray(String[]::new));
        }
        Set<String> environments = filter.viewer().environmentFilter();
        if (environments != null) {
            sql.append(" and c.environment = any(?)");
            arguments.add(environments.toArray(String[]::new));
        }
        if (before != null) {
            sql.append(" and c.id < ?");
            arguments.add(before);
        }
        sql.append(" order by c.id desc limit ?");
        arguments.add(limit);
        return ids(sql.toString(), arguments.toArray());
    }

    /** Which changes are asked for, and by whom. */
    record Filter(
            @Nullable ChangeState state,
            @Nullable String workloadId,
            @Nullable String environment,
            @Nullable Set<UUID> ids,
            Actor viewer) {}

    /** The changes with these ids, in their order; unknown ids are left out. */
    List<ChangeSnapshot> load(List<UUID> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        UUID[] array = ids.toArray(UUID[]::new);
        Map<UUID, List<ChangeItem>> items = new HashMap<>();
        jdbc.query(
                "select change_id, action, workload_id, workload, decision from change_item where change_id = any(?)"
                        + " order by change_id, position",
                row -> {
                    items.computeIfAbsent(row.getObject(1, UUID.class), id -> new ArrayList<>())
                            .add(new ChangeItem(
                                    ItemAction.valueOf(row.getString(2)),
                                    row.getString(3),
                                    read(row.getString(4), Workload.class),
                                    read(row.getString(5), PlacementDecision.class)));
                },
                (Object) array);
        Map<UUID, List<FileEdit>> files = new HashMap<>();
        jdbc.query(
                "select change_id, path, content from change_file where change_id = any(?) order by change_id, position",
                row -> {
                    files.computeIfAbsent(row.getObject(1, UUID.class), id -> new ArrayList<>())
                            .add(new FileEdit(row.getString(2), row.getString(3)));
                },
                (Object) array);
        Map<UUID, List<ChangeSnapshot.StoredVerdict>> verdicts = new HashMap<>();
        jdbc.query(
                "select change_id, actor_id, name, admin, verdict, reason, plan_hash, at, on_behalf_of, on_behalf_name"
                        + " from change_verdict"
                        + " where change_id = any(?) order by change_id, at, actor_id",
                row -> {
                    verdicts.computeIfAbsent(row.getObject(1, UUID.class), id -> new ArrayList<>())
                            .add(new ChangeSnapshot.StoredVerdict(
                                    row.getObject(2, UUID.class),
                                    row.getString(3),
                                    row.getBoolean(4),
                                    Verdict.valueOf(row.getString(5)),
                                    row.getString(6),
                                    row.getString(7),
                                    instant(row, 8),
                                    author(row.getObject(9, UUID.class), row.getString(10))));
                },
                (Object) array);
        Map<UUID, BreakGlass> broken = new HashMap<>();
        jdbc.query(
                "select change_id, actor_id, actor_name, reason, plan_hash, overridden, at, reviewed_by, reviewed_name,"
                        + " review_outcome, review_note, reviewed_at from break_glass where change_id = any(?)",
                row -> {
                    broken.put(row.getObject(1, UUID.class), breakGlass(row));
                },
                (Object) array);
        Map<UUID, ChangeSnapshot> changes = new HashMap<>();
        jdbc.query(
                "select * from change where id = any(?)",
                row -> {
                    UUID id = row.getObject("id", UUID.class);
                    changes.put(
                            id,
                            snapshot(
                                    row,
                                    id,
                                    items.getOrDefault(id, List.of()),
                                    files.getOrDefault(id, List.of()),
                                    verdicts.getOrDefault(id, List.of()),
                                    broken.get(id)));
                },
                (Object) array);
        return ids.stream().map(changes::get).filter(Objects::nonNull).toList();
    }

    Map<UUID, List<StageRow>> stages(List<UUID> ids) {
        Map<UUID, List<StageRow>> stages = new HashMap<>();
        jdbc.query(
                "select change_id, name, state, attempts, started_at, finished_at, summary from change_stage"
                        + " where change_id = any(?) order by change_id, position",
                row -> {
                    stages.computeIfAbsent(row.getObject(1, UUID.class), id -> new ArrayList<>())
                            .add(new StageRow(
                                    row.getObject(1, UUID.class),
                                    StageName.valueOf(row.getString(2)),
                                    StageState.valueOf(row.getString(3)),
                                    row.getInt(4),
                                    instantOrNull(row, 5),
                                    instantOrNull(row, 6),
                                    row.getString(7)));
                },
                (Object) ids.toArray(UUID[]::new));
        return stages;
    }

    private ChangeSnapshot snapshot(
            ResultSet row,
            UUID id,
            List<ChangeItem> items,
            List<FileEdit> files,
            List<ChangeSnapshot.StoredVerdict> verdicts,
            @Nullable BreakGlass breakGlass)
            throws SQLException {
        String failureStage = row.getString("failure_stage");
        String level = row.getString("approval_level");
        String reasons = row.getString("approval_reasons");
        String unwindTo = row.getString("unwind_to");
        String plan = row.getString("plan");
        Timestamp expiry = row.getTimestamp("approval_expires_at");
        return new ChangeSnapshot(
                id,
                ChangeKind.valueOf(row.getString("kind")),
                ChangeState.valueOf(row.getString("state")),
                StageName.valueOf(row.getString("stage")),
                row.getString("team"),
                row.getString("environment"),
                row.getString("title"),
                row.getString("reason"),
                new Author(row.getObject("author_id", UUID.class), row.getString("author_name")),
                ChangeOrigin.valueOf(row.getString("origin")),
                row.getObject("cause", UUID.class),
                row.getObject("incident_id", UUID.class),
                row.getObject("retries", UUID.class),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("updated_at").toInstant(),
                items,
                files,
                row.getString("commit_id"),
                row.getString("commit_subject"),
                row.getString("merged_commit"),
                plan == null ? null : plans.open(id, plan),
                level == null ? null : ApprovalLevel.valueOf(level),
                reasons == null ? List.of() : json.readValue(reasons, STRINGS),
                expiry == null ? null : expiry.toInstant(),
                verdicts,
                json.readValue(row.getString("deployment_ids"), IDS),
                failureStage == null
                        ? null
                        : new Failure(
                                StageName.valueOf(failureStage),
                                row.getString("failure_code"),
                                row.getString("failure_detail")),
                unwindTo == null ? null : ChangeState.valueOf(unwindTo.toUpperCase(Locale.ROOT)),
                instantOrNull(row, "apply_begun_at"),
                instantOrNull(row, "held_at"),
                breakGlass);
    }

    private BreakGlass breakGlass(ResultSet row) throws SQLException {
        Author reviewer = author(row.getObject(8, UUID.class), row.getString(9));
        return new BreakGlass(
                new Author(row.getObject(2, UUID.class), String.valueOf(row.getString(3))),
                String.valueOf(row.getString(4)),
                String.valueOf(row.getString(5)),
                json.readValue(row.getString(6), STRINGS),
                instant(row, 7),
                reviewer == null
                        ? null
                        : new BreakGlass.Review(
                                reviewer,
                                BreakGlass.Outcome.valueOf(row.getString(10)),
                                String.valueOf(row.getString(11)),
                                instant(row, 12)));
    }

    private static @Nullable Author author(@Nullable UUID id, @Nullable String name) {
        return id == null ? null : new Author(id, String.valueOf(name));
    }

    private <T> @Nullable T read(@Nullable String value, Class<T> type) {
        return value == null ? null : json.readValue(value, type);
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getTimestamp(column).toInstant();
    }

    private static @Nullable Instant instantOrNull(ResultSet row, int column) throws SQLException {
        Timestamp value = row.getTimestamp(column);
        return value == null ? null : value.toInstant();
    }

    private static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
        Timestamp value = row.getTimestamp(column);
        return value == null ? null : value.toInstant();
    }

    private List<UUID> ids(String sql, @Nullable Object... arguments) {
        return jdbc.query(sql, (row, index) -> row.getObject(1, UUID.class), arguments);
    }
}
