package io.swen.gitops.rollout;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The changes that are watched, and how they fared. */
@Repository
class Watches {

    private static final TypeReference<List<String>> STRINGS = new TypeReference<>() {};
    /** What was merged before this service looked is not watched any more. */
    private static final Duration OLDEST = Duration.ofHours(24);

    private final JdbcTemplate jdbc;
    private final JsonMapper json;
    private final Clock clock;

    Watches(JdbcTemplate jdbc, JsonMapper json, Clock clock) {
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Begins to watch what was merged since the last time. What puts something back is not watched: taking that back as well would
     * go round in circles.
     */
    void enrol(Duration serviceWindow, Duration batchWindow) {
        Timestamp oldest = Timestamp.from(clock.instant().minus(OLDEST));
        jdbc.update(
                "insert into change_watch (change_id, started_at, until, state)"
                        + " select c.id, c.updated_at, c.updated_at + make_interval(secs => case when exists"
                        + " (select 1 from deployment d where d.change_id = c.id and d.kind = 'SERVICE') then ? else ? end),"
                        + " 'WATCHING' from change c where c.state = 'SUCCEEDED' and c.kind = 'WORKLOADS'"
                        + " and c.origin not in ('ROLLBACK', 'DRIFT', 'REMEDIATION', 'ADOPTION') and c.updated_at > ?"
                        + " and exists (select 1 from deployment d where d.change_id = c.id)"
                        + " and not exists (select 1 from change_watch w where w.change_id = c.id) on conflict do nothing",
                (double) serviceWindow.toSeconds(),
                (double) batchWindow.toSeconds(),
                oldest);
    }

    List<Watch> watching(int limit) {
        return jdbc.query(
                "select * from change_watch where state = 'WATCHING' order by until, change_id limit ?",
                (row, index) -> watch(row),
                limit);
    }

    Optional<Watch> of(UUID change) {
        return jdbc.query("select * from change_watch where change_id = ?", (row, index) -> watch(row), change).stream()
                .findFirst();
    }

    /** Ends it; false where somebody else did so before. */
    boolean end(Watch watch, Watch.State state, String detail, List<String> evidence) {
        return jdbc.update(
                        "update change_watch set state = ?, detail = ?, evidence = ?::jsonb, ended_at = ?"
                                + " where change_id = ? and state = 'WATCHING'",
                        state.name(),
                        detail,
                        json.writeValueAsString(evidence),
                        Timestamp.from(clock.instant()),
                        watch.changeId())
                == 1;
    }

    /** Whether what a change replaced had been lost before, so that there is nothing to go back to. */
    boolean replacedALoss(UUID change) {
        return Boolean.TRUE.equals(jdbc.queryForObject(
                "select exists (select 1 from deployment mine join deployment other"
                        + " on other.workload_id = mine.workload_id and other.change_id <> mine.change_id"
                        + " where mine.change_id = ? and other.was_lost and other.id = (select max(d.id::text)::uuid"
                        + " from deployment d where d.workload_id = mine.workload_id and d.created_at < mine.created_at))",
                Boolean.class,
                change));
    }

    private Watch watch(ResultSet row) throws SQLException {
        Timestamp ended = row.getTimestamp("ended_at");
        return new Watch(
                row.getObject("change_id", UUID.class),
                row.getTimestamp("started_at").toInstant(),
                row.getTimestamp("until").toInstant(),
                Watch.State.valueOf(row.getString("state")),
                row.getString("detail"),
                json.readValue(row.getString("evidence"), STRINGS),
                ended == null ? null : ended.toInstant());
    }

    Instant now() {
        return clock.instant();
    }
}
