package io.swen.gitops.remediation;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swen.platform.idempotency.Idempotency;
import io.swen.platform.page.Cursors;
import io.swen.platform.page.Page;
import io.swen.platform.security.Actor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.convert.converter.Converter;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The calls about remediations. */
@RestController
class RemediationController {

    /** Whose it is from now on; the caller where nobody is named. */
    @Schema(name = "RemediationHandOver")
    record HandOver(@Nullable String to, @Nullable String note) {}

    @Schema(name = "RemediationAbort")
    record Abort(@Nullable String note) {}

    private final Remediations remediations;
    private final RemediationStore store;
    private final InterruptionNotices notices;
    private final Idempotency idempotency;
    private final Clock clock;

    RemediationController(
            Remediations remediations,
            RemediationStore store,
            InterruptionNotices notices,
            Idempotency idempotency,
            Clock clock) {
        this.remediations = remediations;
        this.store = store;
        this.notices = notices;
        this.idempotency = idempotency;
        this.clock = clock;
    }

    @Operation(summary = "Lists remediations, the newest first")
    @GetMapping("/api/v1/remediations")
    Page<RemediationView> list(
            @RequestParam(name = "state", required = false) @Nullable RemediationState state,
            @RequestParam(name = "open", required = false) @Nullable Boolean open,
            @RequestParam(name = "workload_id", required = false) @Nullable String workloadId,
            @RequestParam(name = "incident_id", required = false) @Nullable UUID incidentId,
            @RequestParam(name = "change_id", required = false) @Nullable UUID changeId,
            @RequestParam(name = "cursor", required = false) @Nullable String cursor,
            @RequestParam(name = "limit", required = false) @Nullable Integer limit) {
        int most = Cursors.limit(limit);
        List<Remediation> found = store.list(
                new RemediationStore.Filter(state, open, workloadId, incidentId, changeId, Actor.current()),
                Cursors.id(cursor),
                most + 1);
        return Page.of(found, most, remediation -> Cursors.encode(remediation.id()))
                .map(remediation -> RemediationView.of(remediation, null));
    }

    @Operation(summary = "How many notices and remediations there were, by what became of them")
    @GetMapping("/api/v1/remediations/summary")
    RemediationView.Summary summary(@RequestParam(name = "since", required = false) @Nullable Instant since) {
        Instant from = since == null ? clock.instant().minus(Duration.ofDays(1)) : since;
        Actor actor = Actor.current();
        // Notices of instances that are not ours belong to no team, so only who may see all teams is told of them.
        boolean all = actor.teamFilter() == null && actor.environmentFilter() == null;
        return new RemediationView.Summary(from, all ? notices.counts(from) : Map.of(), store.counts(from, actor));
    }

    @Operation(summary = "One remediation with its timeline")
    @GetMapping("/api/v1/remediations/{id}")
    RemediationView get(@PathVariable("id") UUID id) {
        return view(id);
    }

    @Operation(summary = "Takes note of a remediation; one that waits for a person goes on")
    @PostMapping("/api/v1/remediations/{id}/acknowledge")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = RemediationView.class)))
    ResponseEntity<?> acknowledge(
            @PathVariable("id") UUID id,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
        return idempotency.once(key, "POST /api/v1/remediations/" + id + "/acknowledge", Map.of("id", id), () -> {
            remediations.acknowledge(id, Actor.current());
            return ResponseEntity.ok(view(id));
        });
    }

    @Operation(summary = "Takes a remediation from automation, or gives it to somebody")
    @PostMapping("/api/v1/remediations/{id}/handover")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = RemediationView.class)))
    ResponseEntity<?> handOver(
            @PathVariable("id") UUID id,
            @RequestBody HandOver given,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
        return idempotency.once(key, "POST /api/v1/remediations/" + id + "/handover", given, () -> {
            remediations.handOver(id, given.to(), given.note(), Actor.current());
            return ResponseEntity.ok(view(id));
        });
    }

    @Operation(summary = "Ends a remediation")
    @PostMapping("/api/v1/remediations/{id}/abort")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = RemediationView.class)))
    ResponseEntity<?> abort(
            @PathVariable("id") UUID id,
            @RequestBody Abort given,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
        return idempotency.once(key, "POST /api/v1/remediations/" + id + "/abort", given, () -> {
            remediations.abort(id, given.note(), Actor.current());
            return ResponseEntity.ok(view(id));
        });
    }

    private RemediationView view(UUID id) {
        return RemediationView.of(remediations.visible(id, Actor.current()), store.entries(id));
    }

    /** Reads the state of a filter as it stands in JSON. */
    @Component
    static class StateParameter implements Converter<String, RemediationState> {

        @Override
        public RemediationState convert(String given) {
            return RemediationState.valueOf(given.toUpperCase(Locale.ROOT));
        }
    }
}
