package io.swen.gitops.remediation;

import io.swen.gitops.remediation.RemediationStore.Endangered;
import io.swen.platform.audit.AuditEntry;
import io.swen.platform.audit.AuditLog;
import io.swen.platform.event.EventLog;
import io.swen.platform.id.Uuids;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Opens remediations, and has people take them. */
@Service
class Remediations {

    private final RemediationStore store;
    private final EventLog events;
    private final AuditLog audit;
    private final Clock clock;

    Remediations(RemediationStore store, EventLog events, AuditLog audit, Clock clock) {
        this.store = store;
        this.events = events;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Opens a remediation, or lets the one that is open for the deployment know.
     *
     * @param harder whether this is certain where the other may only be a risk
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public UUID open(
            Endangered place,
            Runbook book,
            String kind,
            boolean harder,
            @Nullable Instant dueAt,
            @Nullable UUID incidentId,
            String why) {
        Instant now = clock.instant();
        // Between the look and the insert it may be opened, or the open one may end; one of both is found at last.
        for (int attempt = 0; attempt < 3; attempt++) {
            Remediation open = store.lockOpen(place.deploymentId()).orElse(null);
            if (open != null) {
                boolean escalates = harder && !open.runbook().equals(book.name());
                open.warnedAgain(book.name(), harder, dueAt, now);
                if (incidentId != null && open.incidentId() == null) {
                    open.partOf(incidentId);
                }
                store.save(Map.of(open, Duration.ZERO));
                store.enter(open.id(), now, escalates ? "escalated" : "noticed_again", why);
                if (escalates) {
                    events.appendAll(List.of(RemediationEvents.changed(open)), null);
                }
                return open.id();
            }
            Remediation opened = Remediation.open(
                    new Remediation.Identity(
                            Uuids.next(),
                            kind,
                            place.team(),
                            place.environment(),
                            place.workloadId(),
                            place.deploymentId(),
                            place.decisionId(),
                            place.provider().toLowerCase(Locale.ROOT),
                            place.region(),
                            now),
                    book.name(),
                    dueAt,
                    incidentId,
                    why);
            if (store.insert(opened)) {
                store.enter(opened.id(), now, "opened", book.title() + ": " + why);
                events.appendAll(List.of(RemediationEvents.changed(opened)), null);
                return opened.id();
            }
        }
        throw new IllegalStateException(
                "the remediation of deployment " + place.deploymentId() + " changes all the time");
    }

    /** A person has seen it; what was held for that goes on. */
    @Transactional
    public void acknowledge(UUID id, Actor actor) {
        change(id, actor, "remediation.acknowledge", "acknowledged", null, (remediation, now) -> {
            if (remediation.state().isEnd()) {
                throw ProblemException.of(
                        ErrorCode.CONFLICT,
                        "the remediation has ended as " + remediation.state().id());
            }
            remediation.acknowledge(actor.name(), now);
        });
    }

    /** A person takes it; nothing more is done without them. */
    @Transactional
    public void handOver(UUID id, @Nullable String to, @Nullable String note, Actor actor) {
        String name = to == null ? actor.name() : to;
        if (name.isBlank() || name.length() > 100) {
            throw ProblemException.invalidField("to", to, "1 to 100 characters");
        }
        checkNote(note);
        change(
                id,
                actor,
                "remediation.hand_over",
                "handed_over",
                note,
                (remediation, now) ->
                        remediation.handOver(name, "handed over to " + name + " by " + actor.name(), now));
    }

    /** Ends it; a change that is under way goes on, and is cancelled like any other. */
    @Transactional
    public void abort(UUID id, @Nullable String note, Actor actor) {
        checkNote(note);
        change(
                id,
                actor,
                "remediation.abort",
                "aborted",
                note,
                (remediation, now) -> remediation.abort("aborted by " + actor.name(), now));
    }

    /** Fails like an unknown id where the caller may not know of it. */
    @Transactional(readOnly = true)
    public Remediation visible(UUID id, Actor viewer) {
        return store.find(id)
                .filter(found ->
                        viewer.sees(found.identity().team(), found.identity().environment()))
                .orElseThrow(() -> ProblemException.notFound("remediation", id));
    }

    private void change(
            UUID id,
            Actor actor,
            String action,
            String what,
            @Nullable String note,
            BiConsumer<Remediation, Instant> change) {
        Remediation found = store.lock(id)
                .filter(locked ->
                        actor.sees(locked.identity().team(), locked.identity().environment()))
                .orElseThrow(() -> ProblemException.notFound("remediation", id));
        RemediationState before = found.state();
        Instant now = clock.instant();
        try {
            change.accept(found, now);
        } catch (Remediation.ForbiddenMoveException e) {
            throw ProblemException.of(ErrorCode.CONFLICT, String.valueOf(e.getMessage()));
        }
        store.save(Map.of(found, Duration.ZERO));
        store.enter(id, now, what, "by " + actor.name() + (note == null || note.isBlank() ? "" : ": " + note));
        events.append(RemediationEvents.changed(found));
        audit.record(AuditEntry.of(action, "remediation", id.toString())
                .in(found.identity().team(), found.identity().environment())
                .change(Map.of("state", before), Map.of("state", found.state())));
    }

    private static void checkNote(@Nullable String note) {
        if (note != null && note.length() > 1_000) {
            throw ProblemException.invalidField("note", note.length() + " characters", "at most 1000 characters");
        }
    }
}
