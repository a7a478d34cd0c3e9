package io.swen.telemetry.alert;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A time in which alerts with certain labels are not told of; they are still seen and stored.
 *
 * @param teams what its creator sees, beyond which it silences nothing; null is all
 */
record Silence(
        UUID id,
        List<Matcher> matchers,
        String reason,
        Instant startsAt,
        Instant endsAt,
        Instant createdAt,
        UUID createdBy,
        String createdByName,
        @Nullable Set<String> teams,
        @Nullable Set<String> environments) {

    /**
     * What a label has to be. The labels {@code rule} and {@code severity} exist on every alert.
     *
     * @param value may end in an asterisk
     * @param negate whether it must not be so; an absent label is like an empty one
     */
    @Schema(name = "SilenceMatcher")
    record Matcher(String label, String value, boolean negate) {

        boolean matches(Map<String, String> labels) {
            return Labels.matches(value, labels.getOrDefault(label, "")) != negate;
        }
    }

    Silence {
        matchers = List.copyOf(matchers);
        teams = teams == null ? null : Set.copyOf(teams);
        environments = environments == null ? null : Set.copyOf(environments);
    }

    boolean isActive(Instant now) {
        return !startsAt.isAfter(now) && endsAt.isAfter(now);
    }

    boolean covers(Alert alert) {
        if ((teams != null && !alert.shared() && !teams.contains(alert.team() == null ? "" : alert.team()))
                || (environments != null
                        && !alert.shared()
                        && !environments.contains(alert.environment() == null ? "" : alert.environment()))) {
            return false;
        }
        // What concerns everybody is silenced only by those who see everything.
        if (alert.shared() && (teams != null || environments != null)) {
            return false;
        }
        Map<String, String> labels = new TreeMap<>(alert.labels());
        labels.put("rule", alert.rule());
        labels.put("severity", alert.severity().id());
        return matchers.stream().allMatch(matcher -> matcher.matches(labels));
    }
}
