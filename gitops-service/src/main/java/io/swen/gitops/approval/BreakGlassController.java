package io.swen.gitops.approval;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swen.gitops.change.BreakGlass;
import io.swen.gitops.change.ChangeQueries;
import io.swen.gitops.change.ChangeView;
import io.swen.platform.idempotency.Idempotency;
import io.swen.platform.page.Cursors;
import io.swen.platform.page.Page;
import io.swen.platform.security.Actor;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Breaking glass, and what is said of it afterwards, over HTTP. */
@RestController
class BreakGlassController {

    /**
     * Why, and for which plan.
     *
     * @param reason 20 to 1000 characters
     */
    @Schema(name = "NewBreakGlass")
    record Asked(@Nullable String reason, @Nullable String planHash) {}

    /**
     * Whether it was right.
     *
     * @param note 10 to 1000 characters
     */
    @Schema(name = "NewBreakGlassReview")
    record Said(
            BreakGlass.@Nullable Outcome outcome, @Nullable String note) {}

    private final BreakGlassService service;
    private final ChangeQueries queries;
    private final Idempotency idempotency;

    BreakGlassController(BreakGlassService service, ChangeQueries queries, Idempotency idempotency) {
        this.service = service;
        this.queries = queries;
        this.idempotency = idempotency;
    }

    @Operation(
            summary = "Have a change applied now in spite of missing approvals and freeze windows",
            description = "Told to all approvers, and listed until somebody else signs it off.")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = ChangeView.class)))
    @PostMapping(
            path = "/api/v1/changes/{id}/break-glass",
            consumes = "application/json",
            produces = "application/json")
    ResponseEntity<?> breakGlass(
            @PathVariable("id") UUID id,
            @RequestBody Asked asked,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
        return idempotency.once(key, "POST /api/v1/changes/" + id + "/break-glass", asked, () -> {
            service.breakGlass(id, asked.reason(), asked.planHash(), Actor.current());
            return ResponseEntity.ok(queries.get(id, Actor.current()));
        });
    }

    @Operation(summary = "Sign off that somebody broke glass")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = ChangeView.class)))
    @PostMapping(
            path = "/api/v1/changes/{id}/break-glass/review",
            consumes = "application/json",
            produces = "application/json")
    ResponseEntity<?> review(
            @PathVariable("id") UUID id,
            @RequestBody Said said,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
        return idempotency.once(key, "POST /api/v1/changes/" + id + "/break-glass/review", said, () -> {
            service.review(id, said.outcome(), said.note(), Actor.current());
            return ResponseEntity.ok(queries.get(id, Actor.current()));
        });
    }

    @Operation(summary = "Changes for which somebody broke glass, the newest first")
    @GetMapping(path = "/api/v1/break-glass", produces = "application/json")
    Page<ChangeView> list(
            @RequestParam(name = "reviewed", required = false) @Nullable Boolean reviewed,
            @RequestParam(name = "cursor", required = false) @Nullable String cursor,
            @RequestParam(name = "limit", required = false) @Nullable Integer limit) {
        return queries.withBrokenGlass(reviewed, Actor.current(), cursor, Cursors.limit(limit));
    }
}
