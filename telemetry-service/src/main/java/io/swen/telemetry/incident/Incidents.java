package io.swen.telemetry.incident;

import io.swen.platform.audit.AuditLog;
import io.swen.platform.event.Event;
import io.swen.platform.event.EventLog;
import io.swen.platform.id.Uuids;
import io.swen.platform.page.ETags;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import io.swen.telemetry.alert.Alert;
import io.swen.telemetry.alert.AlertState;
import io.swen.telemetry.alert.AlertTransition;
import io.swen.telemetry.alert.Alerts;
import io.swen.telemetry.alert.AlertsChanged;
import io.swen.telemetry.alert.Severity;
import io.swen.telemetry.notification.Notice;
import io.swen.telemetry.notification.NotificationSettled;
import io.swen.telemetry.notification.Notifications;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Opens, changes and resolves incidents; each change is stored, entered in the timeline and told in one transaction. */
@Component
class Incidents {

    static final int MOST_NOTES = 500;
    static final int LONGEST_NOTE = 4_000;
    static final int LONGEST_NAME = 100;

    /** Of an incident with more alerts, the counts stop here; alerts of a rule are bounded anyway. */
    static final int MOST_ALERTS = 10_000;

    private final IncidentStore store;
    private final Alerts alerts;
    private final Notifications notifications;
    private final EventLog events;
    private final AuditLog audit;
    private final IncidentProperties properties;
    private final Clock clock;

    Incidents(
            IncidentStore store,
            Alerts alerts,
            Notifications notifications,
            EventLog events,
            AuditLog audit,
            IncidentProperties properties,
            Clock clock) {
        this.store = store;
        this.alerts = alerts;
        this.notifications = notifications;
        this.events = events;
        this.audit = audit;
        this.properties = properties;
        this.clock = clock;
    }

    /** What changes of an incident at once. */
    private static final class Batch {
        private Incident incident;
        private final boolean opened;
        private final List<Alert> joined = new ArrayList<>();
        private final List<Alert> resolved = new ArrayList<>();
        private boolean widened;

        Batch(Incident incident, boolean opened) {
            this.incident = incident;
            this.opened = opened;
        }
    }

    /** Lets alerts that fire join an incident or open one, and notes those that were resolved. */
    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void changed(AlertsChanged changed) {
        Map<UUID, Batch> batches = new LinkedHashMap<>();
        List<Grouping.Candidate> open = candidates();
        Grouping grouping = new Grouping(properties.window());
        // What covers a region is taken first, so that what lies inside finds it whatever rule was evaluated first.
        List<AlertTransition> firing = changed.transitions().stream()
                .filter(transition -> transition.alert().state() == AlertState.FIRING)
                .sorted(Comparator.comparing(
                        transition -> !transition.alert().location().coversARegion()))
                .toList();
        for (AlertTransition transition : firing) {
            join(transition.alert(), changed.at(), grouping, open, batches);
        }
        for (AlertTransition transition : changed.transitions()) {
            UUID incident = transition.alert().incident();
            if (transition.alert().state() == AlertState.RESOLVED && incident != null) {
                store.find(incident)
                        .filter(found -> found.state() != IncidentState.RESOLVED)
                        .ifPresent(found -> batches.computeIfAbsent(incident, id -> new Batch(found, false))
                                .resolved
                                .add(transition.alert()));
            }
        }
        batches.values().forEach(batch -> store(batch, changed.at()));
    }

    private List<Grouping.Candidate> candidates() {
        List<Grouping.Candidate> candidates = new ArrayList<>();
        for (Incident incident : store.unresolved()) {
            boolean covering = alerts.ofIncident(incident.id(), MOST_ALERTS).stream()
                    .anyMatch(alert -> covers(alert, incident.scope()));
            candidates.add(new Grouping.Candidate(incident, covering));
        }
        return candidates;
    }

    private static boolean covers(Alert alert, Scope scope) {
        return alert.state() == AlertState.FIRING
                && alert.shared()
                && alert.location().coversARegion()
                && Scope.of(alert).key().equals(scope.key());
    }

    private void join(
            Alert alert, Instant at, Grouping grouping, List<Grouping.Candidate> open, Map<UUID, Batch> batches) {
        Scope scope = Scope.of(alert);
        Optional<Grouping.Choice> choice = grouping.choose(scope, at, open);
        if (choice.isEmpty() && !alert.severity().isAtLeast(properties.leastSeverity())) {
            return;
        }
        Incident incident = choice.map(chosen -> chosen.widened() == null
                        ? chosen.incident()
                        : chosen.incident().widened(chosen.widened()))
                .orElseGet(() -> opened(alert, scope, at));
        Batch batch = batches.computeIfAbsent(incident.id(), id -> new Batch(incident, choice.isEmpty()));
        batch.incident = incident;
        batch.widened |= choice.map(chosen -> chosen.widened() != null).orElse(false);
        batch.joined.add(alert);
        boolean covering = covers(alert, incident.scope())
                || open.stream().anyMatch(known -> known.incident().id().equals(incident.id()) && known.covering());
        open.removeIf(known -> known.incident().id().equals(incident.id()));
        open.add(new Grouping.Candidate(incident.joined(incident.severity(), incident.title(), at, at), covering));
    }

