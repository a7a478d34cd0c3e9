package io.swen.telemetry.alert;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Data of the event that tells of an alert which got into another state. */
record AlertChanged(
        UUID id,
        String fingerprint,
        String source,
        String rule,
        String severity,
        String state,
        @Nullable String previous,
        Map<String, String> labels,
        String summary,
        @Nullable Double value,
        String reason,
        Instant pendingAt,
        @Nullable Instant firingAt,
        @Nullable Instant resolvedAt,
        boolean simulated) {

    static final String TYPE = "AlertChanged";

    static AlertChanged of(AlertTransition transition) {
        Alert alert = transition.alert();
        return new AlertChanged(
                alert.id(),
                alert.fingerprint(),
                alert.source(),
                alert.rule(),
                alert.severity().id(),
                alert.state().id(),
                transition.from() == null ? null : transition.from().id(),
                alert.labels(),
                alert.summary(),
                alert.value(),
                transition.reason(),
                alert.pendingAt(),
                alert.firingAt(),
                alert.resolvedAt(),
                alert.simulated());
    }
}
