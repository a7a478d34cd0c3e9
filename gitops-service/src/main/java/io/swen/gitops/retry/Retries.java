package io.swen.gitops.retry;

import io.swen.gitops.change.ChangeItem;
import io.swen.gitops.change.ChangeKind;
import io.swen.gitops.change.ChangeOpening;
import io.swen.gitops.change.ChangeOrigin;
import io.swen.gitops.change.ChangeSnapshot;
import io.swen.gitops.change.ChangeState;
import io.swen.gitops.change.Changes;
import io.swen.gitops.change.ContainerEdits;
import io.swen.gitops.change.ItemAction;
import io.swen.gitops.contract.Author;
import io.swen.gitops.control.Automation;
import io.swen.gitops.repository.EnvironmentRepository;
import io.swen.gitops.rollback.Pins;
import io.swen.platform.audit.AuditEntry;
import io.swen.platform.audit.AuditLog;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Opens a change of the same content as one that came to nothing. Nothing of the first is reused: no plan, no approval, no commit.
 *
 * <p>What somebody else decides, he decides anew: where a workload runs is routing's, and its decision ended with its change.
 */
@Service
class Retries {

    private final Changes changes;
    private final ChangeOpening opening;
    private final ContainerEdits edits;
    private final EnvironmentRepository repository;
    private final Pins pins;
    private final Automation automation;
    private final AuditLog audit;

    Retries(
            Changes changes,
            ChangeOpening opening,
            ContainerEdits edits,
            EnvironmentRepository repository,
            Pins pins,
            Automation automation,
            AuditLog audit) {
        this.changes = changes;
        this.opening = opening;
        this.edits = edits;
        this.repository = repository;
        this.pins = pins;
        this.automation = automation;
        this.audit = audit;
    }

    /** Opens another try. Two at the same time wait for each other, so that there is one. */
    @Transactional
    ChangeSnapshot retry(UUID id, String reason, Actor actor) {
        ChangeSnapshot before = changes.lock(id);
        requireEnded(before);
        requireDecidedHere(before);
        requireNotPinned(before);
        requireNotHeldBack(before);
        List<ChangeItem> items =
                before.items().stream().map(item -> again(before, item)).toList();
        ChangeSnapshot opened = opening.openAgain(
                before, items, "This tries change " + id + " again: " + reason, new Author(actor.id(), actor.name()));
        audit.record(AuditEntry.of("change.retry", "change", id.toString())
                .in(before.team(), before.environment())
                .change(null, Map.of("reason", reason, "retried_by", opened.id())));
        return opened;
    }

    private void requireEnded(ChangeSnapshot before) {
        if (!before.state().isFinal()) {
            throw conflict("it is " + before.state().id().replace('_', ' ') + " in stage "
                    + before.stage().id() + "; wait for its end, or cancel it");
        }
        Changes.Successors after = changes.successors(before);
        if (after.retriedBy() != null) {
            ChangeSnapshot other = changes.get(after.retriedBy());
            throw conflict("it was tried again already as change " + other.id() + ", which is "
                    + other.state().id().replace('_', ' ')
                    + (other.state().isFinal() && other.state() != ChangeState.SUCCEEDED
                            ? "; try that one again"
                            : ""));
        }
        if (before.state() == ChangeState.SUCCEEDED && after.takenBackBy() == null) {
            throw conflict("it succeeded");
        }
        if (after.overtakenBy() != null) {
            ChangeSnapshot other = changes.get(after.overtakenBy());
            throw conflict("change " + other.id() + " (" + other.title() + ") came after it and is "
                    + other.state().id().replace('_', ' '));
        }
    }

    private static void requireDecidedHere(ChangeSnapshot before) {
        switch (before.origin()) {
            case PUSH, OPERATOR, ROLLBACK -> {}
            case DECISION -> {
                if (!before.isTeardown()) {
                    throw conflict("where its workload runs is decided anew: POST /api/v1/workloads/"
                            + before.items().getFirst().workloadId()
                            + "/retry where that has failed; else edit or restart it");
                }
                if (before.state() != ChangeState.FAILED) {
                    // Whoever let it end otherwise had the workload run on.
                    throw conflict("its workload may run on since it was "
                            + before.state().id() + "; cancel or pause the workload");
                }
            }
            case DRIFT ->
                throw conflict("decide about what differs now: POST /api/v1/drift/" + before.cause() + "/decision");
            case REMEDIATION -> throw conflict("the remediation that it belonged to goes on by itself");
            case PROMOTION -> throw conflict("promote anew, with the evidence of now: POST /api/v1/promotions");
            case ADOPTION -> throw conflict("adopt anew, with what runs now: POST /api/v1/adoptions");
        }
    }

    private void requireNotPinned(ChangeSnapshot before) {
        // A rollback pins by itself, and what takes a workload away is never held up.
        if (before.origin() == ChangeOrigin.ROLLBACK || before.isTeardown()) {
            return;
        }
        for (ChangeItem item : before.items()) {
            pins.pinOf(item.workloadId()).ifPresent(pin -> {
                throw conflict(pin.explanation() + "; release the pin first");
            });
        }
    }

    private void requireNotHeldBack(ChangeSnapshot before) {
        String held = before.kind() == ChangeKind.POLICY ? null : automation.heldBack(before.environment());
        if (held != null) {
            throw conflict(held);
        }
    }

    /** The item, on what {@code main} says by now. */
    private ChangeItem again(ChangeSnapshot before, ChangeItem item) {
        String id = item.workloadId();
        boolean stands = item.action() != ItemAction.DEPLOY;
        if (stands
                && repository
                        .fileOnMain(EnvironmentRepository.workloadPath(before.environment(), id))
                        .isEmpty()) {
            throw conflict("main has no " + id + " any more");
        }
        return before.origin() == ChangeOrigin.PUSH && item.action() == ItemAction.REPLACE
                ? edits.current(before.environment(), id)
                        .map(current ->
                                edits.replacing(current, item.requiredWorkload().container()))
                        .orElseThrow(() -> conflict("main has no " + id + " any more"))
                : item;
    }

    private static ProblemException conflict(String why) {
        return ProblemException.of(ErrorCode.CONFLICT, "the change cannot be tried again: " + why);
    }
}