    private static Incident opened(Alert alert, Scope scope, Instant at) {
        return new Incident(
                Uuids.next(),
                IncidentState.OPEN,
                alert.severity(),
                scope,
                alert.summary(),
                at,
                alert.pendingAt(),
                at,
                null,
                null,
                null,
                null,
                null,
                null,
                0);
    }

    private void store(Batch batch, Instant at) {
        Incident incident = batch.incident;
        if (batch.opened) {
            store.insert(incident);
            store.add(
                    incident.id(),
                    at,
                    Entry.OPENED,
                    "opened for " + incident.scope().key(),
                    null,
                    null);
        }
        if (!batch.joined.isEmpty()) {
            alerts.join(batch.joined.stream().map(Alert::id).toList(), incident.id());
        }
        List<Alert> all = alerts.ofIncident(incident.id(), MOST_ALERTS);
        if (batch.widened) {
            store.add(
                    incident.id(),
                    at,
                    Entry.WIDENED,
                    "is about " + incident.scope().key() + " as a whole by now",
                    null,
                    null);
        }
        for (Alert alert : batch.joined) {
            store.add(incident.id(), at, Entry.ALERT_FIRING, alert.rule() + ": " + alert.summary(), null, alert.id());
        }
        for (Alert alert : batch.resolved) {
            store.add(
                    incident.id(),
                    at,
                    Entry.ALERT_RESOLVED,
                    alert.rule() + ": " + alert.summary() + " (" + alert.resolvedReason() + ")",
                    null,
                    alert.id());
        }
        Severity worst =
                all.stream().map(Alert::severity).max(Severity::compareTo).orElse(incident.severity());
        int firing = firing(all);
        if (!batch.joined.isEmpty()) {
            Instant began =
                    all.stream().map(Alert::pendingAt).min(Instant::compareTo).orElse(at);
            incident = incident.joined(
                    worst.isAtLeast(incident.severity()) ? worst : incident.severity(),
                    title(incident.scope(), all),
                    began,
                    at);
        }
        incident = incident.calm(firing == 0 ? at : null);
        store.update(incident);
        if (batch.opened) {
            tell(incident, "opened", all, false);
        } else if (batch.widened) {
            tell(incident, "widened", all, false);
        } else if (!batch.joined.isEmpty()) {
            tell(incident, "alerts_joined", all, false);
        } else {
            event(incident, "alerts_resolved", all);
        }
    }

    /** Resolves the incidents in which nothing fires for long enough. */
    @Transactional
    public void settle() {
        Instant now = clock.instant();
        if (store.unresolved().stream().noneMatch(incident -> isSettled(incident, now))) {
            return;
        }
        alerts.takeTurn();
        for (Incident incident : store.unresolved()) {
            if (isSettled(incident, now)) {
                Incident resolved = incident.resolved(now);
                store.update(resolved);
                store.add(incident.id(), now, Entry.RESOLVED, "all alerts are resolved", null, null);
                tell(resolved, "resolved", alerts.ofIncident(incident.id(), MOST_ALERTS), true);
            }
        }
    }

    private boolean isSettled(Incident incident, Instant now) {
        return incident.calmSince() != null
                && !incident.calmSince().plus(properties.settle()).isAfter(now);
    }

    /** The caller takes the incident. */
    @Transactional
    public Incident acknowledge(UUID id, @Nullable String ifMatch, Actor actor) {
        alerts.takeTurn();
        Incident before = visible(id, actor);
        ETags.requireMatch(ifMatch, before.version());
        if (!before.state().mayBecome(IncidentState.ACKNOWLEDGED)) {
            throw ProblemException.of(
                    ErrorCode.CONFLICT, "the incident is " + before.state().id() + " already");
        }
        Instant now = clock.instant();
        Incident after = before.acknowledged(actor.id(), actor.name(), now);
        store.update(after);
        store.add(id, now, Entry.ACKNOWLEDGED, "acknowledged", actor, null);
        changed(before, after, "acknowledged", "incident.acknowledge", true);
        return after;
    }

    /** Gives the incident to somebody, known by login name. */
    @Transactional
    public Incident handOver(
            UUID id, @Nullable String to, @Nullable String note, @Nullable String ifMatch, Actor actor) {
        if (to == null || to.isBlank() || to.length() > LONGEST_NAME || !to.equals(to.strip())) {
            throw ProblemException.invalidField("to", to, "a login name of 1 to " + LONGEST_NAME + " characters");
        }
        if (note != null && note.length() > LONGEST_NOTE) {
            throw ProblemException.invalidField("note", note, "at most " + LONGEST_NOTE + " characters");
        }
        alerts.takeTurn();
        Incident before = visible(id, actor);
        ETags.requireMatch(ifMatch, before.version());
        if (before.state() == IncidentState.RESOLVED) {
            throw ProblemException.of(ErrorCode.CONFLICT, "the incident is resolved, there is nothing to hand over");
        }
        Instant now = clock.instant();
        Incident after = before.handedOver(to);
        store.update(after);
        store.add(
                id,
                now,
                Entry.HANDED_OVER,
                "to " + to + (note == null || note.isBlank() ? "" : ": " + note),
                actor,
                null);
        changed(before, after, "handed_over", "incident.handover", true);
        return after;
    }

