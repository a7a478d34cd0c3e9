package io.swen.routing.workload;

import io.swen.platform.audit.AuditContext;
import io.swen.platform.audit.AuditEntry;
import io.swen.platform.audit.AuditLog;
import io.swen.platform.id.Uuids;
import io.swen.platform.json.CanonicalJson;
import io.swen.platform.page.ETags;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import io.swen.platform.trace.Traces;
import io.swen.routing.candidate.OfferIndex;
import io.swen.routing.candidate.OfferIndexes;
import io.swen.routing.workload.Submission.Outcome;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** What callers may do with workloads: submit, edit, pause, resume, restart, retry, cancel. */
@Service
class WorkloadService {

    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");

    /** A stored submission; {@code repeated} when an earlier request with the same key stored it. */
    record Submitted(String location, Object body, boolean repeated) {}

    private final WorkloadIntake intake;
    private final WorkloadRepository repository;
    private final Workloads workloads;
    private final Commitments commitments;
    private final WorkloadArrivals arrivals;
    private final OfferIndexes indexes;
    private final AuditLog audit;
    private final CanonicalJson canonical;
    private final JsonMapper json;
    private final Traces traces;
    private final Clock clock;
    private final InstantSource wall = InstantSource.system();

    WorkloadService(
            WorkloadIntake intake,
            WorkloadRepository repository,
            Workloads workloads,
            Commitments commitments,
            WorkloadArrivals arrivals,
            OfferIndexes indexes,
            AuditLog audit,
            CanonicalJson canonical,
            JsonMapper json,
            Traces traces,
            Clock clock) {
        this.intake = intake;
        this.repository = repository;
        this.workloads = workloads;
        this.commitments = commitments;
        this.arrivals = arrivals;
        this.indexes = indexes;
        this.audit = audit;
        this.canonical = canonical;
        this.json = json;
        this.traces = traces;
        this.clock = clock;
    }

    /** Stores a workload durably before it returns. */
    Submitted submit(WorkloadRequest request, @Nullable String key, Actor actor) {
        if (key != null && !KEY.matcher(key).matches()) {
            throw ProblemException.of(
                    ErrorCode.INVALID_IDEMPOTENCY_KEY, "Idempotency-Key must be 1 to 255 visible ASCII characters");
        }
        UUID unique = Uuids.next();
        WorkloadSpec spec = WorkloadValidator.validate(request, clock.instant(), knownRegions(), generatedId(unique));
        if (!actor.sees(spec.team(), spec.environment())) {
            throw ProblemException.of(
                    ErrorCode.FORBIDDEN,
                    "the caller may not submit for team " + spec.team() + " in environment " + spec.environment());
        }
        SubmitAnswer answer = SubmitAnswer.of(spec.id());
        Submission submission = submission(
                spec, actor, AuditContext.current(), answer, key, key == null ? null : canonical.hash(request));
        return switch (intake.submit(submission)) {
            case Outcome.Stored stored -> new Submitted(submission.location(), answer, false);
            case Outcome.Repeated earlier -> new Submitted(earlier.location(), json.readTree(earlier.body()), true);
            case Outcome.IdTaken taken ->
                throw ProblemException.of(ErrorCode.ALREADY_EXISTS, "there is a workload " + spec.id() + " already");
            case Outcome.KeyReused reused ->
                throw ProblemException.of(
                        ErrorCode.IDEMPOTENCY_KEY_REUSED, "this key was used before for a request with another body");
            case Outcome.Failed failed -> throw failed.cause();
        };
    }

    /** A submission without a key of its own. */
    Submission submission(WorkloadSpec spec, Actor actor, AuditContext caller) {
        return submission(spec, actor, caller, SubmitAnswer.of(spec.id()), null, null);
    }

    private Submission submission(
            WorkloadSpec spec,
            Actor actor,
            AuditContext caller,
            SubmitAnswer answer,
            @Nullable String key,
            @Nullable String requestHash) {
        return new Submission(
                spec.id(),
                spec.team(),
                spec.environment(),
                spec.kind().name().toLowerCase(Locale.ROOT),
                json.writeValueAsString(spec),
                actor.id(),
                actor.name(),
                clock.instant(),
                traces.current(),
                caller,
                json.writeValueAsString(new WorkloadEvents.Submitted(
                        spec.id(),
                        spec.kind(),
                        spec.priority(),
                        spec.container().image())),
                key,
                requestHash,
                answer.links().self(),
                key == null ? "" : json.writeValueAsString(answer),
                new CompletableFuture<>());
    }

