package io.swen.gitops.change;

import io.micrometer.core.instrument.MeterRegistry;
import io.swen.gitops.contract.Author;
import io.swen.gitops.contract.Plan;
import io.swen.gitops.repository.FileEdit;
import io.swen.gitops.repository.PushedCommit;
import io.swen.platform.audit.AuditEntry;
import io.swen.platform.audit.AuditLog;
import io.swen.platform.event.Event;
import io.swen.platform.event.EventLog;
import io.swen.platform.id.Uuids;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** The life of changes: every transition is one transaction with its event, its stage rows and its audit row. */
@Service
public class Changes {

    private static final int LONGEST_LOG = 400;
    private static final int LONGEST_MESSAGE = 2000;

    private final ChangeJpaRepository entities;
    private final ChangeRows rows;
    private final SealedPlans plans;
    private final StageQueue queue;
    private final EventLog events;
    private final AuditLog audit;
    private final JsonMapper json;
    private final Clock clock;
    private final MeterRegistry metrics;

    Changes(
            ChangeJpaRepository entities,
            ChangeRows rows,
            SealedPlans plans,
            StageQueue queue,
            EventLog events,
            AuditLog audit,
            JsonMapper json,
            Clock clock,
            MeterRegistry metrics) {
        this.entities = entities;
        this.rows = rows;
        this.plans = plans;
        this.queue = queue;
        this.events = events;
        this.audit = audit;
        this.json = json;
        this.clock = clock;
        this.metrics = metrics;
    }

    /** Stores a new change, ready for its first stage. A teardown supersedes what is still on its way for its workloads. */
    @Transactional(propagation = Propagation.MANDATORY)
    ChangeSnapshot create(
            String environment,
            String team,
            Author author,
            @Nullable String reason,
            List<ChangeItem> items,
            Provenance provenance) {
        UUID id = Uuids.next();
        String title = Titles.of(
                items,
                provenance.origin(),
                rows.offers(items.stream().map(ChangeItem::workloadId).toList()));
        ChangeEntity change =
                new ChangeEntity(id, ChangeKind.WORKLOADS, team, environment, title, reason, author, provenance, now());
        entities.saveAndFlush(change);
        rows.insertItems(id, items);
        rows.insertStages(id);
        for (ChangeItem item : items) {
            if (item.action() == ItemAction.TEARDOWN) {
                for (UUID superseded : rows.openBeforeApply(item.workloadId(), id)) {
                    ChangeEntity open = locked(superseded);
                    cancelAtOnce(
                            open, "superseded by the teardown of " + item.workloadId(), "superseded by change " + id);
                }
            }
        }
        return created(change, title);
    }

    /** Stores a new change of files, ready for its first stage. */
    @Transactional(propagation = Propagation.MANDATORY)
    ChangeSnapshot createOfFiles(
            ChangeKind kind,
            String environment,
            String team,
            Author author,
            String title,
            @Nullable String reason,
            List<FileEdit> files,
            Provenance provenance) {
        UUID id = Uuids.next();
        ChangeEntity change = new ChangeEntity(id, kind, team, environment, title, reason, author, provenance, now());
        entities.saveAndFlush(change);
        rows.insertFiles(id, files);
        rows.insertStages(id);
        return created(change, title);
    }

    /** Stores a new change of files that is a commit already. */
    @Transactional(propagation = Propagation.MANDATORY)
    ChangeSnapshot createPushed(
            UUID id,
            ChangeKind kind,
            String environment,
            String team,
            Author author,
            PushedCommit commit,
            List<FileEdit> files) {
        ChangeEntity change = new ChangeEntity(
                id, kind, team, environment, commit.subject(), null, author, Provenance.of(ChangeOrigin.PUSH), now());
        change.committed(commit.id(), commit.subject(), now());
        entities.saveAndFlush(change);
        rows.insertFiles(id, files);
        rows.insertStages(id);
        return created(change, commit.subject());
    }

    private ChangeSnapshot created(ChangeEntity change, String title) {
        UUID retries = change.provenance().retries();
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("title", title);
        told.put("origin", change.provenance().origin());
        if (retries != null) {
            told.put("retries", retries);
        }
        audit.record(entry("change.create", change).change(null, told));
        told(change, StageState.WAITING);
        return get(change.getId());
    }