    /** Adds what somebody found out or did; after the end as well, as much is learnt later. */
    @Transactional
    public Incident note(UUID id, @Nullable String text, Actor actor) {
        if (text == null || text.isBlank() || text.length() > LONGEST_NOTE) {
            throw ProblemException.invalidField("text", text, "1 to " + LONGEST_NOTE + " characters");
        }
        alerts.takeTurn();
        Incident incident = visible(id, actor);
        if (store.count(id, Entry.NOTE) >= MOST_NOTES) {
            throw ProblemException.of(
                    ErrorCode.CONFLICT, "the incident has " + MOST_NOTES + " notes, which is all it can have");
        }
        store.add(id, clock.instant(), Entry.NOTE, text, actor, null);
        audit.record("incident.note", "incident", id.toString(), null, Map.of("text", text));
        event(incident, "noted", alerts.ofIncident(id, MOST_ALERTS));
        return incident;
    }

    /** Enters in the timeline what became of a notification. */
    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void settled(NotificationSettled settled) {
        if (store.exists(settled.subject())) {
            String error = settled.error();
            store.add(
                    settled.subject(),
                    clock.instant(),
                    error == null ? Entry.NOTIFIED : Entry.NOTIFICATION_FAILED,
                    settled.receiver() + " of " + settled.kind() + (error == null ? "" : ": " + error),
                    null,
                    null);
        }
    }

    /** The incident, if the caller may know of it. */
    Incident visible(UUID id, Actor actor) {
        return store.find(id)
                .filter(found -> store.isVisible(id, actor))
                .orElseThrow(() -> ProblemException.notFound("incident", id));
    }

    private void changed(Incident before, Incident after, String change, String action, boolean atOnce) {
        List<Alert> all = alerts.ofIncident(after.id(), MOST_ALERTS);
        audit.record(
                action,
                "incident",
                after.id().toString(),
                IncidentChanged.of(before, change, all.size(), firing(all)),
                IncidentChanged.of(after, change, all.size(), firing(all)));
        tell(after, change, all, atOnce);
    }

    private void tell(Incident incident, String change, List<Alert> all, boolean atOnce) {
        event(incident, change, all);
        // Whoever silenced every alert of it wants to hear nothing; what people do themselves is no noise.
        if (!atOnce && alerts.areAllSilenced(all)) {
            return;
        }
        notifications.tell(new Notice(
                incident.id(),
                change,
                incident.severity(),
                labels(incident, all),
                atOnce,
                "[" + incident.severity().id() + "] " + incident.title() + " ("
                        + incident.state().id() + ")",
                IncidentText.of(incident, change, all),
                IncidentText.data(incident, change, all)));
    }

    private void event(Incident incident, String change, List<Alert> all) {
        events.append(new Event(
                IncidentChanged.TYPE,
                incident.id().toString(),
                team(all),
                environment(all),
                IncidentChanged.of(incident, change, all.size(), firing(all))));
    }

    /** The one team that all belong to, or everybody. */
    private static @Nullable String team(List<Alert> all) {
        String first = all.isEmpty() ? null : all.getFirst().audience();
        return all.stream().allMatch(alert -> Objects.equals(alert.audience(), first)) ? first : null;
    }

    private static @Nullable String environment(List<Alert> all) {
        String first = all.isEmpty() ? null : all.getFirst().audienceEnvironment();
        return all.stream().allMatch(alert -> Objects.equals(alert.audienceEnvironment(), first)) ? first : null;
    }

    private static int firing(List<Alert> all) {
        return (int)
                all.stream().filter(alert -> alert.state() == AlertState.FIRING).count();
    }

    /** One alert speaks for itself; of several it is said where they are, as not everybody may see each of them. */
    private static String title(Scope scope, List<Alert> all) {
        if (all.size() == 1) {
            return all.getFirst().summary();
        }
        Optional<Alert> covering = all.stream()
                .filter(alert -> alert.shared() && alert.location().coversARegion())
                .max(Comparator.comparing(Alert::severity));
        return all.size() + " alerts in " + scope.key()
                + covering.map(alert -> ": " + alert.summary()).orElse("");
    }

    private static Map<String, Set<String>> labels(Incident incident, List<Alert> all) {
        Map<String, Set<String>> labels = new TreeMap<>();
        for (Alert alert : all) {
            alert.labels()
                    .forEach((name, value) ->
                            labels.computeIfAbsent(name, n -> new HashSet<>()).add(value));
            labels.computeIfAbsent("rule", n -> new HashSet<>()).add(alert.rule());
            if (alert.team() != null) {
                labels.computeIfAbsent("team", n -> new HashSet<>()).add(alert.team());
            }
        }
        if (incident.scope().provider() != null) {
            labels.computeIfAbsent("provider", n -> new HashSet<>())
                    .add(Objects.requireNonNull(incident.scope().provider()));
        }
        return labels;
    }
}
