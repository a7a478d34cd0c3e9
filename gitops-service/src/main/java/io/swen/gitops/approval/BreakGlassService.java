package io.swen.gitops.approval;

import io.swen.gitops.change.ApprovalLevel;
import io.swen.gitops.change.BreakGlass;
import io.swen.gitops.change.ChangeSnapshot;
import io.swen.gitops.change.ChangeState;
import io.swen.gitops.change.Changes;
import io.swen.gitops.change.StageName;
import io.swen.gitops.contract.Author;
import io.swen.gitops.contract.Reasons;
import io.swen.gitops.control.Automation;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Lets an admin take it upon himself to apply a change now, without the approvals it lacks and in a freeze. It never goes against
 * the kill switch or the environment's mode, never applies another plan than the one that was seen, and is looked at by somebody
 * else afterwards.
 */
@Service
class BreakGlassService {

    static final int SHORTEST_REASON = 20;
    private static final int SHORTEST_NOTE = 10;

    private final Changes changes;
    private final Automation automation;
    private final Clock clock;

    BreakGlassService(Changes changes, Automation automation, Clock clock) {
        this.changes = changes;
        this.automation = automation;
        this.clock = clock;
    }

    @Transactional(propagation = Propagation.MANDATORY)
    void breakGlass(UUID id, @Nullable String why, @Nullable String planHash, Actor actor) {
        String reason = Reasons.required("reason", why, SHORTEST_REASON);
        ChangeSnapshot change = changes.lock(id);
        if (!actor.sees(change.team(), change.environment())) {
            throw ProblemException.notFound("change", id);
        }
        if (change.author().actorId().equals(actor.id())) {
            throw ProblemException.of(ErrorCode.FORBIDDEN, "the author of a change cannot break glass for it");
        }
        if (change.breakGlass() != null) {
            throw ProblemException.of(
                    ErrorCode.CONFLICT,
                    change.breakGlass().by().name() + " broke glass for this change at "
                            + change.breakGlass().at());
        }
        boolean awaits = change.state() == ChangeState.AWAITING_APPROVAL;
        boolean waitsToApply = change.state() == ChangeState.RUNNING
                && change.stage() == StageName.APPLY
                && change.applyBegunAt() == null
                && change.unwindTo() == null;
        if (!awaits && !waitsToApply) {
            throw ProblemException.of(
                    ErrorCode.CONFLICT,
                    "the change is " + change.state().id() + " in stage "
                            + change.stage().id() + " and waits for nothing that breaking glass could overcome");
        }
        Instant now = clock.instant();
        if (change.approvalExpiresAt() != null && !now.isBefore(change.approvalExpiresAt())) {
            throw ProblemException.of(ErrorCode.CONFLICT, "the approval expired at " + change.approvalExpiresAt());
        }
        String hash = change.requiredPlan().hash();
        if (!hash.equals(planHash)) {
            throw ProblemException.of(
                    ErrorCode.PRECONDITION_FAILED,
                    "plan_hash is not that of the current plan, " + hash + "; read the change again");
        }
        String inviolable = automation.heldBack(change.environment(), true);
        if (inviolable != null) {
            throw ProblemException.of(ErrorCode.CONFLICT, "breaking glass does not go against this: " + inviolable);
        }
        List<String> overridden = overridden(change, awaits);
        if (overridden.isEmpty()) {
            throw ProblemException.of(ErrorCode.CONFLICT, "nothing keeps the change from being applied");
        }
        changes.breakGlass(
                id, new BreakGlass(new Author(actor.id(), actor.name()), reason, hash, overridden, now, null), awaits);
    }

    private List<String> overridden(ChangeSnapshot change, boolean awaits) {
        List<String> overridden = new ArrayList<>();
        ApprovalLevel level = change.approvalLevel();
        if (awaits && level != null && level != ApprovalLevel.AUTOMATIC) {
            long missing = level.required() - change.granted();
            if (missing > 0) {
                overridden.add(missing + " of " + level.required() + " approvals missing");
            }
            if (!VerdictService.hasNeededRoles(level, change.requiredPlan().requirements(), change.verdicts())) {
                overridden.add("those who approved lack a role that is needed");
            }
        }
        String frozen = automation.frozen(change.environment());
        if (frozen != null) {
            overridden.add(frozen);
        }
        return overridden;
    }

    /** Somebody else looks at what was done and says whether it was right. */
    @Transactional(propagation = Propagation.MANDATORY)
    void review(UUID id, BreakGlass.@Nullable Outcome outcome, @Nullable String note, Actor actor) {
        if (outcome == null) {
            throw ProblemException.invalidField("outcome", null, "justified or unjustified");
        }
        String said = Reasons.required("note", note, SHORTEST_NOTE);
        ChangeSnapshot change = changes.lock(id);
        BreakGlass broken = change.breakGlass();
        if (broken == null || !actor.sees(change.team(), change.environment())) {
            throw ProblemException.notFound("break-glass of change", id);
        }
        if (broken.by().actorId().equals(actor.id())
                || change.author().actorId().equals(actor.id())) {
            throw ProblemException.of(
                    ErrorCode.FORBIDDEN, "neither who broke glass nor the author of the change signs it off");
        }
        if (broken.review() != null) {
            throw ProblemException.of(
                    ErrorCode.CONFLICT,
                    broken.review().by().name() + " signed it off at "
                            + broken.review().at());
        }
        changes.reviewed(
                id, new BreakGlass.Review(new Author(actor.id(), actor.name()), outcome, said, clock.instant()));
    }
}
