package io.swen.gitops.approval;

import io.swen.gitops.change.ApprovalLevel;
import io.swen.gitops.change.ChangeSnapshot;
import io.swen.gitops.change.ChangeSnapshot.StoredVerdict;
import io.swen.gitops.change.ChangeState;
import io.swen.gitops.change.Changes;
import io.swen.gitops.change.Verdict;
import io.swen.gitops.contract.PolicyFinding;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import io.swen.platform.security.Role;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Takes verdicts: each under the change's row lock, so that two at the same moment count exactly. */
@Service
class VerdictService {

    private static final int SHORTEST_REASON = 3;
    private static final int LONGEST_REASON = 1000;

    private final Changes changes;
    private final Clock clock;

    VerdictService(Changes changes, Clock clock) {
        this.changes = changes;
        this.clock = clock;
    }

    @Transactional(propagation = Propagation.MANDATORY)
    void decide(UUID changeId, Verdict verdict, @Nullable String reason, String planHash, Actor actor) {
        checkReason(verdict, reason);
        ChangeSnapshot change = changes.lock(changeId);
        if (!actor.sees(change.team(), change.environment())) {
            throw ProblemException.notFound("change", changeId);
        }
        if (change.author().actorId().equals(actor.id())) {
            throw ProblemException.of(ErrorCode.FORBIDDEN, "the author of a change gives no verdict on it");
        }
        if (change.state() != ChangeState.AWAITING_APPROVAL) {
            throw ProblemException.of(
                    ErrorCode.CONFLICT, "the change is " + change.state().id() + " and waits for no verdict");
        }
        ApprovalLevel level = change.approvalLevel();
        if (level == null || level == ApprovalLevel.AUTOMATIC) {
            throw ProblemException.of(
                    ErrorCode.CONFLICT, "the change needs no approval: " + String.join("; ", change.approvalReasons()));
        }
        if (change.approvalExpiresAt() != null && !clock.instant().isBefore(change.approvalExpiresAt())) {
            throw ProblemException.of(ErrorCode.CONFLICT, "the approval expired at " + change.approvalExpiresAt());
        }
        if (!planHash.equals(change.requiredPlan().hash())) {
            throw ProblemException.of(
                    ErrorCode.PRECONDITION_FAILED,
                    "plan_hash is not that of the current plan, "
                            + change.requiredPlan().hash() + "; read the change again");
        }
        if (change.verdicts().stream().anyMatch(given -> given.actorId().equals(actor.id()))) {
            throw ProblemException.of(ErrorCode.CONFLICT, "you have given your verdict on this change already");
        }
        StoredVerdict given = new StoredVerdict(
                actor.id(), actor.name(), actor.has(Role.ADMIN), verdict, reason, planHash, clock.instant());
        changes.addVerdict(changeId, given);
        if (verdict == Verdict.REJECT) {
            changes.reject(changeId, "rejected by " + actor.name() + ": " + reason);
            return;
        }
        List<StoredVerdict> approvals = new ArrayList<>(change.verdicts());
        approvals.add(given);
        if (isEnough(level, change.requiredPlan().requirements(), approvals)) {
            changes.grant(
                    changeId,
                    "approved by "
                            + String.join(
                                    ", ",
                                    approvals.stream().map(StoredVerdict::name).toList()));
        }
    }

    /** Whether these approvals, each of another person, satisfy the level and what policies require. */
    static boolean isEnough(ApprovalLevel level, List<PolicyFinding> requirements, List<StoredVerdict> approvals) {
        return approvals.size() >= level.required()
                && (!level.needsAdmin() || approvals.stream().anyMatch(StoredVerdict::admin))
                && PolicyDemands.areMet(requirements, approvals);
    }

    private static void checkReason(Verdict verdict, @Nullable String reason) {
        int length = reason == null ? 0 : reason.strip().length();
        if (verdict == Verdict.REJECT && length < SHORTEST_REASON) {
            throw ProblemException.invalidField(
                    "reason", reason, "given for a rejection, at least " + SHORTEST_REASON + " characters");
        }
        if (length > LONGEST_REASON) {
            throw ProblemException.invalidField("reason", reason, "at most " + LONGEST_REASON + " characters");
        }
    }
}
