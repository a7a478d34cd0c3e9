package io.swen.gitops.remediation;

import io.swen.gitops.control.Automation;
import io.swen.gitops.remediation.RemediationStore.Situation;
import io.swen.gitops.remediation.Runbook.Step;
import io.swen.platform.event.Event;
import io.swen.platform.event.EventLog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What a look at a remediation leads to. Nothing here touches a cloud: it asks, waits, and judges by what is stored. */
@Component
class RemediationSteps {

    private static final Duration SOON = Duration.ofMillis(400);
    /** Domain time below which another try cannot succeed before the place is lost: an instance takes as long to boot. */
    private static final Duration LEAST_TIME = Duration.ofSeconds(25);

    private static final Duration INSISTING = Duration.ofSeconds(30);
    private static final Set<String> UNSUCCESSFUL = Set.of("FAILED", "REJECTED", "CANCELLED", "EXPIRED");

    private final Runbooks runbooks;
    private final RemediationProperties properties;
    private final RemediationStore store;
    private final KnownIncidents incidents;
    private final Automation automation;

    RemediationSteps(
            Runbooks runbooks,
            RemediationProperties properties,
            RemediationStore store,
            KnownIncidents incidents,
            Automation automation) {
        this.runbooks = runbooks;
        this.properties = properties;
        this.store = store;
        this.incidents = incidents;
        this.automation = automation;
    }

    /** What one transaction does to many remediations; stored at its end in a few statements. */
    static final class Work {

        private final Instant now;
        private final Map<Remediation, Duration> saves = new LinkedHashMap<>();
        private final Map<UUID, Duration> looks = new LinkedHashMap<>();
        private final List<Map.Entry<UUID, RemediationStore.Entry>> entries = new ArrayList<>();
        private final Set<Remediation> told = new LinkedHashSet<>();
        private final List<Event> more = new ArrayList<>();
        private final Set<UUID> draining = new LinkedHashSet<>();
        private final Map<String, Boolean> mayAct = new LinkedHashMap<>();
        private final Map<String, Long> opened = new LinkedHashMap<>();

        Work(Instant now) {
            this.now = now;
        }

        private void changed(Remediation r, Duration pause, String what, @Nullable String detail) {
            saves.put(r, pause);
            told.add(r);
            entries.add(Map.entry(
                    r.id(),
                    new RemediationStore.Entry(now, what, detail == null ? String.valueOf(r.reason()) : detail)));
        }

        private void noted(Remediation r, String what, String detail) {
            entries.add(Map.entry(r.id(), new RemediationStore.Entry(now, what, detail)));
        }

        void store(RemediationStore store, EventLog events) {
            if (!draining.isEmpty()) {
                store.drain(draining, now);
            }
            if (!saves.isEmpty()) {
                store.save(saves);
            }
            if (!looks.isEmpty()) {
                store.lookAgain(looks);
            }
            if (!entries.isEmpty()) {
                store.enter(entries);
            }
            List<Event> all = new ArrayList<>(more);
            told.forEach(r -> all.add(RemediationEvents.changed(r)));
            if (!all.isEmpty()) {
                events.appendAll(all, null);
            }
        }

        /** What ended by it, for the metrics. */
        List<Remediation> ended() {
            return saves.keySet().stream().filter(r -> r.state().isEnd()).toList();
        }
    }

    /** Does what is due. */
    void look(Situation s, Work work) {
        Remediation r = s.remediation();
        Runbook book = runbooks.named(r.runbook()).orElse(null);
        if (book == null) {
            r.handOver(null, "its runbook " + r.runbook() + " is gone", work.now);
            work.changed(r, Duration.ZERO, "handed_over", null);
            return;
        }
        String moot = moot(s);
        if (moot != null) {
            r.becomeMoot(moot, work.now);
            work.changed(r, Duration.ZERO, "obsolete", null);
        } else if (r.identity().openedAt().plus(book.handOverAfter()).isBefore(work.now)) {
            r.handOver(null, "not done within " + book.handOverAfter() + ": " + r.reason(), work.now);
            work.changed(r, Duration.ZERO, "handed_over", null);
        } else {
            switch (r.state()) {
                case OPENED -> begin(s, book, work);
                case HELD -> held(s, book, work);
                case REQUESTED -> requested(s, book, work);
                case CHANGING -> changing(s, book, work);
                case VERIFYING -> verifying(s, book, work);
                case RESTARTING -> restarting(s, work);
                case RESOLVED, HANDED_OVER, ABORTED, OBSOLETE -> work.looks.put(r.id(), properties.slowPause());
            }
        }
    }

