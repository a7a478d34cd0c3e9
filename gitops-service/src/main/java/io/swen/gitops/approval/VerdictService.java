package io.swen.gitops.approval;

import io.swen.gitops.change.ApprovalLevel;
import io.swen.gitops.change.ChangeSnapshot;
import io.swen.gitops.change.ChangeSnapshot.StoredVerdict;
import io.swen.gitops.change.ChangeState;
import io.swen.gitops.change.Changes;
import io.swen.gitops.change.Verdict;
import io.swen.gitops.contract.Author;
import io.swen.gitops.contract.PolicyFinding;
import io.swen.gitops.control.Person;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import io.swen.platform.security.Role;
import java.time.Clock;
import java.time.Instant;
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

    /** What somebody says to a plan. */
    record Asked(
            Verdict verdict,
            @Nullable String reason,
            String planHash,
            @Nullable UUID onBehalfOf,
            EnvelopeTerms.@Nullable Checked envelope) {}

    private final Changes changes;
    private final Delegations delegations;
    private final Envelopes envelopes;
    private final Clock clock;

    VerdictService(Changes changes, Delegations delegations, Envelopes envelopes, Clock clock) {
        this.changes = changes;
        this.delegations = delegations;
        this.envelopes = envelopes;
        this.clock = clock;
    }

    @Transactional(propagation = Propagation.MANDATORY)
    void decide(UUID changeId, Asked asked, Actor actor) {
        Verdict verdict = asked.verdict();
        String reason = asked.reason();
        String planHash = asked.planHash();
        checkReason(verdict, reason);
        if (asked.envelope() != null && verdict == Verdict.REJECT) {
            throw ProblemException.invalidField("envelope", "with a rejection", "with an approval only");
        }
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
        Instant now = clock.instant();
        Person giver = asked.onBehalfOf() == null ? null : giver(asked.onBehalfOf(), change, actor, now);
        requireFirstVerdict(change, actor);
        if (verdict == Verdict.APPROVE) {
            requireAnotherPerson(change, actor, giver, now);
        }
        StoredVerdict given = new StoredVerdict(
                actor.id(),
                actor.name(),
                actor.has(Role.ADMIN),
                verdict,
                reason,
                planHash,
                now,
                giver == null ? null : new Author(giver.actorId(), giver.name()));
        changes.addVerdict(changeId, given);
        if (asked.envelope() != null) {
            envelopes.grant(change, asked.envelope(), actor);
        }
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
                                    approvals.stream().map(StoredVerdict::shown).toList()));
        }
    }

    private Person giver(UUID from, ChangeSnapshot change, Actor actor, Instant now) {
        if (from.equals(change.author().actorId())) {
            throw ProblemException.of(
                    ErrorCode.FORBIDDEN, "the author of a change gives no verdict on it, and nobody does in his stead");
        }
        return delegations
                .giver(from, actor, change, now)
                .orElseThrow(() -> ProblemException.of(
                        ErrorCode.FORBIDDEN,
                        "on_behalf_of: " + from + " does not let you give verdicts for team " + change.team()
                                + " in environment " + change.environment() + " now"));
    }

    private static void requireFirstVerdict(ChangeSnapshot change, Actor actor) {
        if (change.verdicts().stream().anyMatch(given -> given.actorId().equals(actor.id()))) {
            throw ProblemException.of(ErrorCode.CONFLICT, "you have given your verdict on this change already");
        }
    }

    /** Each counts once, and so do two of whom one may act in the other's stead. */
    private void requireAnotherPerson(ChangeSnapshot change, Actor actor, @Nullable Person giver, Instant now) {
        for (StoredVerdict given : change.verdicts()) {
            Author before = given.onBehalfOf();
            if (before != null && before.actorId().equals(actor.id())) {
                throw ProblemException.of(
                        ErrorCode.CONFLICT, given.name() + " has given a verdict in your stead already");
            }
            if (giver != null
                    && (given.actorId().equals(giver.actorId())
                            || (before != null && before.actorId().equals(giver.actorId())))) {
                throw ProblemException.of(
                        ErrorCode.CONFLICT, "there is a verdict of " + giver.name() + " or in his stead already");
            }
            if (delegations.areLinked(Person.of(actor), new Person(given.actorId(), given.name()), change, now)) {
                throw ProblemException.of(
                        ErrorCode.CONFLICT,
                        given.name() + " has given a verdict already, and as one of you may act in the other's stead"
                                + " you count as one person");
            }
        }
    }

    /** Whether these approvals, each of another person, satisfy the level and what policies require. */
    static boolean isEnough(ApprovalLevel level, List<PolicyFinding> requirements, List<StoredVerdict> approvals) {
        return approvals.size() >= level.required() && hasNeededRoles(level, requirements, approvals);
    }

    /** Whether those who approved have the roles that the level and policies ask for. */
    static boolean hasNeededRoles(
            ApprovalLevel level, List<PolicyFinding> requirements, List<StoredVerdict> approvals) {
        return (!level.needsAdmin() || approvals.stream().anyMatch(StoredVerdict::admin))
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
