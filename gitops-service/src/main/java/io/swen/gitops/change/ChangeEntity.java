package io.swen.gitops.change;

import io.swen.gitops.contract.Author;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.PostLoad;
import jakarta.persistence.PostPersist;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.ColumnTransformer;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Persistable;

/** The stored change. Its state moves by the named transitions only, and the version makes each a compare-and-set. */
@Entity
@Table(name = "change")
@SuppressWarnings("UnusedVariable") // Hibernate reads the fields to store them
class ChangeEntity implements Persistable<UUID> {

    @Id
    private UUID id;

    @Version
    private long version;

    @Enumerated(EnumType.STRING)
    private ChangeKind kind;

    @Enumerated(EnumType.STRING)
    private ChangeState state;

    @Enumerated(EnumType.STRING)
    private StageName stage;

    private String team;
    private String environment;
    private String title;
    private @Nullable String reason;

    @Enumerated(EnumType.STRING)
    private ChangeOrigin origin;

    private @Nullable UUID cause;
    private @Nullable UUID incidentId;
    private @Nullable UUID retries;
    private UUID authorId;
    private String authorName;
    private Instant createdAt;
    private Instant updatedAt;
    private @Nullable String commitId;
    private @Nullable String commitSubject;
    private @Nullable String mergedCommit;

    private @Nullable String plan;

    @Enumerated(EnumType.STRING)
    private @Nullable ApprovalLevel approvalLevel;

    @Column(columnDefinition = "jsonb")
    @ColumnTransformer(write = "?::jsonb")
    private @Nullable String approvalReasons;

    private @Nullable Integer approvalRequired;
    private @Nullable Instant approvalExpiresAt;

    @Column(columnDefinition = "jsonb")
    @ColumnTransformer(write = "?::jsonb")
    private String deploymentIds;

    @Enumerated(EnumType.STRING)
    private @Nullable StageName failureStage;

    private @Nullable String failureCode;
    private @Nullable String failureDetail;

    @Enumerated(EnumType.STRING)
    private @Nullable ChangeState unwindTo;

    private @Nullable Instant applyBegunAt;
    private @Nullable Instant heldAt;
    private @Nullable Instant approvalRequestedAt;

    @Transient
    private boolean stored;

    /** For Hibernate, which fills the fields afterwards. */
    @SuppressWarnings("NullAway.Init")
    protected ChangeEntity() {}

    ChangeEntity(
            UUID id,
            ChangeKind kind,
            String team,
            String environment,
            String title,
            @Nullable String reason,
            Author author,
            Provenance provenance,
            Instant now) {
        this.id = id;
        this.kind = kind;
        this.state = ChangeState.RUNNING;
        this.stage = StageName.VALIDATE;
        this.team = team;
        this.environment = environment;
        this.title = title;
        this.reason = reason;
        this.origin = provenance.origin();
        this.cause = provenance.cause();
        this.incidentId = provenance.incidentId();
        this.retries = provenance.retries();
        this.authorId = author.actorId();
        this.authorName = author.name();
        this.createdAt = now;
        this.updatedAt = now;
        this.deploymentIds = "[]";
    }

    @Override
    public UUID getId() {
        return id;
    }

    @Override
    public boolean isNew() {
        return !stored;
    }

    @PostLoad
    @PostPersist
    void markStored() {
        stored = true;
    }

    ChangeState state() {
        return state;
    }

    StageName stage() {
        return stage;
    }

    String team() {
        return team;
    }

    String environment() {
        return environment;
    }

    Provenance provenance() {
        return new Provenance(origin, cause, incidentId, retries);
    }

    UUID authorId() {
        return authorId;
    }

    /** Whether nobody has to agree to it. */
    boolean isAutomatic() {
        return approvalLevel == ApprovalLevel.AUTOMATIC;
    }

    @Nullable
    ChangeState unwindTo() {
        return unwindTo;
    }

    @Nullable
    Failure failure() {
        return failureStage == null || failureCode == null || failureDetail == null
                ? null
                : new Failure(failureStage, failureCode, failureDetail);
    }

