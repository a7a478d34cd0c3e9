package io.swen.gitops.approval;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swen.platform.idempotency.Idempotency;
import io.swen.platform.page.Cursors;
import io.swen.platform.page.Page;
import io.swen.platform.security.Actor;
import java.util.List;
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

/** What approvers allowed beforehand, over HTTP; granting one is part of a verdict. */
@RestController
class EnvelopeController {

    /**
     * Why it is taken back.
     *
     * @param reason 3 to 1000 characters
     */
    @Schema(name = "EnvelopeRevocation")
    record Revocation(@Nullable String reason) {}

    /** An envelope with the changes that it covered. */
    @Schema(name = "EnvelopeWithUses")
    record View(Envelope envelope, List<Envelopes.Use> uses) {

        View {
            uses = List.copyOf(uses);
        }
    }

    private final Envelopes envelopes;
    private final Idempotency idempotency;

    EnvelopeController(Envelopes envelopes, Idempotency idempotency) {
        this.envelopes = envelopes;
        this.idempotency = idempotency;
    }

    @Operation(summary = "Envelopes, the newest first")
    @GetMapping(path = "/api/v1/envelopes", produces = "application/json")
    Page<Envelope> list(
            @RequestParam(name = "workload_id", required = false) @Nullable String workloadId,
            @RequestParam(name = "usable", required = false) @Nullable Boolean usable,
            @RequestParam(name = "cursor", required = false) @Nullable String cursor,
            @RequestParam(name = "limit", required = false) @Nullable Integer limit) {
        int most = Cursors.limit(limit);
        return Page.of(
                envelopes.list(workloadId, usable, Actor.current(), Cursors.id(cursor), most + 1),
                most,
                envelope -> Cursors.encode(envelope.id()));
    }

    @Operation(summary = "An envelope, and the changes that it covered")
    @GetMapping(path = "/api/v1/envelopes/{id}", produces = "application/json")
    View get(@PathVariable("id") UUID id) {
        Envelope envelope = envelopes.get(id, Actor.current());
        return new View(envelope, envelopes.uses(id));
    }

    @Operation(summary = "Take an envelope back", description = "What it covered already goes on.")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Envelope.class)))
    @PostMapping(path = "/api/v1/envelopes/{id}/revoke", consumes = "application/json", produces = "application/json")
    ResponseEntity<?> revoke(
            @PathVariable("id") UUID id,
            @RequestBody Revocation asked,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
        return idempotency.once(key, "POST /api/v1/envelopes/" + id + "/revoke", asked, () -> {
            envelopes.revoke(id, asked.reason(), Actor.current());
            return ResponseEntity.ok(envelopes.get(id, Actor.current()));
        });
    }
}
