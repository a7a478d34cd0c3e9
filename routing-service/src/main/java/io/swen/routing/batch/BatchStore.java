package io.swen.routing.batch;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** Stores batches, and is the queue of those that wait. */
@Repository
class BatchStore {

    private static final String COLUMNS = "id, size, zone_percent, state, created_at, attempts, decided_at, result";

    private final JdbcTemplate jdbc;
    private final JsonMapper json;

    BatchStore(JdbcTemplate jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    void add(UUID id, UUID author, int size, @Nullable Integer zonePercent, Instant at) {
        jdbc.update(
                "insert into batch (id, author_id, size, zone_percent, state, created_at) values (?, ?, ?, ?, 'submitted', ?)",
                id,
                author,
                size,
                zonePercent,
                Timestamp.from(at));
    }

    Optional<Batch> find(UUID id) {
        return jdbc.query("select " + COLUMNS + " from batch where id = ?", (row, index) -> batch(row), id).stream()
                .findFirst();
    }

    /** The batch, if it still waits; its row is locked until the transaction ends. */
    Optional<Batch> lockWaiting(UUID id) {
        return jdbc
                .query(
                        "select " + COLUMNS + " from batch where id = ? and state = 'submitted' for update",
                        (row, index) -> batch(row),
                        id)
                .stream()
                .findFirst();
    }

    /** The oldest that waits, for as long as the lease runs; whoever dies with it loses it then. */
    Optional<Batch> claim(Duration lease) {
        return jdbc
                .query(
                        "update batch set attempts = attempts + 1, lease_until = now() + make_interval(secs => ?)"
                                + " where id = (select id from batch where state = 'submitted' and lease_until <= now()"
                                + " order by created_at limit 1 for update skip locked) returning " + COLUMNS,
                        (row, index) -> batch(row),
                        lease.toMillis() / 1000.0)
                .stream()
                .findFirst();
    }

    /** Gives a claim back before its lease ends. */
    void yield(UUID id, Duration pause) {
        jdbc.update(
                "update batch set lease_until = now() + make_interval(secs => ?) where id = ? and state = 'submitted'",
                pause.toMillis() / 1000.0,
                id);
    }

    void end(UUID id, Batch.State state, Instant at, @Nullable BatchResult result) {
        jdbc.update(
                "update batch set state = ?, decided_at = ?, result = ?::jsonb where id = ?",
                state.name().toLowerCase(Locale.ROOT),
                Timestamp.from(at),
                result == null ? null : json.writeValueAsString(result),
                id);
    }

    private Batch batch(ResultSet row) throws SQLException {
        Timestamp decided = row.getTimestamp(7);
        String result = row.getString(8);
        return new Batch(
                row.getObject(1, UUID.class),
                row.getInt(2),
                row.getObject(3, Integer.class),
                Batch.State.valueOf(row.getString(4).toUpperCase(Locale.ROOT)),
                row.getTimestamp(5).toInstant(),
                row.getInt(6),
                decided == null ? null : decided.toInstant(),
                result == null ? null : json.readValue(result, BatchResult.class));
    }
}
