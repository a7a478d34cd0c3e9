package io.swen.telemetry.incident;

import io.swen.platform.page.Cursors;
import io.swen.platform.page.Page;
import io.swen.platform.security.Actor;
import io.swen.telemetry.alert.Alert;
import io.swen.telemetry.alert.Alerts;
import io.swen.telemetry.notification.Notifications;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Answers questions about incidents, as far as the caller may see them. */
@Component
class IncidentReader {

    private static final int LINES_SHOWN = 200;
    private static final int LINES_REPORTED = 2_000;
    private static final int ALERTS_SHOWN = 200;

    private final IncidentStore store;
    private final Incidents incidents;
    private final Alerts alerts;
    private final Notifications notifications;
    private final Clock clock;

    IncidentReader(IncidentStore store, Incidents incidents, Alerts alerts, Notifications notifications, Clock clock) {
        this.store = store;
        this.incidents = incidents;
        this.alerts = alerts;
        this.notifications = notifications;
        this.clock = clock;
    }

    Page<IncidentView> list(IncidentStore.Filter filter, @Nullable UUID before, int limit, Actor actor) {
        return Page.of(store.list(filter, actor, before, limit + 1), limit, last -> Cursors.encode(last.id()))
                .map(IncidentView::brief);
    }

    IncidentView get(UUID id, Actor actor) {
        Incident incident = incidents.visible(id, actor);
        Visible visible = visibleAlerts(id, actor);
        List<Entry> timeline = store.timeline(id, LINES_SHOWN + 1);
        boolean truncated = timeline.size() > LINES_SHOWN;
        return IncidentView.of(
                incident,
                IncidentText.names(visible.alerts(), "workload"),
                visible.alerts().stream()
                        .limit(ALERTS_SHOWN)
                        .map(alert -> new IncidentView.AlertLine(
                                alert.id(),
                                alert.rule(),
                                alert.severity(),
                                alert.state().id(),
                                alert.summary(),
                                alert.labels(),
                                alert.firingAt(),
                                alert.resolvedAt()))
                        .toList(),
                visible.lines(truncated ? timeline.subList(1, timeline.size()) : timeline),
                truncated,
                notifications.about(id));
    }

    IncidentReport report(UUID id, Actor actor) {
        Incident incident = incidents.visible(id, actor);
        Visible visible = visibleAlerts(id, actor);
        Instant end = incident.resolvedAt() == null ? clock.instant() : incident.resolvedAt();
        return new IncidentReport(
                id,
                incident.title(),
                incident.state(),
                incident.severity(),
                incident.scope().key(),
                incident.beganAt(),
                incident.openedAt(),
                incident.acknowledgedAt(),
                incident.acknowledgedByName(),
                incident.assignee(),
                incident.resolvedAt(),
                Duration.between(incident.beganAt(), end),
                Duration.between(incident.beganAt(), incident.openedAt()),
                incident.acknowledgedAt() == null
                        ? null
                        : Duration.between(incident.openedAt(), incident.acknowledgedAt()),
                incident.resolvedAt() == null ? null : Duration.between(incident.openedAt(), incident.resolvedAt()),
                IncidentText.names(visible.alerts(), "region"),
                IncidentText.names(visible.alerts(), "workload"),
                IncidentText.names(visible.alerts(), "instance_id"),
                IncidentText.names(visible.alerts(), "team"),
                visible.alerts().stream()
                        .limit(ALERTS_SHOWN)
                        .map(alert -> new IncidentReport.Line(
                                alert.rule(),
                                alert.severity(),
                                alert.summary(),
                                alert.pendingAt(),
                                alert.firingAt(),
                                alert.resolvedAt()))
                        .toList(),
                visible.lines(store.timeline(id, LINES_REPORTED)));
    }

    /**
     * What a caller may see of an incident.
     *
     * @param complete whether that is all of it
     */
    private record Visible(List<Alert> alerts, boolean complete) {

        /** A line about an alert is for those only who may see that. */
        List<Entry> lines(List<Entry> timeline) {
            if (complete) {
                return timeline;
            }
            Set<UUID> ids = alerts.stream().map(Alert::id).collect(Collectors.toCollection(HashSet::new));
            return timeline.stream()
                    .filter(entry -> entry.alertId() == null || ids.contains(entry.alertId()))
                    .toList();
        }
    }

    private Visible visibleAlerts(UUID id, Actor actor) {
        List<Alert> all = alerts.ofIncident(id, Incidents.MOST_ALERTS);
        List<Alert> visible =
                all.stream().filter(alert -> alert.isVisibleTo(actor)).toList();
        return new Visible(visible, visible.size() == all.size());
    }
}
