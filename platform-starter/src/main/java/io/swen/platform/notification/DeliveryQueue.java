package io.swen.platform.notification;

import io.swen.platform.id.Uuids;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is to be sent, durable from the transaction of the change that it tells of; times are wall time. The service's table
 * {@code notification} holds it.
 */
public class DeliveryQueue {

    private static final int LONGEST_ERROR = 500;

    private final JdbcTemplate jdbc;
    private final JsonMapper json;

    public DeliveryQueue(JdbcTemplate jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /**
     * Puts something in for one receiver.
     *
     * @param payload as {@link Delivery} has it, written as JSON
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void add(String receiver, UUID subject, String kind, Object payload, Instant due, Instant wall) {
        jdbc.update(
                "insert into notification (id, receiver, subject, kind, payload, state, attempts, created_wall, due_wall)"
                        + " values (?, ?, ?, ?, ?::jsonb, 'waiting', 0, ?, ?)",
                Uuids.next(),
                receiver,
                subject,
                kind,
                json.writeValueAsString(payload),
                Timestamp.from(wall),
                Timestamp.from(due));
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

    /** How much is due, or being sent. */
    @Transactional(readOnly = true)
    public long waiting() {
        Long count = jdbc.queryForObject(
                "select count(*) from notification where state in ('waiting', 'sending')", Long.class);
        return count == null ? 0 : count;
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

    /** The newest about a thing. */
    public List<Delivery.Status> of(UUID subject, int limit) {
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

    /** Removes what is settled and old. */
    public void deleteOlderThan(Instant bound) {
        jdbc.update(
                "delete from notification where created_wall < ? and state in ('sent', 'failed', 'superseded')",
                Timestamp.from(bound));
    }

    private static String shortened(String error) {
        return error.length() > LONGEST_ERROR ? error.substring(0, LONGEST_ERROR) + "…" : error;
    }
}