    /** The change, or a problem that says there is none. */
    @Transactional(readOnly = true)
    public ChangeSnapshot get(UUID id) {
        return find(id).orElseThrow(() -> ProblemException.notFound("change", id));
    }

    @Transactional(readOnly = true)
    public Optional<ChangeSnapshot> find(UUID id) {
        return rows.load(List.of(id)).stream().findFirst();
    }

    /** The change with its row locked until the caller's transaction ends. */
    @Transactional(propagation = Propagation.MANDATORY)
    public ChangeSnapshot lock(UUID id) {
        locked(id);
        return get(id);
    }

    /** Remembers the commit that the change is made of. */
    @Transactional
    public void committed(StageLease lease, String commitId, String subject) {
        queue.requireHeld(lease);
        locked(lease.changeId()).committed(commitId, subject, now());
        rows.noteAgain(lease.changeId());
    }

    /** Remembers the plan. */
    @Transactional
    public void planned(StageLease lease, Plan plan) {
        queue.requireHeld(lease);
        locked(lease.changeId()).planned(plans.seal(lease.changeId(), plan), now());
    }

    /** Remembers who has to agree. */
    @Transactional
    public void judged(StageLease lease, ApprovalLevel level, List<String> reasons, @Nullable Instant expiresAt) {
        queue.requireHeld(lease);
        locked(lease.changeId()).approvalNeeded(level, json.writeValueAsString(reasons), expiresAt, now());
        metrics.counter(GitopsMetric.APPROVALS.id(), "level", level.name().toLowerCase(Locale.ROOT))
                .increment();
    }

    /** Remembers which deployments the change made. */
    @Transactional
    public void deployedAs(StageLease lease, Collection<UUID> deploymentIds) {
        queue.requireHeld(lease);
        locked(lease.changeId()).deployedAs(json.writeValueAsString(deploymentIds), now());
    }

    /** The stage ended well, or was left out for a reason; the next one begins. */
    @Transactional
    public void advance(StageLease lease, boolean skipped, String summary) {
        ChangeEntity change = locked(lease.changeId());
        if (change.stage() == StageName.APPROVAL && !change.isAutomatic()) {
            // Whatever the stage concluded: what needs people goes on by their verdicts alone.
            throw new IllegalTransitionException(Transition.ADVANCE, change.state(), change.stage());
        }
        StageState ended = skipped ? StageState.SKIPPED : StageState.SUCCEEDED;
        queue.end(lease, ended, summary);
        told(change, ended);
        change.advance(now());
        queue.wake(change.getId(), change.stage());
        told(change, StageState.WAITING);
    }

    /** People have to agree before it goes on, or something has to be lifted that holds it back. */
    @Transactional
    public void awaitApproval(StageLease lease, String summary) {
        ChangeEntity change = locked(lease.changeId());
        queue.again(lease, java.time.Duration.ZERO, false, summary);
        change.awaitApproval(now());
        told(change, StageState.RUNNING);
        ChangeSnapshot snapshot = flushed(change);
        events.append(
                new Event(
                        "ApprovalRequested",
                        change.getId().toString(),
                        change.team(),
                        change.environment(),
                        new ChangeEvents.ApprovalRequested(
                                change.getId(),
                                java.util.Objects.requireNonNull(snapshot.approvalLevel()),
                                snapshot.requiredApprovals(),
                                ChangeEvents.items(snapshot.items()))),
                change.authorId());
    }

