package io.swen.routing.workload;

import io.swen.platform.page.Cursors;
import io.swen.platform.page.Page;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** Reads workloads and their history, each caller only what it may see. */
@Repository
class WorkloadReader {

    private static final String COLUMNS = "select spec, state, version, author_id, author_name, created_at, updated_at,"
            + " decision_id, change_id, retries_change, reason, losses, may_run, cancel_requested, traceparent from workload w where true";

    private final JdbcTemplate jdbc;
    private final JsonMapper json;

    WorkloadReader(JdbcTemplate jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    Optional<Workload> find(String id, Actor actor) {
        Query query = new Query(COLUMNS).and("id = ?", id).scope(actor);
        return jdbc.query(query.sql(), workload(), query.arguments()).stream().findFirst();
    }

    /** The newest first. */
    Page<Workload> list(WorkloadFilter filter, @Nullable String cursor, int limit, Actor actor) {
        Query query = matching(COLUMNS, filter, actor);
        List<String> after = Cursors.decode(cursor, 2);
        if (after != null) {
            query.and("(created_at, id) < (?, ?)", Timestamp.from(instant(after.get(0))), after.get(1));
        }
        query.then(" order by created_at desc, id desc limit ?", limit + 1);
        List<Workload> rows = jdbc.query(query.sql(), workload(), query.arguments());
        return Page.of(rows, limit, last -> Cursors.encode(last.createdAt(), last.id()));
    }

    private static Query matching(String select, WorkloadFilter filter, Actor actor) {
        Query query = new Query(select).scope(actor);
        Set<WorkloadState> states = filter.states();
        if (states != null && !states.isEmpty()) {
            query.and("state = any (?)", (Object)
                    states.stream().map(WorkloadState::id).toArray(String[]::new));
        }
        if (filter.team() != null) {
            query.and("team = ?", filter.team());
        }
        if (filter.environment() != null) {
            query.and("environment = ?", filter.environment());
        }
        if (filter.kind() != null) {
            query.and("kind = ?", filter.kind().name().toLowerCase(Locale.ROOT));
        }
        if (filter.text() != null && !filter.text().isEmpty()) {
            query.and(
                    "(position(? in id) > 0 or position(? in lower(spec #>> '{container,image}')) > 0)",
                    filter.text().toLowerCase(Locale.ROOT),
                    filter.text().toLowerCase(Locale.ROOT));
        }
        if (filter.ids() != null) {
            query.and("id = any (?)", (Object) filter.ids().toArray(String[]::new));
        }
        return query;
    }

    /** Those of a batch, by id. */
    List<Workload> ofBatch(UUID batch, Actor actor) {
        Query query = new Query(COLUMNS).and("batch_id = ?", batch).scope(actor).then(" order by id");
        return jdbc.query(query.sql(), workload(), query.arguments());
    }

    /** How many of these states there are. */
    long count(Set<WorkloadState> states, Actor actor) {
        Query query = new Query("select count(*) from workload w where true")
                .and("state = any (?)", (Object)
                        states.stream().map(WorkloadState::id).toArray(String[]::new))
                .scope(actor);
        Long count = jdbc.queryForObject(query.sql(), Long.class, query.arguments());
        return count == null ? 0 : count;
    }

    /** How many there are in each state; states without any are missing. */
    Map<WorkloadState, Long> counts(WorkloadFilter filter, Actor actor) {
        Query query = matching("select state, count(*) from workload w where true", filter, actor)
                .then(" group by state");
        Map<WorkloadState, Long> counts = new EnumMap<>(WorkloadState.class);
        jdbc.query(
                query.sql(),
                row -> {
                    counts.put(WorkloadState.of(row.getString(1)), row.getLong(2));
                },
                query.arguments());
        return counts;
    }

    /** Every state the workload has been in, the oldest first. */
    List<Transition> history(Workload workload) {
        List<Transition> moves = new ArrayList<>();
        moves.add(new Transition(
                null,
                WorkloadState.SUBMITTED,
                workload.createdAt(),
                null,
                workload.authorId().toString()));
        moves.addAll(jdbc.query(
                "select from_state, to_state, at, reason, cause_id from workload_transition where workload_id = ? order by seq",
                (row, index) -> new Transition(
                        WorkloadState.of(row.getString(1)),
                        WorkloadState.of(row.getString(2)),
                        row.getTimestamp(3).toInstant(),
                        row.getString(4),
                        row.getString(5)),
                workload.id()));
        return moves;
    }

    private RowMapper<Workload> workload() {
        return (row, index) -> new Workload(
                json.readValue(row.getString(1), WorkloadSpec.class),
                WorkloadState.of(row.getString(2)),
                row.getLong(3),
                row.getObject(4, UUID.class),
                row.getString(5),
                instant(row, 6),
                instant(row, 7),
                row.getObject(8, UUID.class),
                row.getObject(9, UUID.class),
                row.getObject(10, UUID.class),
                row.getString(11),
                row.getInt(12),
                row.getBoolean(13),
                row.getBoolean(14),
                row.getString(15));
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getTimestamp(column).toInstant();
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw ProblemException.of(ErrorCode.INVALID_CURSOR, "cursor must be the \"next\" of an earlier page", e);
        }
    }

    /** A query that grows by conditions. */
    private static final class Query {
        private final StringBuilder sql;
        private final List<Object> arguments = new ArrayList<>();

        Query(String select) {
            sql = new StringBuilder(select);
        }

        Query and(String condition, Object... values) {
            return then(" and " + condition, values);
        }

        Query then(String clause, Object... values) {
            sql.append(clause);
            arguments.addAll(List.of(values));
            return this;
        }

        Query scope(Actor actor) {
            Set<String> teams = actor.teamFilter();
            if (teams != null) {
                and("team = any (?)", (Object) teams.toArray(String[]::new));
            }
            Set<String> environments = actor.environmentFilter();
            if (environments != null) {
                and("environment = any (?)", (Object) environments.toArray(String[]::new));
            }
            return this;
        }

        String sql() {
            return sql.toString();
        }

        Object[] arguments() {
            return arguments.toArray();
        }
    }
}
