package io.swen.gitops.approval;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swen.platform.idempotency.Idempotency;
import io.swen.platform.page.Cursors;
import io.swen.platform.page.Page;
import io.swen.platform.security.Actor;
import java.net.URI;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Delegations over HTTP. */
@RestController
class DelegationController {

    private static final String DELEGATIONS = "/api/v1/delegations";

    private final Delegations delegations;
    private final Idempotency idempotency;

    DelegationController(Delegations delegations, Idempotency idempotency) {
        this.delegations = delegations;
        this.idempotency = idempotency;
    }

    @Operation(summary = "Delegations from and to the caller, the newest first; all of them for admins and auditors")
    @GetMapping(path = DELEGATIONS, produces = "application/json")
    Page<Delegation> list(
            @RequestParam(name = "cursor", required = false) @Nullable String cursor,
            @RequestParam(name = "limit", required = false) @Nullable Integer limit) {
        int most = Cursors.limit(limit);
        return Page.of(
                delegations.list(Actor.current(), Cursors.id(cursor), most + 1),
                most,
                delegation -> Cursors.encode(delegation.id()));
    }

    @Operation(summary = "A delegation")
    @GetMapping(path = DELEGATIONS + "/{id}", produces = "application/json")
    Delegation get(@PathVariable("id") UUID id) {
        return delegations.get(id, Actor.current());
    }

    @Operation(
            summary = "Let another approver give verdicts in one's stead for a time",
            description = "It widens nothing of what the other may see or do; the two of you count as one person.")
    @ApiResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = Delegation.class)))
    @PostMapping(path = DELEGATIONS, consumes = "application/json", produces = "application/json")
    ResponseEntity<?> create(
            @RequestBody Delegations.Asked asked,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
        return idempotency.once(key, "POST " + DELEGATIONS, asked, () -> {
            Delegation delegation = delegations.create(asked, Actor.current());
            return ResponseEntity.created(URI.create(DELEGATIONS + "/" + delegation.id()))
                    .body(delegation);
        });
    }

    @Operation(summary = "End a delegation now")
    @ApiResponse(responseCode = "204", description = "ended")
    @DeleteMapping(DELEGATIONS + "/{id}")
    ResponseEntity<Void> revoke(@PathVariable("id") UUID id) {
        delegations.revoke(id, Actor.current());
        return ResponseEntity.noContent().build();
    }
}