    /** Stores a verdict in the caller's transaction, which holds the change's lock. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void addVerdict(UUID id, ChangeSnapshot.StoredVerdict verdict) {
        rows.insertVerdict(id, verdict);
        audit.record(entry("change.verdict", locked(id)).change(null, verdict));
        metrics.counter(
                        GitopsMetric.VERDICTS.id(),
                        "verdict",
                        verdict.verdict().name().toLowerCase(Locale.ROOT))
                .increment();
    }

    /** Enough people agreed. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void grant(UUID id, String summary) {
        ChangeEntity change = locked(id);
        rows.endStage(id, change.stage(), StageState.SUCCEEDED, summary, now());
        told(change, StageState.SUCCEEDED);
        change.grant(now());
        audit.record(entry("change.approve", change).change(null, Map.of("summary", summary)));
        queue.wake(id, change.stage());
        told(change, StageState.WAITING);
    }

    /**
     * Somebody takes it upon himself to have the change applied, in the caller's transaction, which holds the change's lock.
     *
     * @param awaits whether it waits for approvals; else it waits to be applied
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void breakGlass(UUID id, BreakGlass broken, boolean awaits) {
        ChangeEntity change = locked(id);
        rows.insertBreakGlass(id, change.team(), change.environment(), broken);
        audit.record(entry("change.break_glass", change).change(null, broken));
        ChangeSnapshot snapshot = get(id);
        events.append(
                new Event(
                        "BreakGlassUsed",
                        id.toString(),
                        change.team(),
                        change.environment(),
                        new ChangeEvents.BreakGlassUsed(
                                id, broken.reason(), broken.overridden(), ChangeEvents.items(snapshot.items()))),
                broken.by().actorId());
        metrics.counter(GitopsMetric.BREAK_GLASS.id(), "environment", change.environment())
                .increment();
        if (awaits) {
            grant(id, broken.by().name() + " broke glass: " + broken.reason());
        } else {
            queue.wake(id, change.stage());
        }
    }

    /** Somebody else signed off that glass was broken. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void reviewed(UUID id, BreakGlass.Review review) {
        rows.reviewBreakGlass(id, review);
        audit.record(entry("change.break_glass_review", locked(id)).change(null, review));
    }

    /** What held it back was lifted, and it needs nobody's approval. */
    @Transactional
    public void goOn(UUID id) {
        ChangeEntity change = locked(id);
        if (Transition.GRANT.isAllowed(change.state(), change.stage())
                && get(id).approvalLevel() == ApprovalLevel.AUTOMATIC) {
            rows.endStage(id, change.stage(), StageState.SUCCEEDED, "nothing holds it back any more", now());
            told(change, StageState.SUCCEEDED);
            change.grant(now());
            queue.wake(id, change.stage());
            told(change, StageState.WAITING);
        }
    }

    /** Environments with changes that need nobody's approval and wait until nothing holds them back. */
    @Transactional(readOnly = true)
    public List<String> environmentsWithHeldBack() {
        return rows.environmentsWithHeldBack();
    }

    /** Those changes of one environment, the oldest first. */
    @Transactional(readOnly = true)
    public List<UUID> heldBackIn(String environment, int limit) {
        return rows.heldBackIn(environment, limit);
    }

    /** From now on the cloud may have been touched. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void beginApply(StageLease lease) {
        ChangeEntity change = locked(lease.changeId());
        queue.requireHeld(lease);
        change.beginApply(now());
    }

    /** It could be applied, but for what holds it back; its approval runs out, and that of one that needed none as well. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void heldBack(StageLease lease, String why, Instant expiresAt) {
        ChangeEntity change = locked(lease.changeId());
        queue.requireHeld(lease);
        change.heldBack(expiresAt, now());
        log(change.getId(), lease.stage(), "info", why);
        told(change, StageState.WAITING);
    }

    /** Its approval ran out while it was held back. */
    @Transactional
    public void expireBeforeApply(StageLease lease, String why) {
        ChangeEntity change = locked(lease.changeId());
        queue.requireHeld(lease);
        endEarly(change, StageState.FAILED, why, e -> e.expireBeforeApply(why, now()));
    }

    /** Somebody said no. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void reject(UUID id, String why) {
        endEarly(locked(id), StageState.FAILED, why, change -> change.reject(why, now()));
    }

    /** Nobody decided in time. */
    @Transactional
    public void expire(UUID id) {
        ChangeEntity change = locked(id);
        if (Transition.EXPIRE.isAllowed(change.state(), change.stage())) {
            String why = "nobody decided before the approval expired";
            endEarly(change, StageState.FAILED, why, e -> e.expire(why, now()));
        }
    }

