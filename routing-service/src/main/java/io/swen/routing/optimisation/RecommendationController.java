package io.swen.routing.optimisation;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.swen.platform.idempotency.Idempotency;
import io.swen.platform.page.Cursors;
import io.swen.platform.page.ETags;
import io.swen.platform.page.Page;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Recommendations over HTTP. */
@RestController
@Tag(name = "recommendations")
class RecommendationController {

    /** A page of recommendations. */
    record RecommendationPage(
            List<Recommendation> items, @Nullable String next) {}

    /** Why it is not taken up. */
    record Dismissal(@Nullable String reason) {}

    private static final String PATH = "/api/v1/recommendations/{id}";

    private final RecommendationStore store;
    private final RecommendationService service;
    private final Idempotency idempotency;

    RecommendationController(RecommendationStore store, RecommendationService service, Idempotency idempotency) {
        this.store = store;
        this.service = service;
        this.idempotency = idempotency;
    }

    @GetMapping("/api/v1/recommendations")
    @Operation(summary = "List recommendations, the newest first")
    RecommendationPage list(
            @RequestParam(name = "kind", required = false) Recommendation.@Nullable Kind kind,
            @RequestParam(name = "state", required = false) Recommendation.@Nullable State state,
            @RequestParam(name = "workload_id", required = false) @Nullable String workloadId,
            @RequestParam(name = "team", required = false) @Nullable String team,
            @RequestParam(name = "environment", required = false) @Nullable String environment,
            @RequestParam(name = "limit", required = false) @Nullable Integer limit,
            @RequestParam(name = "cursor", required = false) @Nullable String cursor) {
        Page<Recommendation> page = store.list(
                new RecommendationStore.Filter(kind, state, workloadId, team, environment),
                cursor,
                Cursors.limit(limit),
                Actor.current());
        return new RecommendationPage(page.items(), page.next());
    }

    @GetMapping(PATH)
    @Operation(summary = "One recommendation")
    ResponseEntity<Recommendation> get(@PathVariable("id") UUID id) {
        return tagged(
                store.find(id, Actor.current()).orElseThrow(() -> ProblemException.notFound("recommendation", id)));
    }

    @PostMapping(PATH + "/apply")
    @Operation(summary = "Make a decision or a teardown of it, which gitops-service takes up as a change")
    @ApiResponse(
            responseCode = "200",
            description = "applied; decision_id names what it became",
            content = @Content(schema = @Schema(implementation = Recommendation.class)))
    ResponseEntity<?> apply(
            @PathVariable("id") UUID id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
        return idempotency.once(
                key,
                "POST /api/v1/recommendations/" + id + "/apply",
                Map.of("id", id),
                () -> tagged(service.apply(id, ifMatch, Actor.current())));
    }

    @PostMapping(PATH + "/dismiss")
    @Operation(summary = "Say that it is not to be applied, and why")
    @ApiResponse(
            responseCode = "200",
            description = "dismissed",
            content = @Content(schema = @Schema(implementation = Recommendation.class)))
    ResponseEntity<?> dismiss(
            @PathVariable("id") UUID id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            @RequestBody Dismissal dismissal) {
        return idempotency.once(
                key,
                "POST /api/v1/recommendations/" + id + "/dismiss",
                dismissal,
                () -> tagged(service.dismiss(id, dismissal.reason(), ifMatch, Actor.current())));
    }

    private static ResponseEntity<Recommendation> tagged(Recommendation recommendation) {
        return ResponseEntity.ok().eTag(ETags.of(recommendation.version())).body(recommendation);
    }
}