    /** routing-service decided. */
    void decided(Remediation r, UUID decision, String offer, Work work) {
        if (r.state() != RemediationState.REQUESTED) {
            // Its time was over meanwhile; what the decision becomes is seen by what runs.
            work.noted(r, "decided_late", "decision " + decision + " for " + offer);
            return;
        }
        r.decide(decision, "goes to " + offer + " by decision " + decision, work.now);
        work.changed(r, SOON, "decided", null);
    }

    /** routing-service has no decision for it. */
    void refused(Remediation r, String why, Work work) {
        if (r.state() != RemediationState.REQUESTED) {
            work.noted(r, "refused_late", why);
            return;
        }
        runbooks.named(r.runbook())
                .ifPresentOrElse(book -> cameToNothing(r, book, why, Outcome.WITHOUT_CAPACITY, false, work), () -> {
                    r.handOver(null, "its runbook " + r.runbook() + " is gone", work.now);
                    work.changed(r, Duration.ZERO, "handed_over", null);
                });
    }

    private @Nullable String moot(Situation s) {
        Remediation r = s.remediation();
        if (s.tornDown()) {
            return "the workload is torn down";
        }
        boolean before = switch (r.state()) {
            case OPENED, HELD, REQUESTED -> true;
            case CHANGING, VERIFYING, RESTARTING, RESOLVED, HANDED_OVER, ABORTED, OBSOLETE -> false;
        };
        if (s.deploymentState().equals("COMPLETED")) {
            return "the work was done before it had to go";
        }
        if (before && (s.removing() || s.deploymentState().equals("TERMINATED"))) {
            return "another change takes the place of what was in danger";
        }
        UUID incident = r.incidentId();
        if (r.state() == RemediationState.HELD
                && r.identity().kind().equals("region_outage")
                && incident != null
                && !incidents.isOpen(incident)) {
            return "the region is back";
        }
        return null;
    }

    private void begin(Situation s, Runbook book, Work work) {
        Remediation r = s.remediation();
        String why = heldBy(s, book, work);
        if (why != null) {
            r.hold(why, work.now);
            work.changed(r, properties.slowPause(), "held", null);
            return;
        }
        prepareAndAsk(r, book, work);
    }

    private void held(Situation s, Runbook book, Work work) {
        Remediation r = s.remediation();
        if (isOver(s, work.now)) {
            giveUp(r, book, "nobody and nothing let it go on in time: " + r.reason(), null, work);
        } else if (heldBy(s, book, work) == null) {
            prepareAndAsk(r, book, work);
        } else {
            work.looks.put(r.id(), properties.slowPause());
        }
    }

    /** What keeps it from going on by itself; a person who let it go on is above all of it. */
    private @Nullable String heldBy(Situation s, Runbook book, Work work) {
        Remediation r = s.remediation();
        if (r.released()) {
            return null;
        }
        String environment = r.identity().environment();
        if (!work.mayAct.computeIfAbsent(environment, automation::mayActAlone)) {
            return "automation may not act in environment " + environment + " at the moment";
        }
        long opened = work.opened.computeIfAbsent(
                book.name(), name -> store.openedWithinAnHour(name, work.now.minus(Duration.ofHours(1))));
        if (opened > book.guard().mostPerHour()) {
            return "there were " + opened + " of " + book.name() + " within an hour, more than "
                    + book.guard().mostPerHour() + ": a person is asked";
        }
        if (book.guard().failover() && properties.failoverIn(environment) == FailoverPolicy.PROPOSE) {
            return "leaving a region waits for a person in environment " + environment;
        }
        return null;
    }