    /** Replaces the description of a workload that nothing outside knows of yet. */
    @Transactional
    public Workload edit(String id, WorkloadRequest request, @Nullable String ifMatch, Actor actor) {
        WorkloadEntity entity = lockVisible(id, actor);
        ETags.requireMatch(ifMatch, entity.version());
        WorkloadSpec spec = WorkloadValidator.validate(request, clock.instant(), knownRegions(), id);
        requireSame("id", spec.id(), id);
        requireSame("team", spec.team(), entity.team());
        requireSame("environment", spec.environment(), entity.environment());
        Workload before = workloads.snapshot(entity);
        String why = "edited by " + actor.name();
        switch (entity.state()) {
            case SUBMITTED, UNPLACEABLE, PAUSED -> {}
            case DECIDED -> {
                if (before.mayRun() || entity.cancelRequested() || !commitments.withdraw(id, why)) {
                    throw conflict(id, "was handed over for deployment already; cancel it and submit it anew");
                }
            }
            case RUNNING -> {
                return revise(entity, before, spec, why, actor);
            }
            case AWAITING_APPROVAL, DEPLOYING, MOVING, PAUSING ->
                throw conflict(
                        id,
                        "is " + entity.state().id()
                                + " and can be edited only while submitted, unplaceable, running, paused, or decided and not"
                                + " handed over; try it again later");
            case COMPLETED, FAILED, CANCELLED ->
                throw conflict(id, "has ended as " + entity.state().id());
        }
        workloads.move(
                id,
                why,
                actor.id().toString(),
                (found, now) -> found.edit(json.writeValueAsString(spec), wall.instant(), now));
        WorkloadEntity saved = repository.saveAndFlush(entity);
        Workload after = workloads.snapshot(saved);
        audit.record(entry("workload.edit", saved).change(before.spec(), after.spec()));
        arrivals.raise();
        return after;
    }

    /** A running workload gets its new description by a decision of its own, which replaces what runs. */
    private Workload revise(WorkloadEntity entity, Workload before, WorkloadSpec wanted, String why, Actor actor) {
        if (wanted.equals(before.spec())) {
            return before;
        }
        if (wanted.kind() != before.spec().kind()) {
            throw conflict(
                    entity.id(),
                    "runs as " + before.spec().kind().name().toLowerCase(Locale.ROOT)
                            + ", and its kind cannot be edited");
        }
        String refusal = commitments.revise(before, wanted, why, actor.id().toString());
        if (refusal != null) {
            throw conflict(entity.id(), "runs and is not changed: " + refusal);
        }
        WorkloadEntity saved = repository.saveAndFlush(entity);
        Workload after = workloads.snapshot(saved);
        audit.record(entry("workload.edit", saved).change(before.spec(), after.spec()));
        return after;
    }

    /** Ends a workload: at once where nothing was handed over, else after a teardown. Saying it twice changes nothing. */
    @Transactional
    public Workload cancel(String id, Actor actor) {
        WorkloadEntity entity = lockVisible(id, actor);
        if (entity.state() == WorkloadState.CANCELLED || entity.cancelRequested()) {
            return workloads.snapshot(entity);
        }
        if (entity.state().isTerminal()) {
            throw conflict(id, "has ended as " + entity.state().id());
        }
        WorkloadState before = entity.state();
        String why = "cancelled by " + actor.name();
        boolean nothingOutside = !entity.mayRun()
                && switch (entity.state()) {
                    case SUBMITTED, UNPLACEABLE, PAUSED -> true;
                    case DECIDED, MOVING -> commitments.withdraw(id, why);
                    case AWAITING_APPROVAL, DEPLOYING, RUNNING, PAUSING, COMPLETED, FAILED, CANCELLED -> false;
                };
        if (nothingOutside) {
            workloads.cancel(id, why, actor.id().toString());
        } else {
            workloads.move(id, why, actor.id().toString(), (found, now) -> found.requestCancel(now));
            commitments.tearDown(workloads.snapshot(entity), why);
        }
        WorkloadEntity saved = repository.saveAndFlush(entity);
        audit.record(entry("workload.cancel", saved)
                .change(
                        Map.of("state", before),
                        Map.of("state", saved.state(), "cancel_requested", saved.cancelRequested())));
        return workloads.snapshot(saved);
    }

    /** Has a workload rest: at once where nothing was handed over, else after a teardown. Saying it twice changes nothing. */
    @Transactional
    public Workload pause(String id, Actor actor) {
        WorkloadEntity entity = lockVisible(id, actor);
        String why = "paused by " + actor.name();
        String cause = actor.id().toString();
        WorkloadState before = entity.state();
        requireStaying(entity, "paused");
        switch (before) {
            case PAUSING, PAUSED -> {
                return workloads.snapshot(entity);
            }
            case SUBMITTED, UNPLACEABLE -> {
                if (entity.mayRun()) {
                    throw conflict(id, "lost its place and waits for another; pause it once it runs, or cancel it");
                }
                workloads.pause(id, why, cause);
            }
            case DECIDED -> {
                if (entity.mayRun() || !commitments.withdraw(id, why)) {
                    throw notNow(entity, "paused", "running, submitted, unplaceable, or decided and not handed over");
                }
                workloads.pause(id, why, cause);
            }
            case RUNNING -> {
                workloads.move(id, why, cause, (found, now) -> found.beginPause(why, now));
                commitments.tearDown(workloads.snapshot(repository.saveAndFlush(entity)), why);
            }
            case AWAITING_APPROVAL, DEPLOYING, MOVING, COMPLETED, FAILED, CANCELLED ->
                throw notNow(entity, "paused", "running, submitted, unplaceable, or decided and not handed over");
        }
        return audited("workload.pause", entity, before);
    }

