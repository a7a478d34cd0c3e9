package io.swen.gitops.change;

import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swen.platform.idempotency.Idempotency;
import io.swen.platform.page.Cursors;
import io.swen.platform.page.Page;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

/** The calls about changes. */
@RestController
class ChangeController {

    private static final String REMEDIATION = "remediation";

    private final ChangeIntake intake;
    private final Changes changes;
    private final ChangeQueries queries;
    private final Idempotency idempotency;
    private final RemediationCauses causes;

    ChangeController(
            ChangeIntake intake,
            Changes changes,
            ChangeQueries queries,
            Idempotency idempotency,
            RemediationCauses causes) {
        this.causes = causes;
        this.intake = intake;
        this.changes = changes;
        this.queries = queries;
        this.idempotency = idempotency;
    }

    @PostMapping("/api/v1/changes")
    @ApiResponse(responseCode = "202", content = @Content(schema = @Schema(implementation = ChangeView.class)))
    ResponseEntity<?> create(
            @RequestBody NewChange asked,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
        return idempotency.once(key, "POST /api/v1/changes", asked, () -> {
            requireCause(asked);
            ChangeSnapshot change = intake.accept(
                    asked,
                    asked.origin() == null
                            ? new Provenance(ChangeOrigin.DECISION, null, null, asked.retries())
                            : new Provenance(
                                    ChangeOrigin.REMEDIATION, asked.cause(), asked.incidentId(), asked.retries()));
            return ResponseEntity.accepted()
                    .header(
                            HttpHeaders.LOCATION,
                            URI.create("/api/v1/changes/" + change.id()).toString())
                    .body(queries.get(change.id(), Actor.current()));
        });
    }

    /** A change may only claim to answer what was asked for: what is allowed to such changes is not for others. */
    private void requireCause(NewChange asked) {
        if (asked.origin() == null) {
            return;
        }
        if (!asked.origin().equals(REMEDIATION)) {
            throw ProblemException.invalidField("origin", asked.origin(), REMEDIATION + ", or none");
        }
        List<String> workloads = asked.items() == null
                ? List.of()
                : asked.items().stream()
                        .map(item -> String.valueOf(item.workloadId()))
                        .toList();
        UUID cause = asked.cause();
        if (cause == null
                || !causes.asked(cause, String.valueOf(asked.environment()), String.valueOf(asked.team()), workloads)) {
            throw ProblemException.invalidField("cause", cause, "the id of a request for these workloads");
        }
    }

    @GetMapping("/api/v1/changes")
    Page<ChangeView> list(
            @RequestParam(name = "state", required = false) @Nullable ChangeState state,
            @RequestParam(name = "workload_id", required = false) @Nullable String workloadId,
            @RequestParam(name = "environment", required = false) @Nullable String environment,
            @RequestParam(name = "ids", required = false) @Nullable Set<UUID> ids,
            @RequestParam(name = "cursor", required = false) @Nullable String cursor,
            @RequestParam(name = "limit", required = false) @Nullable Integer limit) {
        if (ids != null && (ids.isEmpty() || ids.size() > Cursors.MAX_LIMIT)) {
            throw ProblemException.invalidField("ids", ids.size() + " ids", "1 to " + Cursors.MAX_LIMIT + " ids");
        }
        return queries.list(state, workloadId, environment, ids, Actor.current(), cursor, Cursors.limit(limit));
    }

    @GetMapping("/pending")
    Page<ChangeView> pending(
            @RequestParam(name = "cursor", required = false) @Nullable String cursor,
            @RequestParam(name = "limit", required = false) @Nullable Integer limit) {
        return queries.list(
                ChangeState.AWAITING_APPROVAL, null, null, null, Actor.current(), cursor, Cursors.limit(limit));
    }

    @GetMapping("/api/v1/changes/{id}")
    ChangeView get(@PathVariable("id") UUID id) {
        return queries.get(id, Actor.current());
    }

    @PostMapping("/api/v1/changes/{id}/cancel")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = ChangeView.class)))
    ResponseEntity<?> cancel(
            @PathVariable("id") UUID id,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
        return idempotency.once(key, "POST /api/v1/changes/" + id + "/cancel", Map.of("id", id), () -> {
            queries.visible(id, Actor.current());
            changes.cancel(id);
            return ResponseEntity.ok(queries.get(id, Actor.current()));
        });
    }

    @GetMapping("/api/v1/changes/{id}/stages/{name}/log")
    Page<StageLogLine> log(
            @PathVariable("id") UUID id,
            @PathVariable("name") String name,
            @RequestParam(name = "cursor", required = false) @Nullable String cursor,
            @RequestParam(name = "limit", required = false) @Nullable Integer limit) {
        return queries.log(id, name, Actor.current(), cursor, Cursors.limit(limit));
    }
}