    private void prepareAndAsk(Remediation r, Runbook book, Work work) {
        for (Step step : book.preparations()) {
            switch (step) {
                case Step.Drain drain -> {
                    work.draining.add(r.identity().deploymentId());
                    work.noted(r, "draining", "its instances are marked as about to go");
                }
                case Step.Checkpoint checkpoint -> work.noted(r, "checkpoint", checkpoint(r));
                case Step.CordonRegion cordon -> cordon(r, work);
                case Step.Notify notify -> {
                    work.noted(r, "notified", notify.message());
                    work.told.add(r);
                }
                case Step.Action action -> throw new IllegalStateException("an action is no preparation");
                case Step.Wait wait -> throw new IllegalStateException("waiting is no preparation");
                case Step.Verify verify -> throw new IllegalStateException("verifying is no preparation");
            }
        }
        r.ask("routing-service is asked", work.now);
        work.changed(r, Duration.ZERO, "requested", null);
    }

    private String checkpoint(Remediation r) {
        String uri = store.checkpoints(List.of(r.identity().deploymentId()))
                .get(r.identity().deploymentId());
        return uri == null
                ? "the workload names no place for checkpoints, so it begins anew elsewhere"
                : "the hook on the instance has a checkpoint written to " + uri;
    }

    private void cordon(Remediation r, Work work) {
        UUID incident = r.incidentId();
        String environment = r.identity().environment();
        String region = r.identity().region();
        if (incident != null && incidents.cordon(environment, region, incident, work.now)) {
            work.more.add(new Event(
                    "RegionCordonChanged",
                    region,
                    null,
                    environment,
                    new RemediationEvents.RegionCordonChanged(
                            environment, region, true, "incident " + incident + " is open")));
        }
        work.noted(r, "cordoned", region + " is not used in " + environment + " until it has been back for a while");
    }

    private void requested(Situation s, Runbook book, Work work) {
        Remediation r = s.remediation();
        if (isOver(s, work.now)) {
            giveUp(r, book, "the place is lost before there was a decision", null, work);
        } else {
            work.looks.put(r.id(), properties.slowPause());
        }
    }

    private void changing(Situation s, Runbook book, Work work) {
        Remediation r = s.remediation();
        UUID change = s.change();
        if (change != null && !change.equals(r.changeId())) {
            r.changing(change);
            work.changed(r, SOON, "change", "by change " + change);
        }
        String state = s.changeState();
        String place = s.newState();
        if ("RUNNING".equals(place) || "COMPLETED".equals(place)) {
            Instant since = s.newStateSince() == null ? work.now : s.newStateSince();
            r.run(since, "runs at its new place since " + since, work.now);
            work.changed(r, SOON, "running", null);
        } else if (state != null && UNSUCCESSFUL.contains(state)) {
            cameToNothing(
                    r,
                    book,
                    "change " + change + " " + state.toLowerCase(Locale.ROOT),
                    null,
                    state.equals("REJECTED"),
                    work);
        } else if ("LOST".equals(place) || "TERMINATED".equals(place)) {
            cameToNothing(r, book, "the new place could not be had", Outcome.WITHOUT_CAPACITY, false, work);
        } else if (!work.saves.containsKey(r)) {
            work.looks.put(r.id(), SOON);
        }
    }

