package io.swen.telemetry.alert;

import io.swen.platform.security.Actor;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An alert as stored.
 *
 * @param fingerprint the same for the same rule and labels
 * @param source {@code rule} or {@code alertmanager}
 * @param shared whether it concerns the platform as a whole, so that everybody may know of it
 * @param pendingAt when its cause was first seen, in domain time like the others
 * @param incident the incident that it belongs to, if any
 */
public record Alert(
        UUID id,
        String fingerprint,
        String source,
        String rule,
        Severity severity,
        AlertState state,
        Map<String, String> labels,
        String summary,
        @Nullable Double value,
        @Nullable String team,
        @Nullable String environment,
        boolean shared,
        boolean simulated,
        Instant pendingAt,
        @Nullable Instant firingAt,
        @Nullable Instant resolvedAt,
        Instant lastSeenAt,
        @Nullable String resolvedReason,
        @Nullable UUID incident,
        long version) {

    static final String RULE = "rule";
    static final String ALERTMANAGER = "alertmanager";

    public Alert {
        labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    }

    /** Where it belongs. */
    public Location location() {
        return Location.of(labels);
    }

    /** Whether a caller may see it; what is not shared and carries no team is for those who see all. */
    public boolean isVisibleTo(Actor actor) {
        return shared || actor.sees(team == null ? "" : team, environment == null ? "" : environment);
    }

    /** The team that its events are for; null is everybody. */
    public @Nullable String audience() {
        return shared || team != null ? team : "";
    }

    /** The environment that its events are for; null is everybody. */
    public @Nullable String audienceEnvironment() {
        return shared || environment != null ? environment : "";
    }
}
