package io.swen.platform.event;

import io.swen.platform.page.Cursors;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
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

    /** A batch and the cursor after it; {@code next} is to be sent back even when there was nothing. */
    public record Batch(List<CloudEvent> items, String next) {}

    /** An event and the cursor right after it, so that a reader may stop at any of them. */
    public record Placed(CloudEvent event, String cursor) {}

    private record Row(String tx, long seq, CloudEvent event) {}

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
            List<Row> rows = rows(position, types, limit);
            long left = deadline - System.nanoTime();
            if (!rows.isEmpty() || left <= 0) {
                return batch(rows, position);
            }
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
        return rows(position, types, limit).stream()
                .map(row -> new Placed(row.event(), new Position(row.tx(), row.seq()).cursor()))
                .toList();
    }

    private Batch batch(List<Row> rows, Position before) {
        Position next = rows.isEmpty()
                ? before
                : new Position(rows.getLast().tx(), rows.getLast().seq());
        return new Batch(rows.stream().map(Row::event).toList(), next.cursor());
    }

    private String latest() {
        return jdbc.queryForObject(
                "select (pg_snapshot_xmin(pg_current_snapshot()))::text",
                (row, index) -> new Position(String.valueOf(row.getString(1)), 0).cursor());
    }

    private List<Row> rows(Position after, Set<String> types, int limit) {
        // Of "order by tx" the text that is selected would be meant, and "10" stands before "9".
        return jdbc.query(
                "select tx::text, seq, id, type, subject, time, team, environment, actor_id, traceparent, data"
                        + " from event_log where (tx, seq) > (?::xid8, ?) and tx < pg_snapshot_xmin(pg_current_snapshot())"
                        + " and (? or type = any (?)) order by event_log.tx, event_log.seq limit ?",
                (row, index) -> new Row(
                        row.getString(1),
                        row.getLong(2),
                        new CloudEvent(
                                "1.0",
                                row.getObject(3, UUID.class),
                                source,
                                row.getString(4),
                                row.getString(5),
                                row.getTimestamp(6).toInstant(),
                                "application/json",
                                "urn:swen:event:" + row.getString(4).substring(CloudEvent.TYPE_PREFIX.length()),
                                row.getString(7),
                                row.getString(8),
                                row.getObject(9, UUID.class),
                                row.getString(10),
                                json.readTree(row.getString(11)))),
                after.tx(),
                after.seq(),
                types.isEmpty(),
                types.toArray(String[]::new),
                limit);
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