    private void verifying(Situation s, Runbook book, Work work) {
        Remediation r = s.remediation();
        String place = s.newState();
        String state = s.changeState();
        Instant since = s.newStateSince() == null ? r.updatedAt() : s.newStateSince();
        Duration within = book.verifiedWithin();
        if ("LOST".equals(place) || "TERMINATED".equals(place)) {
            cameToNothing(r, book, "the new place was lost again", null, false, work);
        } else if (state != null && UNSUCCESSFUL.contains(state)) {
            cameToNothing(
                    r,
                    book,
                    "change " + s.change() + " " + state.toLowerCase(Locale.ROOT),
                    null,
                    state.equals("REJECTED"),
                    work);
        } else if ("SUCCEEDED".equals(state) && !work.now.isBefore(since.plus(book.waits()))) {
            r.resolve(
                    Outcome.REPLACED,
                    Boolean.FALSE.equals(r.inTime())
                            ? "runs at its new place, after the old one was lost"
                            : "runs at its new place",
                    work.now);
            work.changed(r, Duration.ZERO, "resolved", null);
        } else if (within != null && work.now.isAfter(since.plus(within))) {
            r.handOver(null, "not verified within " + within + ": its change is " + state, work.now);
            work.changed(r, Duration.ZERO, "handed_over", null);
        } else {
            work.looks.put(r.id(), SOON);
        }
    }

    private void restarting(Situation s, Work work) {
        Remediation r = s.remediation();
        if ("RUNNING".equals(s.newState()) || "COMPLETED".equals(s.newState())) {
            r.resolve(Outcome.REPLACED, "runs at its new place, after the old one was lost", work.now);
            work.changed(r, Duration.ZERO, "resolved", null);
        } else if ("RUNNING".equals(s.laterState()) || "COMPLETED".equals(s.laterState())) {
            r.resolve(Outcome.RESTARTED, "it was decided anew after its place was lost, and runs again", work.now);
            work.changed(r, Duration.ZERO, "resolved", null);
        } else {
            work.looks.put(r.id(), properties.slowPause());
        }
    }

    /** What was asked for came to nothing: it is asked again while that can help, and else what the runbook says then. */
    private void cameToNothing(
            Remediation r, Runbook book, String why, @Nullable Outcome because, boolean rejected, Work work) {
        Instant due = r.dueAt();
        boolean timeIsLeft = due == null || work.now.plus(LEAST_TIME).isBefore(due);
        boolean insists = book.otherwise() == Runbook.Otherwise.INSIST;
        if (rejected && book.otherwise() != Runbook.Otherwise.RESTART) {
            r.handOver(null, "a person rejected it: " + why, work.now);
            work.changed(r, Duration.ZERO, "handed_over", null);
        } else if (!rejected
                && timeIsLeft
                && (insists || r.attempts() + 1 < book.action().attempts())) {
            r.askAgain(why, work.now);
            work.changed(
                    r,
                    insists && r.attempts() >= book.action().attempts() ? INSISTING : properties.pauseBetweenAttempts(),
                    "asked_again",
                    null);
        } else {
            giveUp(r, book, why, because, work);
        }
    }

    private void giveUp(Remediation r, Runbook book, String why, @Nullable Outcome because, Work work) {
        switch (book.otherwise()) {
            case RESTART -> {
                r.giveUpThePlace(because, why, work.now);
                work.changed(r, properties.slowPause(), "restarting", null);
            }
            case LEAVE -> {
                if (r.state() == RemediationState.CHANGING) {
                    r.askAgain(why, work.now);
                }
                if (RemediationMove.RESOLVE.isAllowed(r.state())) {
                    r.resolve(Outcome.LEFT_AS_IT_IS, why, work.now);
                    work.changed(r, Duration.ZERO, "resolved", null);
                } else {
                    r.becomeMoot(why, work.now);
                    work.changed(r, Duration.ZERO, "obsolete", null);
                }
            }
            case INSIST -> {
                r.handOver(null, why, work.now);
                work.changed(r, Duration.ZERO, "handed_over", null);
            }
        }
    }

    /** Whether the place is gone, or gone by what was announced. */
    private static boolean isOver(Situation s, Instant now) {
        Instant due = s.remediation().dueAt();
        // In an outage the cloud says nothing of what runs, so that what it lists does not count.
        boolean lost = s.deploymentState().equals("LOST")
                && !s.remediation().identity().kind().equals("region_outage");
        return lost || (due != null && now.isAfter(due));
    }
}
