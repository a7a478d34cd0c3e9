package io.swen.telemetry.notification;

import io.swen.platform.notification.DeliveryQueue;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
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

    private final JdbcTemplate jdbc;
    private final DeliveryQueue queue;
    private final JsonMapper json;

    Outbox(JdbcTemplate jdbc, DeliveryQueue queue, JsonMapper json) {
        this.jdbc = jdbc;
        this.queue = queue;
        this.json = json;
    }

    /** Puts a notice in for one receiver, in the place of what waits there of the same thing. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void put(String receiver, Notice notice, Duration wait, Duration interval, Instant wall) {
        Map<String, Object> payload = Map.of(
                "type",
                "incident." + notice.kind(),
                "title",
                notice.title(),
                "text",
                notice.text(),
                "data",
                notice.data());
        Instant due = notice.atOnce() ? wall : due(receiver, notice.subject(), wait, interval, wall);
        // One that was never tried is rewritten. One that was may have arrived, so that its id must not get other
        // contents.
        int rewritten = jdbc.update(
                "update notification set kind = ?, payload = ?::jsonb, due_wall = least(due_wall, ?)"
                        + " where subject = ? and receiver = ? and state = 'waiting' and attempts = 0",
                notice.kind(),
                json.writeValueAsString(payload),
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
        queue.add(receiver, notice.subject(), notice.kind(), payload, due, wall);
    }

    /** Puts a letter in for one receiver. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void put(String receiver, Letter letter, Instant wall) {
        Map<String, Object> payload = Map.of(
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
                letter.data());
        queue.add(receiver, letter.subject(), letter.kind(), payload, wall, wall);
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
}
