package io.swen.gitops.rollback;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swen.gitops.change.ChangeQueries;
import io.swen.gitops.change.ChangeSnapshot;
import io.swen.gitops.change.ChangeView;
import io.swen.gitops.contract.Author;
import io.swen.platform.idempotency.Idempotency;
import io.swen.platform.page.Cursors;
import io.swen.platform.page.Page;
import io.swen.platform.problem.ProblemException;
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

/** The calls about taking changes back, and about the pins that this leaves. */
@RestController
class RollbackController {

    /** Why somebody does it. */
    @Schema(name = "RollbackReason")
    record Reason(@Nullable String reason) {

        static final int LONGEST = 500;

        String checked() {
            if (reason == null || reason.isBlank() || reason.length() > LONGEST) {
                throw ProblemException.invalidField("reason", reason, "1 to " + LONGEST + " characters");
            }
            return reason.strip();
        }
    }

    /** What taking a change back came to. */
    @Schema(name = "Rollback")
    record RolledBack(List<ChangeView> changes, List<Pin> pins) {

        RolledBack {
            changes = List.copyOf(changes);
            pins = List.copyOf(pins);
        }
    }

    private final Rollbacks rollbacks;
    private final Pins pins;
    private final ChangeQueries queries;
    private final Idempotency idempotency;

    RollbackController(Rollbacks rollbacks, Pins pins, ChangeQueries queries, Idempotency idempotency) {
        this.rollbacks = rollbacks;
        this.pins = pins;
        this.queries = queries;
        this.idempotency = idempotency;
    }

    @Operation(
            summary = "Take a change back that succeeded",
            description =
                    "What its files said before is committed again as a change of its own, which passes the pipeline, and"
                            + " its workloads are pinned: decisions about them fail with the code pinned until the pin is released.")
    @PostMapping("/api/v1/changes/{id}/rollback")
    @ApiResponse(responseCode = "202", content = @Content(schema = @Schema(implementation = RolledBack.class)))
    ResponseEntity<?> rollBack(
            @PathVariable("id") UUID id,
            @RequestBody Reason asked,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
        String reason = asked.checked();
        return idempotency.once(key, "POST /api/v1/changes/" + id + "/rollback", asked, () -> {
            Actor actor = Actor.current();
            queries.visible(id, actor);
            List<ChangeSnapshot> opened = rollbacks.rollBack(id, reason, new Author(actor.id(), actor.name()));
            return ResponseEntity.accepted()
                    .body(new RolledBack(
                            opened.stream()
                                    .map(change -> queries.get(change.id(), actor))
                                    .toList(),
                            pins.ofChange(id)));
        });
    }

    @Operation(summary = "Workloads that are kept as they are after a change of them went wrong")
    @GetMapping("/api/v1/pins")
    Page<Pin> list(
            @RequestParam(name = "workload_id", required = false) @Nullable String workloadId,
            @RequestParam(name = "in_force", required = false, defaultValue = "true") boolean inForce,
            @RequestParam(name = "cursor", required = false) @Nullable String cursor,
            @RequestParam(name = "limit", required = false) @Nullable Integer limit) {
        int most = Cursors.limit(limit);
        List<String> place = Cursors.decode(cursor, 1);
        return Page.of(
                pins.list(
                        workloadId,
                        inForce,
                        Actor.current(),
                        place == null ? null : UUID.fromString(place.getFirst()),
                        most + 1),
                most,
                pin -> Cursors.encode(pin.id()));
    }

    @Operation(summary = "Let decisions about a workload be applied again")
    @PostMapping("/api/v1/pins/{workload_id}/release")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Pin.class)))
    ResponseEntity<?> release(
            @PathVariable("workload_id") String workloadId,
            @RequestBody Reason asked,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
        String reason = asked.checked();
        return idempotency.once(
                key,
                "POST /api/v1/pins/" + workloadId + "/release",
                asked,
                () -> ResponseEntity.ok(pins.release(workloadId, reason, Actor.current())));
    }
}
