package io.swen.telemetry.incident;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One line of an incident's timeline.
 *
 * @param kind opened, alert_firing, alert_resolved, widened, acknowledged, note, handed_over, notified, notification_failed or resolved
 * @param alertId where it tells of one alert
 */
@Schema(name = "IncidentEntry")
record Entry(
        UUID id,
        Instant at,
        String kind,
        String message,
        @JsonIgnore @Nullable UUID actorId,
        @Nullable String actor,
        @Nullable UUID alertId) {

    static final String OPENED = "opened";
    static final String ALERT_FIRING = "alert_firing";
    static final String ALERT_RESOLVED = "alert_resolved";
    static final String WIDENED = "widened";
    static final String ACKNOWLEDGED = "acknowledged";
    static final String NOTE = "note";
    static final String HANDED_OVER = "handed_over";
    static final String NOTIFIED = "notified";
    static final String NOTIFICATION_FAILED = "notification_failed";
    static final String RESOLVED = "resolved";
}
