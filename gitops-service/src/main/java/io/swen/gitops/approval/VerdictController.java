package io.swen.gitops.approval;

import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swen.gitops.change.ChangeQueries;
import io.swen.gitops.change.ChangeView;
import io.swen.gitops.change.Verdict;
import io.swen.platform.idempotency.Idempotency;
import io.swen.platform.security.Actor;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** The call by which people agree to a change or refuse it. */
@RestController
class VerdictController {

    /**
     * A verdict on the plan with this hash.
     *
     * @param onBehalfOf who let the caller give verdicts in his stead; absent for one's own
     * @param envelope what is allowed beforehand for replacements; with an approval only
     */
    @Schema(name = "NewVerdict")
    record NewVerdict(
            @NotNull(message = "approve or reject") Verdict verdict,

            @Nullable String reason,

            @Nullable UUID onBehalfOf,

            @Nullable EnvelopeTerms envelope,

            @NotNull(message = "the hash of the plan")
            @Pattern(regexp = "sha256:[0-9a-f]{64}", message = "sha256: and 64 hex digits")
            String planHash) {}

    private final VerdictService verdicts;
    private final ChangeQueries queries;
    private final Idempotency idempotency;

    VerdictController(VerdictService verdicts, ChangeQueries queries, Idempotency idempotency) {
        this.verdicts = verdicts;
        this.queries = queries;
        this.idempotency = idempotency;
    }

    @PostMapping("/api/v1/changes/{id}/verdicts")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = ChangeView.class)))
    ResponseEntity<?> decide(
            @PathVariable("id") UUID id,
            @Valid @RequestBody NewVerdict given,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
        return idempotency.once(key, "POST /api/v1/changes/" + id + "/verdicts", given, () -> {
            verdicts.decide(
                    id,
                    new VerdictService.Asked(
                            given.verdict(),
                            given.reason(),
                            given.planHash(),
                            given.onBehalfOf(),
                            given.envelope() == null ? null : given.envelope().checked()),
                    Actor.current());
            return ResponseEntity.ok(queries.get(id, Actor.current()));
        });
    }
}