    void committed(String commit, String subject, Instant at) {
        commitId = commit;
        commitSubject = subject;
        updatedAt = at;
    }

    void planned(String sealedPlan, Instant at) {
        plan = sealedPlan;
        updatedAt = at;
    }

    void approvalNeeded(ApprovalLevel level, String reasonsJson, @Nullable Instant expiresAt, Instant at) {
        approvalLevel = level;
        approvalReasons = reasonsJson;
        approvalRequired = level.required();
        approvalExpiresAt = expiresAt;
        updatedAt = at;
    }

    void deployedAs(String idsJson, Instant at) {
        deploymentIds = idsJson;
        updatedAt = at;
    }

    void beginApply(Instant at) {
        if (unwindTo != null || applyBegunAt != null) {
            throw new IllegalTransitionException(Transition.BEGIN_APPLY, state, stage);
        }
        move(Transition.BEGIN_APPLY, at);
        applyBegunAt = at;
    }

    void heldBack(Instant expiresAt, Instant at) {
        heldAt = at;
        if (approvalExpiresAt == null) {
            approvalExpiresAt = expiresAt;
        }
        updatedAt = at;
    }

    /** Whether it waits for its turn to be applied, with nothing to be taken back. */
    boolean waitsToApply() {
        return applyBegunAt == null && unwindTo == null;
    }

    void cancelBeforeApply(String why, Instant at) {
        beforeApply(Transition.CANCEL_BEFORE_APPLY, new Failure(stage, "cancelled", why), at);
    }

    void expireBeforeApply(String why, Instant at) {
        beforeApply(Transition.EXPIRE_BEFORE_APPLY, new Failure(stage, "approval-expired", why), at);
    }

    private void beforeApply(Transition transition, Failure failure, Instant at) {
        if (!waitsToApply()) {
            throw new IllegalTransitionException(transition, state, stage);
        }
        fail(transition, failure, at);
    }

    void advance(Instant at) {
        if (unwindTo != null) {
            throw new IllegalTransitionException(Transition.ADVANCE, state, stage);
        }
        move(Transition.ADVANCE, at);
        stage = stage.next().orElseThrow();
    }

    void awaitApproval(Instant at) {
        move(Transition.AWAIT_APPROVAL, at);
        approvalRequestedAt = at;
    }

    void grant(Instant at) {
        move(Transition.GRANT, at);
        stage = stage.next().orElseThrow();
    }

    void reject(String why, Instant at) {
        fail(Transition.REJECT, new Failure(stage, "rejected", why), at);
    }

    void expire(String why, Instant at) {
        fail(Transition.EXPIRE, new Failure(stage, "approval-expired", why), at);
    }

    void cancel(String why, Instant at) {
        fail(Transition.CANCEL, new Failure(stage, "cancelled", why), at);
    }

    void fail(Failure failure, Instant at) {
        fail(Transition.FAIL, failure, at);
    }

    void unwind(Failure failure, ChangeState to, Instant at) {
        if (unwindTo != null) {
            throw new IllegalTransitionException(Transition.UNWIND, state, stage);
        }
        fail(Transition.UNWIND, failure, at);
        unwindTo = to;
    }

    void unwound(Instant at) {
        if (unwindTo == null) {
            throw new IllegalTransitionException(Transition.UNWOUND_AFTER_FAILURE, state, stage);
        }
        move(
                unwindTo == ChangeState.CANCELLED ? Transition.UNWOUND_AFTER_CANCEL : Transition.UNWOUND_AFTER_FAILURE,
                at);
    }

    void succeed(String merged, Instant at) {
        if (unwindTo != null) {
            throw new IllegalTransitionException(Transition.SUCCEED, state, stage);
        }
        move(Transition.SUCCEED, at);
        mergedCommit = merged;
    }

    private void fail(Transition transition, Failure failure, Instant at) {
        move(transition, at);
        failureStage = failure.stage();
        failureCode = failure.code();
        failureDetail = failure.detail();
    }

    private void move(Transition transition, Instant at) {
        state = transition.from(state, stage);
        updatedAt = at;
    }
}
