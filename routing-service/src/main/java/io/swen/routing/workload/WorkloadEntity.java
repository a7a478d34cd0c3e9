package io.swen.routing.workload;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A stored workload; it changes only by the named moves below, each of which refuses to start from the wrong state. */
@Entity
@Table(name = "workload")
class WorkloadEntity {

    @Id
    private @Nullable String id;

    @Column(updatable = false)
    private @Nullable String team;

    @Column(updatable = false)
    private @Nullable String environment;

    @JdbcTypeCode(SqlTypes.JSON)
    private @Nullable String spec;

    private @Nullable WorkloadState state;

    @Version
    private long version;

    @Column(updatable = false)
    private @Nullable UUID authorId;

    @Column(updatable = false)
    private @Nullable String authorName;

    @Column(updatable = false)
    private @Nullable String traceparent;

    @Column(updatable = false)
    private @Nullable Instant createdAt;

    private @Nullable Instant updatedAt;
    private @Nullable UUID decisionId;
    private @Nullable UUID changeId;
    private @Nullable UUID retriesChange;
    private @Nullable String reason;
    private @Nullable Instant decideAfter;
    private @Nullable Long unplaceableEpoch;
    private int losses;
    private boolean mayRun;
    private boolean cancelRequested;

    /** For JPA, and for {@link #of}. */
    protected WorkloadEntity() {}

    /** A workload just submitted; the intake writes such rows itself, in bulk. */
    static WorkloadEntity of(
            String id, String team, String environment, String spec, UUID authorId, String authorName, Instant at) {
        WorkloadEntity entity = new WorkloadEntity();
        entity.id = id;
        entity.team = team;
        entity.environment = environment;
        entity.spec = spec;
        entity.state = WorkloadState.SUBMITTED;
        entity.authorId = authorId;
        entity.authorName = authorName;
        entity.createdAt = at;
        entity.updatedAt = at;
        entity.decideAfter = at;
        return entity;
    }

    /** A placement was found; it is handed over next. */
    void decided(UUID decision, Instant at) {
        become(WorkloadState.DECIDED, null, at);
        decisionId = decision;
        changeId = null;
        unplaceableEpoch = null;
    }

    /** No offer of the epoch fits; why is for a person. */
    void unplaceable(UUID decision, long epoch, String why, Instant at) {
        become(WorkloadState.UNPLACEABLE, why, at);
        decisionId = decision;
        unplaceableEpoch = epoch;
    }

    /** Deciding failed for a reason of ours; it is tried again, not before the given wall time. */
    void postpone(String why, Instant wallDecideAfter, Instant at) {
        reason = why;
        decideAfter = wallDecideAfter;
        updatedAt = at;
    }

    /** Says what keeps it where it is. */
    void note(String why, Instant at) {
        reason = why;
        updatedAt = at;
    }

    /** It was unplaceable and still is, on a newer epoch. */
    void stillUnplaceable(long epoch, String why, Instant at) {
        require(WorkloadState.UNPLACEABLE, WorkloadState.UNPLACEABLE);
        unplaceableEpoch = epoch;
        reason = why;
        updatedAt = at;
    }

    /** gitops-service has taken the decision over as a change. */
    void handedOver(UUID change, Instant at) {
        changeId = change;
        reason = null;
        updatedAt = at;
    }

    void awaitApproval(@Nullable UUID change, @Nullable String why, Instant at) {
        become(WorkloadState.AWAITING_APPROVAL, why, at);
        changeId = change;
    }

    /** From here on something of it may run, and bill. */
    void deploy(@Nullable UUID change, Instant at) {
        become(WorkloadState.DEPLOYING, null, at);
        changeId = change;
        mayRun = true;
    }

    void run(Instant at) {
        if (state() != WorkloadState.DEPLOYING && state() != WorkloadState.MOVING) {
            throw new IllegalTransitionException(id(), state(), WorkloadState.RUNNING);
        }
        become(WorkloadState.RUNNING, null, at);
        mayRun = true;
        retriesChange = null;
    }

    /** Its place is gone; it is decided anew, not before the given wall time. */
    void lose(String why, Instant wallDecideAfter, Instant at) {
        become(state() == WorkloadState.RUNNING ? WorkloadState.MOVING : WorkloadState.SUBMITTED, why, at);
        losses++;
        retriesChange = null;
        decideAfter = wallDecideAfter;
    }

    /**
     * It is to go to another place while it runs on where it is; a decision follows in the same transaction.
     *
     * @param newSpec what it needs from now on, null where that stays
     */
    void relocate(@Nullable String newSpec, String why, Instant at) {
        become(WorkloadState.MOVING, why, at);
        if (newSpec != null) {
            spec = newSpec;
        }
    }

    /** The move came to nothing: it goes on where it never ceased to run. */
    void stay(UUID decision, @Nullable UUID change, @Nullable String oldSpec, String why, Instant at) {
        if (state() == WorkloadState.RUNNING) {
            note(why, at);
        } else if (state() == WorkloadState.DECIDED
                || state() == WorkloadState.AWAITING_APPROVAL
                || state() == WorkloadState.DEPLOYING
                || state() == WorkloadState.MOVING) {
            become(WorkloadState.RUNNING, why, at);
        } else {
            throw new IllegalTransitionException(id(), state(), WorkloadState.RUNNING);
        }
        decisionId = decision;
        changeId = change;
        if (oldSpec != null) {
            spec = oldSpec;
        }
    }

