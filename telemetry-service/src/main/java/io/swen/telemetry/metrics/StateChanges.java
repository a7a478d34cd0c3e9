package io.swen.telemetry.metrics;

import io.swen.telemetry.cloud.CloudTelemetrySource.State;
import io.swen.telemetry.cloud.InstanceStateChanged;
import java.sql.Timestamp;
import java.util.Locale;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Notes at once what a provider tells of an instance's state; the next look at its region confirms it. */
@Component
class StateChanges {

    private final JdbcTemplate jdbc;

    StateChanges(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** A message may be late or come twice, so that an end is never taken back here and only an earlier end replaces one. */
    @EventListener
    void changed(InstanceStateChanged change) {
        if (change.state() == State.TERMINATED || change.state() == State.STOPPED) {
            jdbc.update(
                    "update instance set state = ?, ended_at = least(ended_at, ?) where provider = ? and region = ?"
                            + " and instance_id = ? and not settled and last_seen_at <= ?",
                    change.state().name().toLowerCase(Locale.ROOT),
                    Timestamp.from(change.at()),
                    change.provider().id(),
                    change.region(),
                    change.instanceId(),
                    Timestamp.from(change.at()));
        }
    }
}