    /** Withdraws a change: at once before the cloud was touched, by taking it back afterwards. */
    @Transactional
    public ChangeSnapshot cancel(UUID id) {
        ChangeEntity change = locked(id);
        ChangeSnapshot before = get(id);
        boolean atOnce = cancelAtOnce(change, "cancelled", "cancelled on request");
        if (!atOnce
                && Transition.UNWIND.isAllowed(change.state(), change.stage())
                && change.unwindTo() == null
                && before.kind() == ChangeKind.WORKLOADS
                && before.items().stream().noneMatch(item -> item.action() != ItemAction.DEPLOY)) {
            change.unwind(
                    new Failure(change.stage(), "cancelled", "cancelled on request; what was created is destroyed"),
                    ChangeState.CANCELLED,
                    now());
            queue.wake(id, change.stage());
            told(change, StageState.RUNNING);
        } else if (change.state() != ChangeState.CANCELLED && change.unwindTo() != ChangeState.CANCELLED) {
            throw ProblemException.of(
                    ErrorCode.CONFLICT,
                    "a change that is " + change.state().id() + " in stage "
                            + change.stage().id() + " cannot be cancelled");
        }
        audit.record(entry("change.cancel", change)
                .change(Map.of("state", before.state()), Map.of("state", change.state())));
        return flushed(change);
    }

    /**
     * A person takes back what is being rolled out and is not merged yet: what was created of it is destroyed, and what ran before
     * runs on.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public ChangeSnapshot takeBack(UUID id, String why) {
        ChangeEntity change = locked(id);
        if (change.stage() != StageName.APPLY
                || change.unwindTo() != null
                || !Transition.UNWIND.isAllowed(change.state(), change.stage())) {
            throw ProblemException.of(
                    ErrorCode.CONFLICT,
                    "a change that is " + change.state().id() + " in stage "
                            + change.stage().id() + " cannot be taken back");
        }
        change.unwind(new Failure(change.stage(), "rolled-back", why), ChangeState.FAILED, now());
        queue.wake(id, change.stage());
        told(change, StageState.RUNNING);
        return flushed(change);
    }

    /** The stage found a reason to end the change before the cloud was touched. */
    @Transactional
    public void fail(StageLease lease, Failure failure) {
        ChangeEntity change = locked(lease.changeId());
        queue.end(lease, StageState.FAILED, failure.detail());
        change.fail(failure, now());
        rows.skipWaiting(change.getId(), "not reached");
        told(change, StageState.FAILED);
        ended(change);
    }

    /** The stage found a reason to end the change after the cloud was touched; the lease is kept to take it back. */
    @Transactional
    public void unwind(StageLease lease, Failure failure) {
        queue.requireHeld(lease);
        ChangeEntity change = locked(lease.changeId());
        if (change.unwindTo() == null) {
            change.unwind(failure, ChangeState.FAILED, now());
            told(change, StageState.RUNNING);
        }
    }

    /** Nothing of the change is left in the cloud. */
    @Transactional
    public void unwound(StageLease lease, String summary) {
        ChangeEntity change = locked(lease.changeId());
        queue.end(lease, StageState.FAILED, summary);
        change.unwound(now());
        rows.skipWaiting(change.getId(), "not reached");
        told(change, StageState.FAILED);
        ended(change);
    }

    /** The cloud follows the change and {@code main} holds it. */
    @Transactional
    public void succeed(StageLease lease, String mergedCommit, String summary) {
        ChangeEntity change = locked(lease.changeId());
        queue.end(lease, StageState.SUCCEEDED, summary);
        change.succeed(mergedCommit, now());
        told(change, StageState.SUCCEEDED);
        ended(change);
    }

    /** What became of a change after it. */
    @Transactional(readOnly = true)
    public Successors successors(ChangeSnapshot change) {
        return new Successors(
                rows.retriedBy(List.of(change.id())).get(change.id()),
                rows.takenBackBy(change.id()),
                rows.overtakenBy(change));
    }

    /**
     * The changes that came after one.
     *
     * @param retriedBy the newest that is another try of it
     * @param takenBackBy the one that took it back, with success
     * @param overtakenBy the newest other one that is about the same workload or file, and did not end without success
     */
    public record Successors(
            @Nullable UUID retriedBy,
            @Nullable UUID takenBackBy,
            @Nullable UUID overtakenBy) {}

    /** Whether a decision about a workload was put into effect by a change before. */
    @Transactional(readOnly = true)
    public boolean wasMerged(String workloadId, UUID decisionId) {
        return rows.wasMerged(workloadId, decisionId);
    }

    /** The oldest change of an environment's Terraform code that is not at its end. */
    @Transactional(readOnly = true)
    public Optional<UUID> terraformUnderWay(String environment) {
        return rows.terraformUnderWay(environment).stream().findFirst();
    }

