package io.swen.gitops.remediation;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One thing that is being remedied: a deployment whose place is in danger. Each change of its state is a {@link RemediationMove}. */
final class Remediation {

    /** A move that the state does not allow. */
    static final class ForbiddenMoveException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        ForbiddenMoveException(RemediationMove move, RemediationState state) {
            super("a remediation that is " + state.id() + " cannot " + move);
        }
    }

    /** What never changes. */
    record Identity(
            UUID id,
            String kind,
            String team,
            String environment,
            String workloadId,
            UUID deploymentId,
            UUID fromDecision,
            String provider,
            String region,
            Instant openedAt) {}

    private final Identity identity;
    private String runbook;
    private RemediationState state;
    private Instant updatedAt;
    private @Nullable Instant endedAt;
    private @Nullable Instant dueAt;
    private @Nullable UUID incidentId;
    private int attempts;
    private @Nullable UUID requestId;
    private @Nullable UUID decisionId;
    private @Nullable UUID changeId;
    private @Nullable Outcome outcome;
    private @Nullable Boolean inTime;
    private @Nullable String reason;
    private boolean released;
    private @Nullable String assignee;

    Remediation(
            Identity identity,
            String runbook,
            RemediationState state,
            Instant updatedAt,
            @Nullable Instant endedAt,
            @Nullable Instant dueAt,
            @Nullable UUID incidentId,
            int attempts,
            @Nullable UUID requestId,
            @Nullable UUID decisionId,
            @Nullable UUID changeId,
            @Nullable Outcome outcome,
            @Nullable Boolean inTime,
            @Nullable String reason,
            boolean released,
            @Nullable String assignee) {
        this.identity = identity;
        this.runbook = runbook;
        this.state = state;
        this.updatedAt = updatedAt;
        this.endedAt = endedAt;
        this.dueAt = dueAt;
        this.incidentId = incidentId;
        this.attempts = attempts;
        this.requestId = requestId;
        this.decisionId = decisionId;
        this.changeId = changeId;
        this.outcome = outcome;
        this.inTime = inTime;
        this.reason = reason;
        this.released = released;
        this.assignee = assignee;
    }

    static Remediation open(
            Identity identity, String runbook, @Nullable Instant dueAt, @Nullable UUID incidentId, String reason) {
        return new Remediation(
                identity,
                runbook,
                RemediationState.OPENED,
                identity.openedAt(),
                null,
                dueAt,
                incidentId,
                0,
                null,
                null,
                null,
                null,
                null,
                reason,
                false,
                null);
    }

    /** Something keeps it from going on by itself. */
    void hold(String why, Instant now) {
        move(RemediationMove.HOLD, why, now);
    }

    /** routing-service is to be asked. */
    void ask(String why, Instant now) {
        move(RemediationMove.ASK, why, now);
    }

    /** It is part of a request. */
    void asked(UUID request, Instant now) {
        if (state != RemediationState.REQUESTED || requestId != null) {
            throw new ForbiddenMoveException(RemediationMove.ASK, state);
        }
        requestId = request;
        updatedAt = now;
    }

    void decide(UUID decision, String why, Instant now) {
        move(RemediationMove.DECIDE, why, now);
        decisionId = decision;
        changeId = null;
    }

    /** What was asked for came to nothing. */
    void askAgain(String why, Instant now) {
        move(RemediationMove.ASK_AGAIN, why, now);
        attempts++;
        requestId = null;
        decisionId = null;
        changeId = null;
    }

    /** Its change is known. */
    void changing(UUID change) {
        changeId = change;
    }

    /** @param runsSince when the new place was seen to run */
    void run(Instant runsSince, String why, Instant now) {
        move(RemediationMove.RUN, why, now);
        inTime = dueAt == null ? null : !runsSince.isAfter(dueAt);
    }

    void giveUpThePlace(@Nullable Outcome because, String why, Instant now) {
        move(RemediationMove.GIVE_UP_THE_PLACE, why, now);
        outcome = because;
        inTime = false;
    }

    void resolve(Outcome how, String why, Instant now) {
        move(RemediationMove.RESOLVE, why, now);
        outcome = how;
        endedAt = now;
    }

    void handOver(@Nullable String to, String why, Instant now) {
        move(RemediationMove.HAND_OVER, why, now);
        assignee = to == null ? assignee : to;
        endedAt = now;
    }

    void abort(String why, Instant now) {
        move(RemediationMove.ABORT, why, now);
        endedAt = now;
    }

    void becomeMoot(String why, Instant now) {
        move(RemediationMove.BECOME_MOOT, why, now);
        endedAt = now;
    }

    /** A person has seen it, and what waited for that may go on. */
    void acknowledge(String by, Instant now) {
        assignee = by;
        released = true;
        updatedAt = now;
    }

    /** Another notice is about the same deployment; the nearer end counts, and what is certain more than a risk. */
    void warnedAgain(String otherRunbook, boolean harder, @Nullable Instant due, Instant now) {
        if (harder) {
            runbook = otherRunbook;
        }
        if (due != null && (dueAt == null || due.isBefore(dueAt))) {
            dueAt = due;
        }
        updatedAt = now;
    }

    void partOf(UUID incident) {
        incidentId = incident;
    }

    private void move(RemediationMove move, String why, Instant now) {
        if (!move.isAllowed(state)) {
            throw new ForbiddenMoveException(move, state);
        }
        state = move.to();
        reason = why;
        updatedAt = now;
    }

    UUID id() {
        return identity.id();
    }

    Identity identity() {
        return identity;
    }

    String runbook() {
        return runbook;
    }

    RemediationState state() {
        return state;
    }

    Instant updatedAt() {
        return updatedAt;
    }

    @Nullable
    Instant endedAt() {
        return endedAt;
    }

    @Nullable
    Instant dueAt() {
        return dueAt;
    }

    @Nullable
    UUID incidentId() {
        return incidentId;
    }

    int attempts() {
        return attempts;
    }

    @Nullable
    UUID requestId() {
        return requestId;
    }

    @Nullable
    UUID decisionId() {
        return decisionId;
    }

    @Nullable
    UUID changeId() {
        return changeId;
    }

    @Nullable
    Outcome outcome() {
        return outcome;
    }

    @Nullable
    Boolean inTime() {
        return inTime;
    }

    @Nullable
    String reason() {
        return reason;
    }

    boolean released() {
        return released;
    }

    @Nullable
    String assignee() {
        return assignee;
    }
}