    void complete(Instant at) {
        become(WorkloadState.COMPLETED, null, at);
    }

    void fail(String why, Instant at) {
        become(WorkloadState.FAILED, why, at);
    }

    void cancel(@Nullable String why, Instant at) {
        become(WorkloadState.CANCELLED, why, at);
    }

    /** It is to end, which takes a teardown first; it stays where it is until then. */
    void requestCancel(Instant at) {
        if (state().isTerminal()) {
            throw new IllegalTransitionException(id(), state(), WorkloadState.CANCELLED);
        }
        cancelRequested = true;
        updatedAt = at;
    }

    /** It is to rest, which takes a teardown first. */
    void beginPause(String why, Instant at) {
        become(WorkloadState.PAUSING, why, at);
    }

    /** It rests: from a queue at once, from where it ran once nothing of it runs any more. */
    void pause(@Nullable String why, Instant at) {
        become(WorkloadState.PAUSED, why, at);
    }

    /** The teardown that a pause needs was not allowed, so it runs on. */
    void runOnAfterRefusedPause(String why, Instant at) {
        require(WorkloadState.PAUSING, WorkloadState.RUNNING);
        become(WorkloadState.RUNNING, why, at);
    }

    /** Its rest is over; it is decided anew, as if it had never been lost. */
    void resume(Instant wallNow, Instant at) {
        require(WorkloadState.PAUSED, WorkloadState.SUBMITTED);
        become(WorkloadState.SUBMITTED, null, at);
        decisionId = null;
        changeId = null;
        unplaceableEpoch = null;
        losses = 0;
        decideAfter = wallNow;
    }

    /** It failed, and a person has it decided anew; the next change is another try of the one that it ended with. */
    void retry(Instant wallNow, Instant at) {
        require(WorkloadState.FAILED, WorkloadState.SUBMITTED);
        if (mayRun) {
            throw new IllegalTransitionException(id(), state(), WorkloadState.SUBMITTED);
        }
        state = WorkloadState.SUBMITTED;
        retriesChange = changeId;
        decisionId = null;
        changeId = null;
        unplaceableEpoch = null;
        losses = 0;
        decideAfter = wallNow;
        reason = null;
        updatedAt = at;
    }

    /** The teardown that a cancellation needs was refused, so it goes on. */
    void keepAfterRefusedTeardown(String why, Instant at) {
        cancelRequested = false;
        reason = why;
        updatedAt = at;
    }

    /** Something of it was seen running although it should not; a teardown has to follow. */
    void foundRunning(Instant at) {
        mayRun = true;
        updatedAt = at;
    }

    /** Nothing of it runs any more. */
    void tornDown(Instant at) {
        mayRun = false;
        updatedAt = at;
    }

    /** Its description was changed; it is decided anew, or once it is resumed. Only while nothing was handed over. */
    void edit(String newSpec, Instant wallNow, Instant at) {
        if (state() != WorkloadState.SUBMITTED && state() != WorkloadState.MOVING && state() != WorkloadState.PAUSED) {
            become(WorkloadState.SUBMITTED, null, at);
        }
        spec = newSpec;
        decisionId = null;
        changeId = null;
        unplaceableEpoch = null;
        losses = 0;
        decideAfter = wallNow;
        reason = null;
        updatedAt = at;
    }

    private void become(WorkloadState next, @Nullable String why, Instant at) {
        if (!state().canBecome(next)) {
            throw new IllegalTransitionException(id(), state(), next);
        }
        state = next;
        reason = why;
        updatedAt = at;
    }

    private void require(WorkloadState expected, WorkloadState next) {
        if (state() != expected) {
            throw new IllegalTransitionException(id(), state(), next);
        }
    }

    String id() {
        return Objects.requireNonNull(id);
    }

    WorkloadState state() {
        return Objects.requireNonNull(state);
    }

    boolean cancelRequested() {
        return cancelRequested;
    }

    boolean mayRun() {
        return mayRun;
    }

    long version() {
        return version;
    }

    UUID authorId() {
        return Objects.requireNonNull(authorId);
    }

    String team() {
        return Objects.requireNonNull(team);
    }

    String environment() {
        return Objects.requireNonNull(environment);
    }

    String spec() {
        return Objects.requireNonNull(spec);
    }

    /** The values of now, with the specification parsed. */
    Workload snapshot(WorkloadSpec parsed) {
        return new Workload(
                parsed,
                state(),
                version,
                authorId(),
                Objects.requireNonNull(authorName),
                Objects.requireNonNull(createdAt),
                Objects.requireNonNull(updatedAt),
                decisionId,
                changeId,
                retriesChange,
                reason,
                losses,
                mayRun,
                cancelRequested,
                traceparent);
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
    String reason() {
        return reason;
    }

    /** Wall time. */
    Instant decideAfter() {
        return Objects.requireNonNull(decideAfter);
    }

    @Nullable
    Long unplaceableEpoch() {
        return unplaceableEpoch;
    }
}