    /** Has what was paused decided anew; it begins from its checkpoint, where it has one. */
    @Transactional
    public Workload resume(String id, Actor actor) {
        WorkloadEntity entity = lockVisible(id, actor);
        WorkloadState before = entity.state();
        requireStaying(entity, "resumed");
        if (before != WorkloadState.PAUSED) {
            throw notNow(entity, "resumed", "paused");
        }
        String kept = commitments.keptAsItIs(id);
        if (kept != null) {
            throw conflict(id, "is pinned until somebody releases it: " + kept);
        }
        workloads.move(
                id,
                "resumed by " + actor.name(),
                actor.id().toString(),
                (found, now) -> found.resume(wall.instant(), now));
        Workload resumed = audited("workload.resume", entity, before);
        arrivals.raise();
        return resumed;
    }

    /** Replaces what runs by the same at the same place; the old runs on until the new has taken over. */
    @Transactional
    public Workload restart(String id, Actor actor) {
        WorkloadEntity entity = lockVisible(id, actor);
        WorkloadState before = entity.state();
        requireStaying(entity, "restarted");
        if (before != WorkloadState.RUNNING) {
            throw notNow(entity, "restarted", "running");
        }
        String refusal = commitments.restart(
                workloads.snapshot(entity),
                "restarted by " + actor.name(),
                actor.id().toString());
        if (refusal != null) {
            throw conflict(id, "runs and is not restarted: " + refusal);
        }
        return audited("workload.restart", entity, before);
    }

    /** Has what failed decided anew, at the prices of now; the change that follows is another try of the one before. */
    @Transactional
    public Workload retry(String id, @Nullable String reason, Actor actor) {
        WorkloadEntity entity = lockVisible(id, actor);
        WorkloadState before = entity.state();
        requireStaying(entity, "tried again");
        if (before != WorkloadState.FAILED) {
            throw notNow(entity, "tried again", "failed");
        }
        if (entity.mayRun()) {
            throw conflict(id, "failed, and what ran of it is still being torn down; try it again after that");
        }
        String kept = commitments.keptAsItIs(id);
        if (kept != null) {
            throw conflict(id, "is pinned until somebody releases it: " + kept);
        }
        workloads.move(
                id,
                "tried again by " + actor.name() + (reason == null ? "" : ": " + reason),
                actor.id().toString(),
                (found, now) -> found.retry(wall.instant(), now));
        Workload retried = audited("workload.retry", entity, before);
        arrivals.raise();
        return retried;
    }

    private Workload audited(String action, WorkloadEntity entity, WorkloadState before) {
        WorkloadEntity saved = repository.saveAndFlush(entity);
        audit.record(entry(action, saved).change(Map.of("state", before), Map.of("state", saved.state())));
        return workloads.snapshot(saved);
    }

    private static void requireStaying(WorkloadEntity entity, String wanted) {
        if (entity.cancelRequested()) {
            throw conflict(entity.id(), "is being cancelled and cannot be " + wanted);
        }
    }

    private static ProblemException notNow(WorkloadEntity entity, String wanted, String allowed) {
        return conflict(
                entity.id(),
                "is " + entity.state().id().replace('_', ' ') + " and can be " + wanted + " only while " + allowed);
    }

    private static AuditEntry entry(String action, WorkloadEntity workload) {
        return AuditEntry.of(action, "workload", workload.id()).in(workload.team(), workload.environment());
    }

    private WorkloadEntity lockVisible(String id, Actor actor) {
        return repository
                .lock(id)
                .filter(entity -> actor.sees(entity.team(), entity.environment()))
                .orElseThrow(() -> ProblemException.notFound("workload", id));
    }

    /** Until the first offers are here, every region of the right form is taken; a wrong one is found unplaceable then. */
    private Predicate<String> knownRegions() {
        OfferIndex index = indexes.newest();
        return index == null ? region -> true : index::knowsRegion;
    }

    private static void requireSame(String field, String given, String stored) {
        if (!given.equals(stored)) {
            throw ProblemException.invalidField(field, given, stored + ", which cannot be changed");
        }
    }

    private static ProblemException conflict(String id, String why) {
        return ProblemException.of(ErrorCode.CONFLICT, "workload " + id + " " + why);
    }

    static String generatedId(UUID unique) {
        String hex = unique.toString().replace("-", "");
        return "wl-" + hex.substring(hex.length() - 12);
    }
}
