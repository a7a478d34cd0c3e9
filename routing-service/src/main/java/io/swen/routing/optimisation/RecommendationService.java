package io.swen.routing.optimisation;

import io.swen.platform.audit.AuditEntry;
import io.swen.platform.audit.AuditLog;
import io.swen.platform.page.ETags;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import io.swen.routing.optimisation.Recommendation.State;
import io.swen.routing.workload.Workload;
import io.swen.routing.workload.Workloads;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What people may do with recommendations: apply and dismiss. */
@Service
@Transactional(propagation = Propagation.MANDATORY)
class RecommendationService {

    private static final int LONGEST_REASON = 500;

    private final RecommendationStore store;
    private final Recommendations recommendations;
    private final RecommendationApplier applier;
    private final Workloads workloads;
    private final AuditLog audit;
    private final Clock clock;

    RecommendationService(
            RecommendationStore store,
            Recommendations recommendations,
            RecommendationApplier applier,
            Workloads workloads,
            AuditLog audit,
            Clock clock) {
        this.store = store;
        this.recommendations = recommendations;
        this.applier = applier;
        this.workloads = workloads;
        this.audit = audit;
        this.clock = clock;
    }

    /** Makes a command of it, which goes to gitops-service like any other change. */
    Recommendation apply(UUID id, @Nullable String ifMatch, Actor actor) {
        Recommendation seen = visible(id, actor);
        Workload workload = seen.workloadId() == null
                ? null
                : workloads.lock(seen.workloadId()).orElse(null);
        Recommendation open = lockOpen(id, ifMatch);
        Instant now = clock.instant();
        if (!open.expiresAt().isAfter(now)) {
            throw conflict(id, "was to be applied before " + open.expiresAt());
        }
        return switch (applier.apply(open, workload, "applied by " + actor.name())) {
            case RecommendationApplier.Result.Refused refused ->
                throw ProblemException.of(
                        ErrorCode.CONFLICT, "recommendation " + id + " cannot be applied: " + refused.why());
            case RecommendationApplier.Result.Done done ->
                ended(open, State.APPLIED, actor, null, now, done.decisionId(), "recommendation.apply");
        };
    }

    Recommendation dismiss(UUID id, @Nullable String reason, @Nullable String ifMatch, Actor actor) {
        if (reason == null || reason.isBlank() || reason.length() > LONGEST_REASON) {
            throw ProblemException.invalidField("reason", reason, "1 to " + LONGEST_REASON + " characters");
        }
        visible(id, actor);
        Recommendation open = lockOpen(id, ifMatch);
        return ended(open, State.DISMISSED, actor, reason, clock.instant(), null, "recommendation.dismiss");
    }

    private Recommendation ended(
            Recommendation open,
            State state,
            Actor actor,
            @Nullable String note,
            Instant now,
            @Nullable UUID decisionId,
            String action) {
        Recommendation ended = recommendations.end(open, state, actor.id(), note, now, decisionId);
        Map<String, Object> after = new HashMap<>();
        after.put("state", state);
        if (decisionId != null) {
            after.put("decision_id", decisionId);
        }
        if (note != null) {
            after.put("reason", note);
        }
        audit.record(AuditEntry.of(action, "recommendation", open.id().toString())
                .in(open.team(), open.environment())
                .change(Map.of("state", open.state()), after));
        return ended;
    }

    private Recommendation visible(UUID id, Actor actor) {
        return store.find(id, actor).orElseThrow(() -> ProblemException.notFound("recommendation", id));
    }

    private Recommendation lockOpen(UUID id, @Nullable String ifMatch) {
        Recommendation found = store.lock(id).orElseThrow(() -> ProblemException.notFound("recommendation", id));
        ETags.requireMatch(ifMatch, found.version());
        if (found.state() != State.OPEN) {
            throw conflict(id, "is " + found.state().id() + " already");
        }
        return found;
    }

    private static ProblemException conflict(UUID id, String why) {
        return ProblemException.of(ErrorCode.CONFLICT, "recommendation " + id + " " + why);
    }
}
