package io.swen.platform.event;

import io.swen.platform.page.Cursors;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.ResultSetExtractor;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the event log in commit-safe order.
 *
 * <p>Rows are ordered by transaction id and then seq, and only those of transactions older than every open one are taken:
 * nothing can be committed later at a place that a reader has passed. A long write transaction anywhere on the server
 * delays readers, but never makes a gap.
 */
public class EventFeed {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);
    /** An event is below the oldest open transaction only once its own neighbours have ended; look again soon after a signal. */
    private static final Duration LOOK_AGAIN_AFTER_SIGNAL = Duration.ofMillis(20);

    /**
     * A batch and the cursor after it, which is past all that was looked at: {@code next} is to be sent back even when there was
     * nothing, so that what is of other types is looked at once.
     */
    public record Batch(List<CloudEvent> items, String next) {}

    /** An event and the cursor right after it, so that a reader may stop at any of them. */
    public record Placed(CloudEvent event, String cursor) {}

    private record Row(String tx, long seq, CloudEvent event) {}

    /**
     * What a look found.
     *
     * @param before the transaction that all that it looked at stand before
     */
    private record Look(List<Row> rows, String before) {}

    private final JdbcTemplate jdbc;
    private final JsonMapper json;
    private final EventSignal signal;
    private final String source;

    EventFeed(JdbcTemplate jdbc, JsonMapper json, EventSignal signal, String service) {
        this.jdbc = jdbc;
        this.json = json;
        this.signal = signal;
        this.source = "/swen/" + service;
    }

    /**
     * The next events after a cursor.
     *
     * @param after null for the beginning, {@code latest} for now, else the {@code next} of an earlier batch
     * @param types full type names to keep; empty for all
     * @param wait how long to wait when there is nothing new
     */
    public Batch read(@Nullable String after, Set<String> types, int limit, Duration wait) throws InterruptedException {
        Position position = Position.of(after);
        if (position == null) {
            return new Batch(List.of(), latest());
        }
        long deadline = System.nanoTime() + wait.toNanos();
        boolean signalled = false;
        while (true) {
            long seen = signal.current();
            Look look = look(position, types, limit);
            Position next = look.rows().size() == limit ? place(look.rows().getLast()) : new Position(look.before(), 0);
            long left = deadline - System.nanoTime();
            if (!look.rows().isEmpty() || left <= 0) {
                return new Batch(look.rows().stream().map(Row::event).toList(), next.cursor());
            }
            // What is of other types is not looked at again.
            position = next;
            Duration pause = signalled ? LOOK_AGAIN_AFTER_SIGNAL : LOOK_AGAIN;
            signal.await(seen, pause.toNanos() < left ? pause : Duration.ofNanos(left));
            signalled = signal.current() != seen;
        }
    }

    /**
     * The next events after a cursor, each with its own place; does not wait.
     *
     * @param after null for the beginning, else a cursor of an event or the {@code next} of a batch
     * @param types full type names to keep; empty for all
     */
    public List<Placed> readPlaced(@Nullable String after, Set<String> types, int limit) {
        Position position = Position.of(after);
        if (position == null) {
            return List.of();
        }
        return look(position, types, limit).rows().stream()
                .map(row -> new Placed(row.event(), place(row).cursor()))
                .toList();
    }

    private static Position place(Row row) {
        return new Position(row.tx(), row.seq());
    }

    private String latest() {
        return jdbc.queryForObject(
                "select (pg_snapshot_xmin(pg_current_snapshot()))::text",
                (row, index) -> new Position(String.valueOf(row.getString(1)), 0).cursor());
    }

    private Look look(Position after, Set<String> types, int limit) {
        // Of "order by tx" the text that is selected would be meant, and "10" stands before "9".
        return Objects.requireNonNull(jdbc.query(
                "select bound.tx::text, e.tx::text, e.seq, e.id, e.type, e.subject, e.time, e.team, e.environment, e.actor_id,"
                        + " e.traceparent, e.data from (select pg_snapshot_xmin(pg_current_snapshot()) as tx) bound"
                        + " left join lateral (select * from event_log where (tx, seq) > (?::xid8, ?) and tx < bound.tx"
                        + " and (? or type = any (?)) order by tx, seq limit ?) e on true order by e.tx, e.seq",
                (ResultSetExtractor<Look>) found -> {
                    List<Row> rows = new ArrayList<>();
                    String before = "0";
                    while (found.next()) {
                        before = found.getString(1);
                        if (found.getString(2) != null) {
                            rows.add(row(found));
                        }
                    }
                    return new Look(rows, before);
                },
                after.tx(),
                after.seq(),
                types.isEmpty(),
                types.toArray(String[]::new),
                limit));
    }

    private Row row(ResultSet found) throws SQLException {
        String type = found.getString(5);
        return new Row(
                found.getString(2),
                found.getLong(3),
                new CloudEvent(
                        "1.0",
                        found.getObject(4, UUID.class),
                        source,
                        type,
                        found.getString(6),
                        found.getTimestamp(7).toInstant(),
                        "application/json",
                        "urn:swen:event:" + type.substring(CloudEvent.TYPE_PREFIX.length()),
                        found.getString(8),
                        found.getString(9),
                        found.getObject(10, UUID.class),
                        found.getString(11),
                        json.readTree(found.getString(12))));
    }

    private record Position(String tx, long seq) {

        private static final Position BEGINNING = new Position("0", 0);

        /** Null means now. */
        static @Nullable Position of(@Nullable String cursor) {
            if ("latest".equals(cursor)) {
                return null;
            }
            List<String> parts = Cursors.decode(cursor, 2);
            if (parts == null) {
                return BEGINNING;
            }
            try {
                return new Position(
                        Long.toUnsignedString(Long.parseUnsignedLong(parts.get(0))), Long.parseLong(parts.get(1)));
            } catch (NumberFormatException e) {
                throw io.swen.platform.problem.ProblemException.of(
                        io.swen.platform.problem.ErrorCode.INVALID_CURSOR,
                        "after must be the \"next\" of an earlier answer, or latest",
                        e);
            }
        }

        String cursor() {
            return Cursors.encode(tx, seq);
        }
    }
}