    /** Whether a change works on an environment's Terraform state, or is to put back what drifted there. */
    @Transactional(readOnly = true)
    public boolean isTerraformAtWork(String environment) {
        return rows.isTerraformAtWork(environment);
    }

    /** The workloads of which a change is not at its end. */
    @Transactional(readOnly = true)
    public Set<String> workloadsUnderWay() {
        return rows.workloadsUnderWay();
    }

    /** Changes whose approval was not decided in time. */
    @Transactional(readOnly = true)
    public List<UUID> overdue(int limit) {
        return rows.expired(now(), limit);
    }

    /** How many changes are on their way, by state. */
    @Transactional(readOnly = true)
    public Map<String, Long> open() {
        return rows.open();
    }

    /** Wall seconds since the stage that runs longest was first begun, by its name. */
    @Transactional(readOnly = true)
    public Map<String, Double> oldestRunningStages() {
        return rows.oldestRunningStages();
    }

    /** Changes with verdicts that are not in Git yet. */
    @Transactional(readOnly = true)
    public List<UUID> withVerdictsNotNoted(int limit) {
        return rows.withVerdictsNotNoted(limit);
    }

    @Transactional
    public void markNoted(UUID id, Collection<UUID> actors) {
        rows.markNoted(id, actors);
    }

    /** Adds a line to a stage's log; beyond a bound the rest is left out, and the log says so. */
    @Transactional
    public void log(UUID id, StageName stage, String level, String message) {
        int length = rows.logLength(id, stage);
        if (length > LONGEST_LOG) {
            return;
        }
        String text = length == LONGEST_LOG ? "further lines are left out" : message;
        rows.appendLog(
                id, stage, level, text.length() > LONGEST_MESSAGE ? text.substring(0, LONGEST_MESSAGE) : text, now());
    }

    /** Cancels what has not touched the cloud; false where it has, or has ended. */
    private boolean cancelAtOnce(ChangeEntity change, String summary, String why) {
        if (Transition.CANCEL.isAllowed(change.state(), change.stage())) {
            endEarly(change, StageState.SKIPPED, summary, e -> e.cancel(why, now()));
            return true;
        }
        if (change.waitsToApply() && Transition.CANCEL_BEFORE_APPLY.isAllowed(change.state(), change.stage())) {
            endEarly(change, StageState.SKIPPED, summary, e -> e.cancelBeforeApply(why, now()));
            return true;
        }
        return false;
    }

    private void endEarly(ChangeEntity change, StageState state, String why, Consumer<ChangeEntity> transition) {
        StageName stage = change.stage();
        transition.accept(change);
        rows.endStage(change.getId(), stage, state, why, now());
        rows.skipWaiting(change.getId(), "not reached");
        told(change, state);
        ended(change);
    }

    private ChangeEntity locked(UUID id) {
        return entities.findLocked(id).orElseThrow(() -> ProblemException.notFound("change", id));
    }

    private ChangeSnapshot flushed(ChangeEntity change) {
        entities.saveAndFlush(change);
        return get(change.getId());
    }

    private void told(ChangeEntity change, StageState stageState) {
        ChangeSnapshot snapshot = flushed(change);
        events.append(
                new Event(
                        "ChangeStageChanged",
                        change.getId().toString(),
                        change.team(),
                        change.environment(),
                        new ChangeEvents.ChangeStageChanged(
                                change.getId(),
                                change.state(),
                                change.stage(),
                                stageState,
                                ChangeEvents.items(snapshot.items()),
                                change.failure(),
                                snapshot.origin(),
                                snapshot.cause(),
                                snapshot.incidentId())),
                change.authorId());
    }

    private static AuditEntry entry(String action, ChangeEntity change) {
        return AuditEntry.of(action, "change", change.getId().toString()).in(change.team(), change.environment());
    }

    /** The end of a change, whoever brought it about. */
    private void ended(ChangeEntity change) {
        Failure failure = change.failure();
        audit.record(entry("change.end", change)
                .change(
                        null,
                        failure == null
                                ? Map.of("state", change.state())
                                : Map.of("state", change.state(), "failure", failure)));
        metrics.counter(GitopsMetric.CHANGES.id(), "state", change.state().id(), "environment", change.environment())
                .increment();
    }

    private Instant now() {
        return clock.instant();
    }
}
