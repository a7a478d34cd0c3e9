package io.swen.routing.model;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.swen.platform.audit.AuditEntry;
import io.swen.platform.audit.AuditLog;
import io.swen.platform.page.Cursors;
import io.swen.platform.page.Page;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import io.swen.routing.outcome.OutcomeReader;
import io.swen.routing.placement.ModelUse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Learned models over HTTP. */
@RestController
@Tag(name = "models")
class ModelController {

    /** A model as a list shows it. */
    record ModelSummary(
            String id,
            ModelVersion.State state,
            Instant trainedAt,
            Instant trainedUntil,
            int trained,
            int heldOut,
            ModelVersion.Cause cause,
            boolean passes,
            String verdict,
            @Nullable String stateReason,
            @Nullable Instant promotedAt,
            @Nullable Instant endedAt) {

        static ModelSummary of(ModelVersion version) {
            return new ModelSummary(
                    version.id(),
                    version.state(),
                    version.trainedAt(),
                    version.trainedUntil(),
                    version.trained(),
                    version.heldOut(),
                    version.cause(),
                    version.passes(),
                    version.verdict(),
                    version.stateReason(),
                    version.promotedAt(),
                    version.endedAt());
        }
    }

    /**
     * Models, the newest first.
     *
     * @param use whether one has a say in decisions at the moment, and why or why not
     * @param log what happened to models, the newest first, at most 200
     */
    record ModelPage(List<ModelSummary> items, @Nullable String next, ModelUse use, List<ModelVersion.Entry> log) {}

    /** A model with all that is known of it. */
    record ModelDetail(
            ModelSummary summary,
            List<FeatureBins> features,
            List<String> columns,
            ModelVersion.HoldOut holdOut,
            @Nullable FreshLook watch,
            @Nullable String rival,
            Map<String, Object> provenance,
            List<ModelVersion.Entry> log) {}

    /** That a training was asked for. */
    record Requested(int outcomes, int newOutcomes) {}

    private final ModelStore store;
    private final CurrentModel current;
    private final ModelWorker worker;
    private final OutcomeReader outcomes;
    private final ModelProperties properties;
    private final AuditLog audit;

    ModelController(
            ModelStore store,
            CurrentModel current,
            ModelWorker worker,
            OutcomeReader outcomes,
            ModelProperties properties,
            AuditLog audit) {
        this.store = store;
        this.current = current;
        this.worker = worker;
        this.outcomes = outcomes;
        this.properties = properties;
        this.audit = audit;
    }

    @GetMapping("/api/v1/models")
    @Operation(summary = "List learned models, the newest first, and say whether one is in use")
    ModelPage list(
            @RequestParam(name = "state", required = false) ModelVersion.@Nullable State state,
            @RequestParam(name = "limit", required = false) @Nullable Integer limit,
            @RequestParam(name = "cursor", required = false) @Nullable String cursor) {
        Page<ModelVersion> page = store.list(state, cursor, Cursors.limit(limit));
        var newest = current.newest();
        return new ModelPage(
                page.items().stream().map(ModelSummary::of).toList(),
                page.next(),
                newest == null ? current.none() : newest.use(),
                store.log(null));
    }

    @GetMapping("/api/v1/models/{id}")
    @Operation(
            summary =
                    "One model: features, metrics on held-out outcomes against baselines, promotions, drift, provenance")
    ModelDetail get(@PathVariable("id") String id) {
        ModelVersion version = store.find(id).orElseThrow(() -> ProblemException.notFound("model", id));
        return new ModelDetail(
                ModelSummary.of(version),
                version.bins(),
                version.columns(),
                version.holdOut(),
                version.watch(),
                version.rival(),
                version.provenance(),
                store.log(id));
    }

    @PostMapping("/api/v1/models/retrain")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Transactional
    @Operation(summary = "Train a challenger from the outcomes of now; it counts only if it passes the gate")
    public Requested retrain() {
        if (!properties.enabled()) {
            throw ProblemException.of(ErrorCode.CONFLICT, "models are switched off by swen.routing.model.enabled");
        }
        int known = outcomes.countAfter(0);
        if (known < properties.fewest()) {
            throw ProblemException.of(
                    ErrorCode.CONFLICT,
                    "there are " + known + " outcomes; at least " + properties.fewest() + " are needed to learn from");
        }
        int fresh = outcomes.countAfter(store.progress().triedUntil());
        store.request("by " + Actor.current().id());
        audit.record(AuditEntry.of("model.retrain", "model", "all"));
        org.springframework.transaction.support.TransactionSynchronizationManager.registerSynchronization(
                new org.springframework.transaction.support.TransactionSynchronization() {
                    @Override
                    public void afterCommit() {
                        worker.wake();
                    }
                });
        return new Requested(known, fresh);
    }
}
