package io.swen.routing.decision;

import io.swen.platform.client.RemoteException;
import io.swen.routing.decision.GitopsChanges.Author;
import io.swen.routing.decision.GitopsChanges.ChangeRequest;
import io.swen.routing.decision.GitopsChanges.Item;
import io.swen.routing.reservation.Reservations;
import io.swen.routing.workload.Workload;
import io.swen.routing.workload.WorkloadState;
import io.swen.routing.workload.Workloads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Sends one claimed hand-over. The call is made between two transactions, never inside one; a crash before the second only
 * means that the same key is sent again, which gitops-service answers with the same change.
 *
 * <p>Each transaction locks the workload before it touches the hand-over, as everybody does who follows changes: one order, so
 * that nobody waits in a circle.
 */
@Component
class HandoverSender {

    private static final Logger LOG = LoggerFactory.getLogger(HandoverSender.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration TURN = Duration.ofSeconds(1);
    /** The caller's own fault, which no repetition mends. */
    private static final Set<Integer> FINAL_STATUSES = Set.of(400, 404, 405, 413, 415, 422);

    /** What is to be sent now. */
    private sealed interface Step {

        record Send(ChangeRequest request) implements Step {}

        /** Stop the change of the deployment first; {@code thenTearDown} unless nothing of it can run. */
        record CancelFirst(UUID change, boolean mayRun) implements Step {}

        /** Stop the change of a decision that was overtaken. */
        record Stop(UUID change) implements Step {}

        record Nothing() implements Step {}
    }

    private final HandoverStore handovers;
    private final DecisionStore decisions;
    private final GitopsChanges gitops;
    private final Workloads workloads;
    private final Reservations reservations;
    private final RelocationStore relocations;
    private final ReplacementOrders runs;
    private final DecisionProperties properties;
    private final TransactionTemplate transactions;

    HandoverSender(
            HandoverStore handovers,
            DecisionStore decisions,
            GitopsChanges gitops,
            Workloads workloads,
            Reservations reservations,
            RelocationStore relocations,
            ReplacementOrders runs,
            DecisionProperties properties,
            PlatformTransactionManager transactions) {
        this.handovers = handovers;
        this.decisions = decisions;
        this.gitops = gitops;
        this.workloads = workloads;
        this.reservations = reservations;
        this.relocations = relocations;
        this.runs = runs;
        this.properties = properties;
        this.transactions = new TransactionTemplate(transactions);
    }

    void send(Handover handover) {
        try {
            Step step = transactions.execute(status -> prepare(handover));
            if (step == null) {
                throw new IllegalStateException("there is always a next step");
            }
            switch (step) {
                case Step.Nothing nothing -> {}
                case Step.Send send -> {
                    UUID change = gitops.submit(send.request(), handover.key());
                    if (handover.kind() == Handover.Kind.REPLACEMENT) {
                        takenTogether(handover, change);
                    } else {
                        taken(handover, change);
                    }
                }
                case Step.CancelFirst cancel -> cancelFirst(handover, cancel);
                case Step.Stop stop -> stop(handover, stop.change());
            }
        } catch (RemoteException e) {
            if (FINAL_STATUSES.contains(e.status())) {
                refused(handover, e);
            } else {
                later(handover, e);
            }
        } catch (RuntimeException e) {
            later(handover, e);
        }
    }

    private Step prepare(Handover handover) {
        if (handover.kind() == Handover.Kind.REPLACEMENT) {
            return prepareReplacement(handover);
        }
        Workload workload = workloads.lock(handover.workloadId()).orElse(null);
        if (workload == null) {
            handovers.end(handover.key(), Handover.State.WITHDRAWN, "the workload is gone");
            return new Step.Nothing();
        }
        return switch (handover.kind()) {
            case DEPLOY -> prepareDeploy(handover, workload);
            case TEARDOWN -> prepareTeardown(handover, workload);
            case STOP -> prepareStop(handover);
            case REPLACEMENT ->
                throw new IllegalStateException("replacements are prepared with all of their workloads");
        };
    }

    /** All that is still wanted of what was decided together; after a first attempt all of it, because it may be known outside. */
    private Step prepareReplacement(Handover handover) {
        Map<String, Workload> locked = new HashMap<>();
        for (Handover item : handovers.waitingItems(handover.key())) {
            workloads.lock(item.workloadId()).ifPresent(workload -> locked.put(workload.id(), workload));
        }
        List<Item> items = new ArrayList<>();
        Workload first = null;
        // Read again under the locks: one may have been taken back meanwhile.
        for (Handover item : handovers.waitingItems(handover.key())) {
            Workload workload = locked.get(item.workloadId());
            UUID decisionId = item.decisionId();
            String decision =
                    decisionId == null ? null : decisions.document(decisionId).orElse(null);
            boolean wanted = workload != null
                    && workload.state() == WorkloadState.DECIDED
                    && decisionId != null
                    && decisionId.equals(workload.decisionId())
                    && !workload.cancelRequested();
            if (workload == null || decision == null || (!wanted && item.attempts() == 0)) {
                withdraw(item, decisionId, "it is not wanted any more");
            } else {
                first = first == null ? workload : first;
                items.add(new Item("replace", workload.id(), workload.spec(), decision));
            }
        }
        if (first == null) {
            handovers.end(handover.key(), Handover.State.WITHDRAWN, "none of it is wanted any more");
            return new Step.Nothing();
        }
        handovers.itemsSent(handover.key());
        ReplacementOrder order = runs.orderOf(handover.key());
        return new Step.Send(new ChangeRequest(
                first.spec().environment(),
                first.spec().team(),
                new Author(first.authorId(), first.authorName()),
                order.reason(),
                items,
                "remediation",
                order.requestId(),
                order.incidentId(),
                null));
    }

    private void takenTogether(Handover handover, UUID change) {
        transactions.executeWithoutResult(status -> {
            for (Handover item : handovers.waitingItems(handover.key())) {
                Optional<Workload> locked = workloads.lock(item.workloadId());
                handovers.sent(item.key(), change);
                locked.filter(workload -> item.decisionId() != null
                                && item.decisionId().equals(workload.decisionId())
                                && !change.equals(workload.changeId()))
                        .ifPresent(workload -> workloads.handedOver(workload.id(), change));
            }
            handovers.sent(handover.key(), change);
        });
    }

    private Step prepareStop(Handover handover) {
        UUID decision = handover.decisionId();
        if (decision != null && handovers.isShared(decision)) {
            handovers.end(handover.key(), Handover.State.WITHDRAWN, "its change is one of others as well, which go on");
            return new Step.Nothing();
        }
        if (decision == null || handovers.withdrawn(decision)) {
            handovers.end(handover.key(), Handover.State.WITHDRAWN, "the decision was never handed over");
            return new Step.Nothing();
        }
        UUID change = handovers.changeOf(decision);
        if (change == null) {
            handovers.yield(handover.key(), TURN, "waits until it is known which change the decision became");
            return new Step.Nothing();
        }
        return new Step.Stop(change);
    }

    /** What is being applied already cannot be stopped; the change that overtakes it removes what it makes. */
    private void stop(Handover handover, UUID change) {
        try {
            gitops.cancel(change);
        } catch (RemoteException e) {
            if (e.isTransient()) {
                throw e;
            }
            LOG.info("change {} cannot be stopped any more: {}", change, e.getMessage());
        }
        transactions.executeWithoutResult(status -> {
            workloads.lock(handover.workloadId());
            handovers.sent(handover.key(), change);
        });
    }

    private Step prepareDeploy(Handover handover, Workload workload) {
        UUID decisionId = handover.decisionId();
        boolean wanted = workload.state() == WorkloadState.DECIDED
                && decisionId != null
                && decisionId.equals(workload.decisionId())
                && !workload.cancelRequested();
        if (!wanted && handover.attempts() <= 1) {
            withdraw(handover, decisionId, "it is not wanted any more");
            return new Step.Nothing();
        }
        // After a first attempt gitops-service may have it, so it is sent again even when it is not wanted any more:
        // only then
        // is its change known and can be torn down.
        String decision =
                decisionId == null ? null : decisions.document(decisionId).orElse(null);
        if (decision == null) {
            withdraw(handover, decisionId, "the decision is gone");
            return new Step.Nothing();
        }
        boolean replaces = handovers.wasDeployedBefore(workload.id(), handover.key());
        String action = replaces ? "replace" : "deploy";
        String why = relocations
                .of(workload.id())
                .filter(open -> open.toDecision().equals(decisionId))
                .map(open -> ": " + open.why())
                .orElse("");
        return new Step.Send(request(
                workload,
                action + " " + workload.id() + why,
                new Item(action, workload.id(), workload.spec(), decision)));
    }

    private Step prepareTeardown(Handover handover, Workload workload) {
        if (handovers.hasWaitingDeploy(workload.id())) {
            handovers.yield(handover.key(), TURN, "waits until it is known whether the deployment was taken");
            return new Step.Nothing();
        }
        var deploy = handovers.newestDeploy(workload.id()).orElse(null);
        if (deploy != null && !deploy.shared() && isOpen(deploy.state()) && !workload.mayRun()) {
            return new Step.CancelFirst(deploy.changeId(), false);
        }
        return teardown(workload);
    }

    private Step.Send teardown(Workload workload) {
        String why = workload.state().isTerminal()
                ? "it has " + workload.state().id()
                : workload.cancelRequested() ? "it was cancelled" : "it was paused";
        return new Step.Send(request(
                workload,
                "tear down " + workload.id() + " because " + why,
                new Item("teardown", workload.id(), workload.spec(), null)));
    }

    /** A change that was not applied yet is stopped rather than carried out and undone. */
    private void cancelFirst(Handover handover, Step.CancelFirst cancel) {
        try {
            gitops.cancel(cancel.change());
        } catch (RemoteException e) {
            if (e.isTransient()) {
                throw e;
            }
            LOG.info(
                    "change {} cannot be stopped ({}), so what it deploys is torn down",
                    cancel.change(),
                    e.getMessage());
            Step.Send send = transactions.execute(status ->
                    workloads.lock(handover.workloadId()).map(this::teardown).orElse(null));
            if (send != null) {
                taken(handover, gitops.submit(send.request(), handover.key()));
            }
            return;
        }
        transactions.executeWithoutResult(status -> {
            Workload workload = workloads.lock(handover.workloadId()).orElse(null);
            handovers.end(handover.key(), Handover.State.WITHDRAWN, "the change was stopped before anything ran");
            if (workload != null && !workload.mayRun()) {
                reservations.releaseAll(workload.id(), "the change was stopped");
                if (workload.cancelRequested() && !workload.state().isTerminal()) {
                    workloads.cancel(
                            workload.id(),
                            "its change was stopped",
                            cancel.change().toString());
                }
            }
        });
    }

    private void taken(Handover handover, UUID change) {
        LOG.info("{} is handed over as change {}", handover.key(), change);
        transactions.executeWithoutResult(status -> {
            Optional<Workload> locked = workloads.lock(handover.workloadId());
            handovers.sent(handover.key(), change);
            if (handover.kind() == Handover.Kind.DEPLOY) {
                locked.filter(workload -> handover.decisionId() != null
                                && handover.decisionId().equals(workload.decisionId())
                                && !change.equals(workload.changeId()))
                        .ifPresent(workload -> workloads.handedOver(workload.id(), change));
            }
        });
    }

    private void refused(Handover handover, RemoteException why) {
        LOG.error("{} was refused: {}", handover.key(), why.getMessage());
        if (handover.kind() == Handover.Kind.TEARDOWN) {
            // What runs bills, so this is tried on and on, seldom, until somebody has mended what is wrong.
            handovers.later(handover.key(), properties.handoverLongestPause().multipliedBy(10), text(why));
            return;
        }
        if (handover.kind() == Handover.Kind.REPLACEMENT) {
            // One that is refused must not keep the others from their places.
            transactions.executeWithoutResult(status -> {
                handovers.dissolve(handover.key());
                handovers.end(handover.key(), Handover.State.REFUSED, text(why));
            });
            return;
        }
        transactions.executeWithoutResult(status -> {
            Workload workload = workloads.lock(handover.workloadId()).orElse(null);
            handovers.end(handover.key(), Handover.State.REFUSED, text(why));
            RelocationStore.Open move =
                    workload == null ? null : relocations.of(workload.id()).orElse(null);
            if (workload != null && move != null && move.toDecision().equals(handover.decisionId())) {
                relocations.end(workload.id());
                reservations.release(move.toDecision(), "the hand-over was refused");
                workloads.stay(
                        workload.id(),
                        move.fromDecision(),
                        handovers.changeOf(move.fromDecision()),
                        move.specBefore(),
                        "its move could not be handed over: " + text(why),
                        handover.key());
            } else if (workload != null && workload.state() == WorkloadState.DECIDED) {
                workloads.fail(workload.id(), "the decision could not be handed over: " + text(why), handover.key());
                reservations.releaseAll(workload.id(), "the hand-over was refused");
            }
        });
    }

    private void later(Handover handover, RuntimeException why) {
        Duration pause = pause(handover.attempts());
        LOG.warn("{} could not be handed over, next try in {}: {}", handover.key(), pause, why.toString());
        transactions.executeWithoutResult(status -> {
            Optional<Workload> locked = workloads.lock(handover.workloadId());
            handovers.later(handover.key(), pause, text(why));
            if (handover.attempts() == 1 && handover.kind() == Handover.Kind.DEPLOY) {
                locked.filter(workload -> workload.state() == WorkloadState.DECIDED)
                        .ifPresent(workload -> workloads.note(workload.id(), "waits for gitops-service: " + text(why)));
            }
        });
    }

    private void withdraw(Handover handover, @Nullable UUID decision, String why) {
        handovers.end(handover.key(), Handover.State.WITHDRAWN, why);
        if (decision != null) {
            reservations.release(decision, why);
        }
    }

    /** Doubles from a second up to the longest pause, a fifth more or less, so that many do not come back at once. */
    private Duration pause(int attempts) {
        Duration doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(10, Math.max(0, attempts - 1)));
        Duration longest = properties.handoverLongestPause();
        long millis = (doubled.compareTo(longest) > 0 ? longest : doubled).toMillis();
        return Duration.ofMillis(millis + ThreadLocalRandom.current().nextLong(-millis / 5, millis / 5 + 1));
    }

    private static ChangeRequest request(Workload workload, String reason, Item item) {
        return new ChangeRequest(
                workload.spec().environment(),
                workload.spec().team(),
                new Author(workload.authorId(), workload.authorName()),
                reason,
                List.of(item),
                null,
                null,
                null,
                item.decision() == null ? null : workload.retriesChange());
    }

    private static boolean isOpen(@Nullable String changeState) {
        return changeState == null || changeState.equals("running") || changeState.equals("awaiting_approval");
    }

    private static String text(RuntimeException why) {
        return why.getMessage() == null ? why.toString() : why.getMessage();
    }
}
