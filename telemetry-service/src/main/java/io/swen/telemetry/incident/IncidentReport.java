package io.swen.telemetry.incident;

import io.swen.telemetry.alert.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is looked at after an incident, or while it goes on.
 *
 * @param duration from its first sign to its end, or to now
 * @param timeToDetect from its first sign to the first alert that fired
 * @param timeToAcknowledge from the first alert that fired; null while nobody did
 * @param timeToResolve from the first alert that fired; null while it goes on
 */
record IncidentReport(
        UUID id,
        String title,
        IncidentState state,
        Severity severity,
        String scope,
        Instant beganAt,
        Instant openedAt,
        @Nullable Instant acknowledgedAt,
        @Nullable String acknowledgedBy,
        @Nullable String assignee,
        @Nullable Instant resolvedAt,
        Duration duration,
        Duration timeToDetect,
        @Nullable Duration timeToAcknowledge,
        @Nullable Duration timeToResolve,
        List<String> regions,
        List<String> workloads,
        List<String> instances,
        List<String> teams,
        List<Line> alerts,
        List<Entry> timeline) {

    /** An alert of the incident. */
    record Line(
            String rule,
            Severity severity,
            String summary,
            Instant pendingAt,
            @Nullable Instant firingAt,
            @Nullable Instant resolvedAt) {}

    IncidentReport {
        regions = List.copyOf(regions);
        workloads = List.copyOf(workloads);
        instances = List.copyOf(instances);
        teams = List.copyOf(teams);
        alerts = List.copyOf(alerts);
        timeline = List.copyOf(timeline);
    }

    /** The same for people. */
    String markdown() {
        StringBuilder text = new StringBuilder();
        text.append("# Incident: ").append(escaped(title)).append("\n\n");
        text.append("| | |\n|---|---|\n");
        row(text, "Id", id);
        row(text, "State", state.id());
        row(text, "Severity", severity.id());
        row(text, "Scope", scope);
        row(text, "First sign", beganAt);
        row(text, "Opened", openedAt);
        row(text, "Acknowledged", acknowledgedAt == null ? "not yet" : acknowledgedAt + " by " + acknowledgedBy);
        row(text, "Assignee", assignee == null ? "nobody" : assignee);
        row(text, "Resolved", resolvedAt == null ? "not yet" : resolvedAt);
        row(text, "Duration", readable(duration));
        row(text, "Time to detect", readable(timeToDetect));
        row(text, "Time to acknowledge", readable(timeToAcknowledge));
        row(text, "Time to resolve", readable(timeToResolve));
        row(text, "Regions", joined(regions));
        row(text, "Workloads", joined(workloads));
        row(text, "Instances", joined(instances));
        row(text, "Teams", joined(teams));
        text.append("\n## Timeline\n\n| time | what | | who |\n|---|---|---|---|\n");
        for (Entry entry : timeline) {
            text.append("| ")
                    .append(entry.at())
                    .append(" | ")
                    .append(entry.kind().replace('_', ' '))
                    .append(" | ")
                    .append(escaped(entry.message()))
                    .append(" | ")
                    .append(entry.actor() == null ? "" : escaped(entry.actor()))
                    .append(" |\n");
        }
        text.append("\n## Alerts\n\n| rule | severity | what | fired | resolved |\n|---|---|---|---|---|\n");
        for (Line alert : alerts) {
            text.append("| ")
                    .append(alert.rule())
                    .append(" | ")
                    .append(alert.severity().id())
                    .append(" | ")
                    .append(escaped(alert.summary()))
                    .append(" | ")
                    .append(alert.firingAt() == null ? "" : alert.firingAt())
                    .append(" | ")
                    .append(alert.resolvedAt() == null ? "not yet" : alert.resolvedAt())
                    .append(" |\n");
        }
        return text.toString();
    }

    private static void row(StringBuilder text, String name, Object value) {
        text.append("| ")
                .append(name)
                .append(" | ")
                .append(escaped(value.toString()))
                .append(" |\n");
    }

    private static String readable(@Nullable Duration duration) {
        if (duration == null) {
            return "not yet";
        }
        long seconds = duration.toSeconds();
        return seconds < 60
                ? seconds + " s"
                : seconds < 3_600
                        ? seconds / 60 + " min " + seconds % 60 + " s"
                        : seconds / 3_600 + " h " + seconds % 3_600 / 60 + " min";
    }

    private static String joined(List<String> names) {
        return names.isEmpty() ? "none" : String.join(", ", names);
    }

    /** So that what people and providers wrote stays in its cell, and is text. */
    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\n' -> escaped.append("<br>");
                case '\r' -> {
                    // A line break is one already.
                }
                case '<' -> escaped.append("&lt;");
                case '|', '`', '[', ']', '*', '_', '\\' -> escaped.append('\\').append(c);
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
