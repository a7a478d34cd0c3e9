package io.swen.gitops.retry;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swen.gitops.change.ChangeQueries;
import io.swen.gitops.change.ChangeSnapshot;
import io.swen.gitops.change.ChangeView;
import io.swen.platform.idempotency.Idempotency;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** The call that has a change tried again. */
@RestController
class RetryController {

    /** Why somebody does it. */
    @Schema(name = "RetryReason")
    record Reason(@Nullable String reason) {

        static final int LONGEST = 500;

        String checked() {
            if (reason == null || reason.isBlank() || reason.length() > LONGEST) {
                throw ProblemException.invalidField("reason", reason, "1 to " + LONGEST + " characters");
            }
            return reason.strip();
        }
    }

    private final Retries retries;
    private final ChangeQueries queries;
    private final Idempotency idempotency;

    RetryController(Retries retries, ChangeQueries queries, Idempotency idempotency) {
        this.retries = retries;
        this.queries = queries;
        this.idempotency = idempotency;
    }

    @Operation(
            summary = "Try a change again that did not reach its end",
            description =
                    "A new change of the same content passes the whole pipeline, with a plan and approvals of its own. 409 where"
                            + " the change is under way, succeeded, was tried again or overtaken, where its workload is pinned or gone,"
                            + " where nothing is applied in its environment now, and where somebody else has to decide anew; the"
                            + " detail says which and what helps.")
    @PostMapping("/api/v1/changes/{id}/retry")
    @ApiResponse(responseCode = "202", content = @Content(schema = @Schema(implementation = ChangeView.class)))
    ResponseEntity<?> retry(
            @PathVariable("id") UUID id,
            @RequestBody Reason asked,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
        String reason = asked.checked();
        return idempotency.once(key, "POST /api/v1/changes/" + id + "/retry", asked, () -> {
            Actor actor = Actor.current();
            queries.visible(id, actor);
            ChangeSnapshot opened = retries.retry(id, reason, actor);
            return ResponseEntity.accepted()
                    .header(HttpHeaders.LOCATION, "/api/v1/changes/" + opened.id())
                    .body(queries.get(opened.id(), actor));
        });
    }
}
