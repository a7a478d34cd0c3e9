package io.swen.gitops.webhook;

import java.sql.Timestamp;
import java.time.Instant;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** The ids of deliveries that were heard. */
@Repository
class Deliveries {

    private static final int FORGOTTEN_AT_ONCE = 1000;

    private final JdbcTemplate jdbc;

    Deliveries(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** False where the delivery was heard before. */
    boolean isNew(WebhookHost host, String deliveryId, String event, Instant at) {
        return jdbc.update(
                        "insert into webhook_delivery (host, delivery_id, event, received_at) values (?, ?, ?, ?)"
                                + " on conflict do nothing",
                        host.id(),
                        deliveryId,
                        event,
                        Timestamp.from(at))
                == 1;
    }

    void forgetBefore(Instant at) {
        jdbc.update(
                "delete from webhook_delivery where ctid in (select ctid from webhook_delivery where received_at < ?"
                        + " limit ?)",
                Timestamp.from(at),
                FORGOTTEN_AT_ONCE);
    }
}
