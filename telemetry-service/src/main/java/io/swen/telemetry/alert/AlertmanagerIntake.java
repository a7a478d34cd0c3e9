package io.swen.telemetry.alert;

import io.swagger.v3.oas.annotations.media.Schema;
import io.swen.platform.audit.AuditLog;
import io.swen.platform.id.Uuids;
import io.swen.platform.problem.FieldProblem;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Takes the alerts that Alertmanager tells of; telling twice changes nothing. */
@Component
class AlertmanagerIntake {

    static final int MOST_ALERTS = 1_000;

    /** Marks alerts that went from here to Alertmanager, so that they do not come back as somebody else's. */
    static final String ORIGIN = "swen_source";

    private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]{0,127}");
    private static final int MOST_LABELS = 64;
    private static final int LONGEST_VALUE = 1_000;
    private static final String NAME = "alertname";

    /**
     * What became of what was told.
     *
     * @param accepted alerts that are new or resolved by it
     * @param unchanged alerts that were known to be so
     * @param own alerts that came from here
     */
    @Schema(name = "AlertmanagerAnswer")
    record Answer(int accepted, int unchanged, int own, List<FieldProblem> refused) {}

    private final AlertBook book;
    private final AuditLog audit;
    private final Clock clock;

    AlertmanagerIntake(AlertBook book, AuditLog audit, Clock clock) {
        this.book = book;
        this.audit = audit;
        this.clock = clock;
    }

    @Transactional
    public Answer take(AlertmanagerPayload payload, Actor actor) {
        if (!"4".equals(payload.version())) {
            throw ProblemException.invalidField("version", payload.version(), "4");
        }
        List<AlertmanagerPayload.@Nullable Item> items = payload.alerts();
        if (items == null || items.size() > MOST_ALERTS) {
            throw ProblemException.invalidField(
                    "alerts", items == null ? null : items.size(), "a list of at most " + MOST_ALERTS);
        }
        Instant now = clock.instant();
        book.takeTurn();
        List<FieldProblem> refused = new ArrayList<>();
        List<AlertTransition> transitions = new ArrayList<>();
        int own = 0;
        int unchanged = 0;
        for (int i = 0; i < items.size(); i++) {
            AlertmanagerPayload.Item item = items.get(i);
            FieldProblem problem = problem("alerts[" + i + "]", item, actor);
            if (problem != null || item == null || item.labels() == null) {
                if (problem != null) {
                    refused.add(problem);
                }
                continue;
            }
            if (item.labels().containsKey(ORIGIN)) {
                own++;
                continue;
            }
            AlertTransition transition = take(item, item.labels(), actor, now);
            if (transition == null) {
                unchanged++;
            } else {
                transitions.add(transition);
            }
        }
        book.tell(transitions, now);
        if (!transitions.isEmpty()) {
            audit.record(
                    "alertmanager.receive",
                    "alertmanager",
                    payload.receiver() == null ? "unnamed" : payload.receiver(),
                    null,
                    Map.of("changed", transitions.size(), "refused", refused.size()));
        }
        return new Answer(transitions.size(), unchanged, own, refused);
    }

    private @Nullable AlertTransition take(
            AlertmanagerPayload.Item item, Map<String, String> labels, Actor actor, Instant now) {
        String name = String.valueOf(labels.get(NAME));
        String fingerprint = book.fingerprint(Alert.ALERTMANAGER, name, labels);
        if ("resolved".equals(item.status())) {
            return book.ended(fingerprint, now, "Alertmanager says so");
        }
        return book.heard(
                new Alert(
                        Uuids.next(),
                        fingerprint,
                        Alert.ALERTMANAGER,
                        name,
                        severity(labels.get("severity")),
                        AlertState.moved(null, AlertState.FIRING),
                        labels,
                        summary(item, name),
                        null,
                        team(labels, actor),
                        labels.get("environment"),
                        false,
                        false,
                        now,
                        now,
                        null,
                        now,
                        null,
                        null,
                        1),
                now);
    }

    private static @Nullable FieldProblem problem(String path, AlertmanagerPayload.@Nullable Item item, Actor actor) {
        if (item == null) {
            return new FieldProblem(path, null, "an alert");
        }
        if (!Set.of("firing", "resolved").contains(String.valueOf(item.status()))) {
            return new FieldProblem(path + ".status", item.status(), "firing or resolved");
        }
        Map<String, String> labels = item.labels();
        if (labels == null || labels.isEmpty() || labels.size() > MOST_LABELS) {
            return new FieldProblem(path + ".labels", null, "1 to " + MOST_LABELS + " labels");
        }
        for (Map.Entry<String, String> label : labels.entrySet()) {
            if (!LABEL.matcher(label.getKey()).matches()
                    || label.getValue() == null
                    || label.getValue().length() > LONGEST_VALUE
                    || label.getValue().indexOf('\0') >= 0) {
                return new FieldProblem(
                        path + ".labels",
                        label.getKey(),
                        "names of letters, digits and _, values of at most " + LONGEST_VALUE + " characters");
            }
        }
        String name = labels.get(NAME);
        if (name == null || name.isBlank()) {
            return new FieldProblem(path + ".labels." + NAME, name, "the name of a rule");
        }
        String team = team(labels, actor);
        if (!actor.sees(team == null ? "" : team, labels.getOrDefault("environment", ""))) {
            return new FieldProblem(
                    path + ".labels.team", labels.get("team"), "a team and an environment that the caller sees");
        }
        return null;
    }

    /** Who sees one team only speaks for that one. */
    private static @Nullable String team(Map<String, String> labels, Actor actor) {
        String given = labels.get("team");
        Set<String> own = actor.teamFilter();
        return given == null && own != null && own.size() == 1 ? own.iterator().next() : given;
    }

    private static Severity severity(@Nullable String label) {
        return switch (label == null ? "" : label) {
            case "critical", "page", "error", "emergency" -> Severity.CRITICAL;
            case "info", "none", "debug", "notice" -> Severity.INFO;
            default -> Severity.WARNING;
        };
    }

    private static String summary(AlertmanagerPayload.Item item, String name) {
        Map<String, String> annotations = item.annotations() == null ? Map.of() : item.annotations();
        String summary = annotations.getOrDefault("summary", annotations.getOrDefault("description", name));
        String text = summary.replace("\0", "");
        return text.length() > LONGEST_VALUE ? text.substring(0, LONGEST_VALUE) + "…" : text;
    }
}
