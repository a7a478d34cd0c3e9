package io.swen.routing.decision;

import io.swen.platform.client.SwenService;
import io.swen.platform.event.CloudEvent;
import io.swen.platform.event.EventConsumer;
import io.swen.platform.money.Money;
import io.swen.routing.candidate.Offer;
import io.swen.routing.metric.MalformedEvents;
import io.swen.routing.outcome.Ending;
import io.swen.routing.outcome.Outcomes;
import io.swen.routing.reservation.Reservations;
import io.swen.routing.workload.Kind;
import io.swen.routing.workload.Workload;
import io.swen.routing.workload.WorkloadState;
import io.swen.routing.workload.Workloads;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Follows what gitops-service tells of changes and deployments, and moves workloads on.
 *
 * <p>An event may come late, twice, or about a decision that was overtaken; it then changes nothing but what it proves, such
 * as that something runs which should not.
 */
@Component
class ChangeFollower implements EventConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(ChangeFollower.class);
    private static final String CHANGE = "io.swen.ChangeStageChanged";
    private static final String APPROVAL = "io.swen.ApprovalRequested";
    private static final String PIN = "io.swen.PinChanged";
    private static final String DEPLOYMENT = "io.swen.DeploymentObserved";
    private static final String ROLLBACK = "rollback";
    private static final String DRIFT = "drift";
    /** Origins of changes that no decision stands behind: a placement goes on, or an earlier one does. */
    private static final Set<String> KEEPING_THE_PLACE = Set.of(ROLLBACK, DRIFT, "push", "promotion");

    private static final Set<String> APPLYING = Set.of("apply", "monitor");
    private static final Duration TEARDOWN_PAUSE = Duration.ofSeconds(10);

    private final Workloads workloads;
    private final Reservations reservations;
    private final HandoverStore handovers;
    private final DecisionStore decisions;
    private final DecisionCommitments commitments;
    private final RelocationStore relocations;
    private final Outcomes outcomes;
    private final DecisionProperties properties;
    private final MalformedEvents malformed;
    private final Clock clock;

    ChangeFollower(
            Workloads workloads,
            Reservations reservations,
            HandoverStore handovers,
            DecisionStore decisions,
            DecisionCommitments commitments,
            RelocationStore relocations,
            Outcomes outcomes,
            DecisionProperties properties,
            MalformedEvents malformed,
            Clock clock) {
        this.workloads = workloads;
        this.reservations = reservations;
        this.handovers = handovers;
        this.decisions = decisions;
        this.commitments = commitments;
        this.relocations = relocations;
        this.outcomes = outcomes;
        this.properties = properties;
        this.malformed = malformed;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "routing-changes";
    }

    @Override
    public SwenService source() {
        return SwenService.GITOPS;
    }

    @Override
    public Set<String> types() {
        return Set.of(CHANGE, APPROVAL, DEPLOYMENT, PIN);
    }

    /** Workloads, whichever kind of event tells of them. */
    @Override
    public Set<String> keys(CloudEvent event) {
        JsonNode data = event.data();
        Set<String> told = Stream.concat(Stream.of(data), data.path("items").valueStream())
                .map(each -> each.path("workload_id"))
                .filter(JsonNode::isString)
                .map(JsonNode::asString)
                .collect(Collectors.toSet());
        return told.isEmpty() ? Set.of(event.subject()) : told;
    }

    @Override
    public void handle(CloudEvent event) {
        try {
            switch (event.type()) {
                case CHANGE -> changed(event);
                case APPROVAL -> approvalRequested(event);
                case DEPLOYMENT -> deploymentObserved(event);
                case PIN -> pinChanged(event);
                default -> LOG.debug("{} is not followed", event.type());
            }
        } catch (MalformedEventException e) {
            malformed.skip(event, e);
        }
    }

    private void changed(CloudEvent event) {
        JsonNode data = event.data();
        UUID change = uuid(data, "change_id");
        String state = text(data, "state");
        String stage = optional(data, "stage");
        String failure = failure(data);
        String origin = optional(data, "origin");
        boolean pinned = "pinned".equals(optional(data.path("failure"), "code"));
        for (JsonNode item : inLockOrder(data.path("items"))) {
            Workload workload = workloads.lock(text(item, "workload_id")).orElse(null);
            if (workload == null) {
                // It came by Git, or was taken over from a cloud.
                LOG.debug(
                        "change {} tells of the workload {}, which is not known here",
                        change,
                        item.path("workload_id"));
            } else if (text(item, "action").equals("teardown")) {
                teardownChanged(workload, change, state, failure, ROLLBACK.equals(origin));
            } else if (origin != null && KEEPING_THE_PLACE.contains(origin)) {
                putBack(
                        workload,
                        change,
                        uuid(item, "decision_id"),
                        state,
                        stage,
                        switch (origin) {
                                    case ROLLBACK -> "rolled back";
                                    case DRIFT -> "put back";
                                    default -> "changed by a " + origin;
                                }
                                + " by change " + change,
                        failure,
                        event.id().toString());
            } else {
                deployChanged(
                        workload,
                        change,
                        uuid(item, "decision_id"),
                        state,
                        stage,
                        failure,
                        pinned,
                        event.id().toString());
            }
        }
    }

    /** Several workloads are locked in the order of their ids, as by everybody who locks more than one and waits for them. */
    private static List<JsonNode> inLockOrder(JsonNode items) {
        return items.valueStream()
                .sorted(Comparator.comparing(item -> text(item, "workload_id")))
                .toList();
    }

    private void deployChanged(
            Workload workload,
            UUID change,
            UUID decision,
            String state,
            @Nullable String stage,
            @Nullable String failure,
            boolean pinned,
            String cause) {
        handovers.deployChange(decision, change, state);
        boolean applying = stage != null && APPLYING.contains(stage);
        boolean ended = isEnd(state);
        if (ended) {
            reservations.release(decision, "its change " + state);
        } else if (state.equals("succeeded")) {
            reservations.use(decision);
            relocations
                    .of(workload.id())
                    .filter(move -> move.toDecision().equals(decision))
                    .ifPresent(move -> {
                        reservations.release(move.fromDecision(), "the workload has moved");
                        relocations.rememberSpec(workload.id(), move.fromDecision(), move.specBefore());
                        relocations.end(workload.id());
                    });
        }
        if (applying && !workload.mayRun() && isToEnd(workload)) {
            ranAgainstWill(workload);
            return;
        }
        if (!decision.equals(workload.decisionId()) || workload.state().isTerminal()) {
            return;
        }
        switch (state) {
            case "running", "succeeded" -> {
                if (applying || state.equals("succeeded")) {
                    catchUpToDeploying(workload, change, cause);
                }
            }
            case "awaiting_approval" -> {
                if (workload.state() == WorkloadState.DECIDED) {
                    workloads.awaitApproval(workload.id(), change, null, cause);
                }
            }
            case "failed", "rejected", "expired", "cancelled" ->
                changeEnded(workload, change, state, failure, pinned, cause);
            default -> throw new MalformedEventException("state is " + state);
        }
    }

    /**
     * A change that did not come from a decision put something back: what a rolled back change had replaced, or what Git says
     * where the cloud said otherwise. What runs then is what it says.
     */
    private void putBack(
            Workload workload,
            UUID change,
            UUID decision,
            String state,
            @Nullable String stage,
            String why,
            @Nullable String failure,
            String cause) {
        boolean applying = stage != null && APPLYING.contains(stage);
        if (applying && !workload.mayRun() && isToEnd(workload)) {
            ranAgainstWill(workload);
            return;
        }
        if (isToEnd(workload) || workload.state() == WorkloadState.PAUSING) {
            return;
        }
        if (isEnd(state)) {
            workloads.note(
                    workload.id(),
                    "change " + change + ", which was to leave it where it is, " + state
                            + (failure == null ? "" : ": " + failure));
            return;
        }
        if (!state.equals("succeeded")) {
            return;
        }
        handovers.deployChange(decision, change, state);
        if (!decision.equals(workload.decisionId())) {
            goBack(workload, decision, change, why, cause);
        }
    }

    /** It is, again, where an earlier decision put it. */
    private void goBack(Workload workload, UUID decision, @Nullable UUID change, String why, String cause) {
        if (workload.state() != WorkloadState.RUNNING && !workload.state().canBecome(WorkloadState.RUNNING)) {
            LOG.info("workload {} is {} and waits for a decision of its own: {}", workload.id(), workload.state(), why);
            return;
        }
        UUID left = workload.decisionId();
        if (left != null) {
            reservations.release(left, why);
        }
        reservations.reinstate(decision);
        relocations.end(workload.id());
        workloads.stay(workload.id(), decision, change, relocations.formerSpec(workload.id(), decision), why, cause);
    }

    private void pinChanged(CloudEvent event) {
        String id = text(event.data(), "workload_id");
        if (event.data().path("in_force").asBoolean(false)) {
            relocations.pinned(id, text(event.data(), "reason"));
        } else {
            relocations.unpinned(id);
        }
    }

    private void changeEnded(
            Workload workload, UUID change, String state, @Nullable String failure, boolean pinned, String cause) {
        if (workload.cancelRequested()) {
            if (!workload.mayRun()) {
                workloads.cancel(workload.id(), "its change was " + state, cause);
            }
            return;
        }
        if (workload.state() == WorkloadState.PAUSING || workload.state() == WorkloadState.PAUSED) {
            // Nothing of it is to run anyway, which its teardown sees to.
            workloads.note(workload.id(), "its change " + change + " " + state);
            return;
        }
        RelocationStore.Open move = relocations.of(workload.id()).orElse(null);
        if (move != null && move.toDecision().equals(workload.decisionId())) {
            String why = "its move by change " + change + " " + state + (failure == null ? "" : ": " + failure);
            stay(workload, move, why, cause);
            if (move.oldPlaceLost()) {
                lost(current(workload.id()), Ending.INTERRUPTED, "its old place was lost meanwhile, and " + why, cause);
            }
            return;
        }
        HandoverStore.Placed last = pinned ? handovers.lastPlaced(workload.id()).orElse(null) : null;
        if (last != null) {
            // It is kept as it is; whether that runs is gitops-service's to see to.
            goBack(
                    workload,
                    last.decisionId(),
                    last.changeId(),
                    "its change " + change + " is held up: " + failure,
                    cause);
            return;
        }
        if (workload.state() == WorkloadState.SUBMITTED || workload.state() == WorkloadState.MOVING) {
            // Its place was lost while the change was under way, and it waits for another; this only tells the same.
            return;
        }
        workloads.fail(
                workload.id(), "its change " + change + " " + state + (failure == null ? "" : ": " + failure), cause);
        if (workload.mayRun()) {
            placed(workload.decisionId()).ifPresent(place -> outcomes.ended(workload, place, Ending.FAILED));
            commitments.tearDown(workload, "its change " + state);
        }
    }

    private void teardownChanged(
            Workload workload, UUID change, String state, @Nullable String failure, boolean rolledBack) {
        handovers.teardownChange(workload.id(), change, state);
        switch (state) {
            case "running", "awaiting_approval" -> {}
            case "succeeded" -> {
                workloads.tornDown(workload.id());
                outcomes.endedAll(workload.id(), Ending.STOPPED);
                reservations.releaseAll(workload.id(), "torn down");
                if (workload.cancelRequested() && !workload.state().isTerminal()) {
                    workloads.cancel(workload.id(), "torn down", change.toString());
                } else if (workload.state() == WorkloadState.PAUSING) {
                    relocations.end(workload.id());
                    workloads.pause(workload.id(), workload.reason(), change.toString());
                } else if (rolledBack && workload.state().canBecome(WorkloadState.FAILED)) {
                    workloads.fail(
                            workload.id(),
                            "its first deployment was taken back by change " + change,
                            change.toString());
                }
            }
            case "rejected" -> {
                String why = "its teardown was rejected" + (failure == null ? "" : ": " + failure);
                if (workload.cancelRequested() && !workload.state().isTerminal()) {
                    workloads.keepAfterRefusedTeardown(workload.id(), why);
                }
                if (workload.state() == WorkloadState.PAUSING) {
                    workloads.runOnAfterRefusedPause(workload.id(), "not paused: " + why, change.toString());
                } else if (!workload.cancelRequested()) {
                    workloads.note(workload.id(), why);
                }
            }
            case "failed", "expired", "cancelled" -> teardownEnded(workload, change, state, failure);
            default -> throw new MalformedEventException("state is " + state);
        }
    }

    private void teardownEnded(Workload workload, UUID change, String state, @Nullable String failure) {
        String why = "its teardown " + change + " " + state + (failure == null ? "" : ": " + failure);
        int before = handovers.teardowns(workload.id());
        if (handovers.hasOpenTeardown(workload.id())) {
            return;
        }
        if (workload.state() == WorkloadState.PAUSING && !workload.cancelRequested() && !state.equals("failed")) {
            // To rest is a wish, which whoever let it expire or stopped it did not share; to end is not.
            workloads.runOnAfterRefusedPause(workload.id(), "not paused: " + why, change.toString());
            return;
        }
        workloads.note(workload.id(), why);
        if (before >= properties.mostTeardowns()) {
            LOG.error("workload {} is not torn down after {} tries: {}", workload.id(), before, why);
            return;
        }
        handovers.addLater(
                Handover.teardownKey(workload.id()),
                workload.id(),
                Handover.Kind.TEARDOWN,
                TEARDOWN_PAUSE.multipliedBy(1L << Math.min(6, before)));
    }

    private void approvalRequested(CloudEvent event) {
        UUID change = uuid(event.data(), "change_id");
        String level = text(event.data(), "level");
        for (JsonNode item : inLockOrder(event.data().path("items"))) {
            workloads
                    .lock(text(item, "workload_id"))
                    .filter(workload -> workload.state() == WorkloadState.DECIDED
                            && String.valueOf(workload.decisionId()).equals(optional(item, "decision_id")))
                    .ifPresent(workload -> workloads.awaitApproval(
                            workload.id(),
                            change,
                            "needs approval: " + level.replace('_', ' '),
                            event.id().toString()));
        }
    }

    private void deploymentObserved(CloudEvent event) {
        JsonNode data = event.data();
        String id = text(data, "workload_id");
        Workload workload = workloads.lock(id).orElse(null);
        if (workload == null) {
            LOG.debug("a deployment tells of the workload {}, which is not known here", id);
            return;
        }
        String state = text(data, "state");
        String reason = optional(data, "reason");
        String cause = event.id().toString();
        boolean current = String.valueOf(workload.decisionId()).equals(optional(data, "decision_id"));
        boolean runs = state.equals("pending") || state.equals("running");
        if (runs && isToEnd(workload)) {
            ranAgainstWill(workload);
            return;
        }
        if (runs && workload.state() == WorkloadState.PAUSING) {
            return;
        }
        RelocationStore.Open move = relocations.of(id).orElse(null);
        if (move != null
                && !current
                && move.fromDecision().toString().equals(optional(data, "decision_id"))
                && !workload.state().isTerminal()) {
            oldPlaceObserved(workload, move, state, reason, cause);
            return;
        }
        if (!current || workload.state().isTerminal()) {
            LOG.debug("workload {} is past what deployment {} tells", id, data.path("deployment_id"));
            return;
        }
        UUID change = uuid(data, "change_id");
        switch (state) {
            case "pending" -> catchUpToDeploying(workload, change, cause);
            case "running" -> {
                catchUpToDeploying(workload, change, cause);
                if (stateOf(id).canBecome(WorkloadState.RUNNING)) {
                    workloads.run(id, reason, cause);
                    placed(workload.decisionId()).ifPresent(place -> outcomes.began(workload, place));
                }
            }
            case "completed" -> {
                if (workload.spec().kind() == Kind.BATCH) {
                    completed(workload, change, reason, cause);
                } else {
                    lost(workload, Ending.FAILED, reason == null ? "the service ended by itself" : reason, cause);
                }
            }
            case "lost" ->
                lost(workload, Ending.INTERRUPTED, reason == null ? "the cloud took it back" : reason, cause);
            case "terminated" -> LOG.debug("workload {} was terminated as asked", id);
            default -> throw new MalformedEventException("state is " + state);
        }
    }

    private void completed(Workload workload, UUID change, @Nullable String reason, String cause) {
        catchUpToDeploying(workload, change, cause);
        if (!stateOf(workload.id()).canBecome(WorkloadState.COMPLETED)) {
            LOG.warn(
                    "workload {} is {} and cannot be completed",
                    workload.id(),
                    stateOf(workload.id()).id());
            return;
        }
        workloads.complete(workload.id(), reason, cause);
        placed(workload.decisionId()).ifPresent(place -> outcomes.ended(workload, place, Ending.COMPLETED));
        commitments.tearDown(current(workload.id()), "it has completed");
    }

    private void lost(Workload workload, Ending ending, String reason, String cause) {
        WorkloadState state = workload.state();
        if (workload.cancelRequested() || (state != WorkloadState.RUNNING && state != WorkloadState.DEPLOYING)) {
            return;
        }
        UUID decision = workload.decisionId();
        RelocationStore.Open move = relocations.of(workload.id()).orElse(null);
        if (move != null && move.toDecision().equals(decision) && !move.oldPlaceLost()) {
            noteLoss(workload, move.toDecision(), ending, reason);
            stay(workload, move, "its new place was lost before it had taken over: " + reason, cause);
            return;
        }
        relocations.end(workload.id());
        if (workload.losses() == 0) {
            decisions.forgetLosses(workload.id());
        }
        if (decision != null) {
            noteLoss(workload, decision, ending, reason);
        }
        int losses = workload.losses() + 1;
        if (losses > properties.mostLosses()) {
            workloads.fail(workload.id(), "it lost its place " + losses + " times, last: " + reason, cause);
            commitments.tearDown(current(workload.id()), "it has failed");
        } else {
            workloads.lose(workload.id(), reason, properties.pauseAfterLoss(losses), cause);
        }
    }

    private void noteLoss(Workload workload, UUID decision, Ending ending, String reason) {
        reservations.release(decision, "the place was lost");
        placed(decision).ifPresent(place -> {
            decisions.addLoss(workload.id(), place.offer().offerId(), clock.instant(), reason);
            outcomes.ended(workload, place, ending);
        });
    }

    /** Something happened at the place that a move is to leave, before the new one has taken over. */
    private void oldPlaceObserved(
            Workload workload, RelocationStore.Open move, String state, @Nullable String reason, String cause) {
        boolean ended = state.equals("completed") && workload.spec().kind() == Kind.BATCH;
        if (ended) {
            // The work is done where it was, so there is nothing left to move.
            stay(workload, move, "it ended before it had moved", cause);
            workloads.complete(workload.id(), reason, cause);
            placed(move.fromDecision()).ifPresent(place -> outcomes.ended(workload, place, Ending.COMPLETED));
            handovers.addStop(workload.id(), move.toDecision());
            commitments.tearDown(current(workload.id()), "it has completed");
        } else if (state.equals("terminated")) {
            relocations.oldPlaceLost(workload.id());
        } else if (state.equals("lost") || state.equals("completed")) {
            String why = reason == null ? "the cloud took it back" : reason;
            Ending ending = state.equals("lost") ? Ending.INTERRUPTED : Ending.FAILED;
            // A change that others share is not stopped for one of them, and nothing would be faster than it.
            if (workload.state() == WorkloadState.DEPLOYING
                    || workload.state() == WorkloadState.RUNNING
                    || handovers.isShared(move.toDecision())) {
                relocations.oldPlaceLost(workload.id());
                noteLoss(workload, move.fromDecision(), ending, why);
                return;
            }
            // Nothing of the move was applied, and it may wait for a person: a decision of now is faster.
            stay(workload, move, "its old place was lost before it had moved", cause);
            handovers.addStop(workload.id(), move.toDecision());
            lost(current(workload.id()), ending, why, cause);
        }
    }

    private void stay(Workload workload, RelocationStore.Open move, String why, String cause) {
        relocations.end(workload.id());
        reservations.release(move.toDecision(), why);
        workloads.stay(
                workload.id(),
                move.fromDecision(),
                handovers.changeOf(move.fromDecision()),
                move.specBefore(),
                why,
                cause);
    }

    private Optional<Outcomes.Placed> placed(@Nullable UUID decision) {
        return Optional.ofNullable(decision).flatMap(decisions::find).flatMap(ChangeFollower::place);
    }

    private static Optional<Outcomes.Placed> place(PlacementDecision decision) {
        Offer offer = decision.offer();
        Money hourly = decision.hourlyCost();
        return offer == null || hourly == null
                ? Optional.empty()
                : Optional.of(new Outcomes.Placed(decision.id(), offer, hourly, decision.decidedAt()));
    }

    /** Events that were missed are made up for, so that every workload has passed the states before. */
    private void catchUpToDeploying(Workload workload, UUID change, String cause) {
        if (workload.state() == WorkloadState.DECIDED || workload.state() == WorkloadState.AWAITING_APPROVAL) {
            workloads.deploy(workload.id(), change, cause);
        }
    }

    /** Whether nothing of it is to run. */
    private static boolean isToEnd(Workload workload) {
        return workload.state().isTerminal() || workload.cancelRequested() || workload.state() == WorkloadState.PAUSED;
    }

    /** Something of an ended, cancelled or paused workload runs, so it has to go: nothing bills for ever. */
    private void ranAgainstWill(Workload workload) {
        if (!workload.mayRun()) {
            workloads.foundRunning(workload.id());
        }
        commitments.tearDown(current(workload.id()), "it runs although it should not");
    }

    private WorkloadState stateOf(String id) {
        return current(id).state();
    }

    private Workload current(String id) {
        return workloads.lock(id).orElseThrow(() -> new IllegalStateException("workload " + id + " is gone"));
    }

    private static boolean isEnd(String state) {
        return switch (state) {
            case "failed", "rejected", "expired", "cancelled" -> true;
            default -> false;
        };
    }

    private static @Nullable String failure(JsonNode data) {
        JsonNode failure = data.path("failure");
        if (failure.isString()) {
            return failure.asString();
        }
        return optional(failure, "detail");
    }

    private static String text(JsonNode data, String field) {
        String value = optional(data, field);
        if (value == null) {
            throw new MalformedEventException(field + " is missing");
        }
        return value;
    }

    private static @Nullable String optional(JsonNode data, String field) {
        JsonNode value = data.path(field);
        return value.isString() ? value.asString() : null;
    }

    private static UUID uuid(JsonNode data, String field) {
        try {
            return UUID.fromString(text(data, field));
        } catch (IllegalArgumentException e) {
            throw new MalformedEventException(field + " is not a UUID");
        }
    }

    /** An event that does not have the agreed form. */
    private static final class MalformedEventException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        MalformedEventException(String message) {
            super(message);
        }
    }
}
