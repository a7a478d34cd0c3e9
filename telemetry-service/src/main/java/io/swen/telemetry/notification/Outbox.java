package io.swen.telemetry.notification;

import io.swen.platform.id.Uuids;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** What is to be sent, durable from the transaction of the change that it tells of; times are wall time. */
@Component
class Outbox {

    private static final int LONGEST_ERROR = 500;

    private final JdbcTemplate jdbc;
    private final JsonMapper json;

    Outbox(JdbcTemplate jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** Puts a notice in for one receiver, in the place of what waits there of the same thing. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void put(String receiver, Notice notice, Duration wait, Duration interval, Instant wall) {
        String payload =
                json.writeValueAsString(Map.of("title", notice.title(), "text", notice.text(), "data", notice.data()));
        Instant due = notice.atOnce() ? wall : due(receiver, notice.subject(), wait, interval, wall);
        // One that was never tried is rewritten. One that was may have arrived, so that its id must not get other
        // contents.
        int rewritten = jdbc.update(
                "update notification set kind = ?, payload = ?::jsonb, due_wall = least(due_wall, ?)"
                        + " where subject = ? and receiver = ? and state = 'waiting' and attempts = 0",
                notice.kind(),
                payload,
                Timestamp.from(due),
                notice.subject(),
                receiver);
        if (rewritten > 0) {
            return;
        }
        jdbc.update(
                "update notification set state = 'superseded' where subject = ? and receiver = ? and state = 'waiting'",
                notice.subject(),
                receiver);
        jdbc.update(
                "insert into notification (id, receiver, subject, kind, payload, state, attempts, created_wall, due_wall)"
                        + " values (?, ?, ?, ?, ?::jsonb, 'waiting', 0, ?, ?)",
                Uuids.next(),
                receiver,
                notice.subject(),
                notice.kind(),
                payload,
                Timestamp.from(wall),
                Timestamp.from(due));
    }

    /** Puts a letter in for one receiver. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void put(String receiver, Letter letter, Instant wall) {
        String payload = json.writeValueAsString(Map.of(
                "type",
                letter.kind(),
                "title",
                letter.title(),
                "text",
                letter.text(),
                "html",
                letter.html(),
                "file_name",
                letter.fileName(),
                "file",
                letter.file(),
                "data",
                letter.data()));
        jdbc.update(
                "insert into notification (id, receiver, subject, kind, payload, state, attempts, created_wall, due_wall)"
                        + " values (?, ?, ?, ?, ?::jsonb, 'waiting', 0, ?, ?)",
                Uuids.next(),
                receiver,
                letter.subject(),
                letter.kind(),
                payload,
                Timestamp.from(wall),
                Timestamp.from(wall));
    }

    private Instant due(String receiver, UUID subject, Duration wait, Duration interval, Instant wall) {
        Timestamp last = jdbc.queryForObject(
                "select max(created_wall) from notification where subject = ? and receiver = ?",
                Timestamp.class,
                subject,
                receiver);
        Instant soonest = wall.plus(wait);
        if (last == null) {
            return soonest;
        }
        Instant next = last.toInstant().plus(interval);
        return next.isAfter(soonest) ? next : soonest;
    }

    /**
     * Takes what is due for this instance; who does not settle it until the lease is over may see it sent again, under its id.
     *
     * @param lease longer than sending may take
     */
    @Transactional
    public List<Delivery> claim(int most, Duration lease, Instant wall) {
        return jdbc.query(
                "update notification set state = 'sending', attempts = attempts + 1, due_wall = ? where id in"
                        + " (select id from notification where state in ('waiting', 'sending') and due_wall <= ?"
                        + " order by due_wall limit ? for update skip locked)"
                        + " returning id, receiver, subject, kind, payload, attempts, created_wall",
                (row, index) -> new Delivery(
                        row.getObject(1, UUID.class),
                        String.valueOf(row.getString(2)),
                        row.getObject(3, UUID.class),
                        String.valueOf(row.getString(4)),
                        json.readTree(String.valueOf(row.getString(5))),
                        row.getInt(6),
                        row.getTimestamp(7).toInstant()),
                Timestamp.from(wall.plus(lease)),
                Timestamp.from(wall),
                most);
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void sent(Delivery delivery, Instant wall) {
        jdbc.update(
                "update notification set state = 'sent', sent_wall = ?, error = null where id = ?",
                Timestamp.from(wall),
                delivery.id());
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void failed(Delivery delivery, String error) {
        jdbc.update(
                "update notification set state = 'failed', error = ? where id = ?", shortened(error), delivery.id());
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void again(Delivery delivery, String error, Instant due) {
        // Something newer may have come while it was being sent; then that one is enough.
        jdbc.update(
                "update notification set state = case when exists (select 1 from notification newer where newer.subject = ?"
                        + " and newer.receiver = ? and newer.state = 'waiting') then 'superseded' else 'waiting' end,"
                        + " error = ?, due_wall = ? where id = ?",
                delivery.subject(),
                delivery.receiver(),
                shortened(error),
                Timestamp.from(due),
                delivery.id());
    }

    List<Delivery.Status> of(UUID subject, int limit) {
        return jdbc.query(
                "select id, receiver, kind, state, attempts, created_wall, sent_wall, error from notification"
                        + " where subject = ? order by id desc limit ?",
                (row, index) -> {
                    Timestamp sent = row.getTimestamp(7);
                    return new Delivery.Status(
                            row.getObject(1, UUID.class),
                            String.valueOf(row.getString(2)),
                            String.valueOf(row.getString(3)),
                            String.valueOf(row.getString(4)),
                            row.getInt(5),
                            row.getTimestamp(6).toInstant(),
                            sent == null ? null : sent.toInstant(),
                            row.getString(8));
                },
                subject,
                limit);
    }

    void deleteOlderThan(Instant bound) {
        jdbc.update(
                "delete from notification where created_wall < ? and state in ('sent', 'failed', 'superseded')",
                Timestamp.from(bound));
    }

    private static String shortened(String error) {
        return error.length() > LONGEST_ERROR ? error.substring(0, LONGEST_ERROR) + "…" : error;
    }
}
