package io.swen.routing.workload;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.swen.platform.idempotency.Idempotency;
import io.swen.platform.page.Cursors;
import io.swen.platform.page.ETags;
import io.swen.platform.page.Page;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import io.swen.routing.candidate.OfferIndexes;
import java.net.URI;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Workloads over HTTP. */
@RestController
@Tag(name = "workloads")
class WorkloadController {

    private static final int ROOT_LIST = 200;
    private static final Set<WorkloadState> PENDING = EnumSet.of(
            WorkloadState.SUBMITTED,
            WorkloadState.UNPLACEABLE,
            WorkloadState.DECIDED,
            WorkloadState.AWAITING_APPROVAL,
            WorkloadState.DEPLOYING,
            WorkloadState.MOVING);

    /** The newest workloads, with how many wait for something and how many are done. */
    record WorkloadOverview(List<WorkloadView> workloads, long pending, long completed) {}

    /** A page of workloads. */
    record WorkloadPage(List<WorkloadView> items, @Nullable String next) {}

    /** How many workloads are in a state. */
    @Schema(name = "WorkloadStateCount")
    record StateCount(WorkloadState state, long count) {}

    /** How many workloads there are in each state, and in all. */
    record WorkloadCounts(List<StateCount> states, long total) {}

    /** Why somebody has a workload tried again. */
    @Schema(name = "WorkloadRetryReason")
    record RetryReason(@Nullable String reason) {

        static final int LONGEST = 500;

        @Nullable
        String checked() {
            if (reason != null && (reason.isBlank() || reason.length() > LONGEST)) {
                throw ProblemException.invalidField("reason", reason, "1 to " + LONGEST + " characters, or none");
            }
            return reason == null ? null : reason.strip();
        }
    }

    @Schema(name = "WorkloadHistory")
    record History(List<Transition> items) {}

    private final WorkloadService service;
    private final WorkloadReader reader;
    private final OfferIndexes indexes;
    private final Idempotency idempotency;

    WorkloadController(WorkloadService service, WorkloadReader reader, OfferIndexes indexes, Idempotency idempotency) {
        this.service = service;
        this.reader = reader;
        this.indexes = indexes;
        this.idempotency = idempotency;
    }

    @PostMapping({"/api/v1/workloads", "/workload"})
    @Operation(summary = "Submit a workload; answered once it is durable")
    @ApiResponse(
            responseCode = "202",
            description = "stored, waits for a decision",
            headers = @Header(name = "Location", schema = @Schema(type = "string")),
            content = @Content(schema = @Schema(implementation = SubmitAnswer.class)))
    ResponseEntity<Object> submit(
            @RequestBody WorkloadRequest request,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
        WorkloadService.Submitted submitted = service.submit(request, key, Actor.current());
        ResponseEntity.BodyBuilder answer = ResponseEntity.accepted().location(URI.create(submitted.location()));
        if (submitted.repeated()) {
            answer.header("Idempotency-Replayed", "true");
        }
        return answer.body(submitted.body());
    }

    @GetMapping("/workloads")
    @Operation(summary = "The newest 200 workloads")
    WorkloadOverview overview() {
        Actor actor = Actor.current();
        return new WorkloadOverview(
                views(reader.list(WorkloadFilter.ALL, null, ROOT_LIST, actor)).items(),
                reader.count(PENDING, actor),
                reader.count(EnumSet.of(WorkloadState.COMPLETED), actor));
    }

    @GetMapping("/api/v1/workloads")
    @Operation(summary = "List workloads, the newest first")
    WorkloadPage list(
            @RequestParam(name = "state", required = false) @Nullable Set<WorkloadState> state,
            @RequestParam(name = "team", required = false) @Nullable String team,
            @RequestParam(name = "environment", required = false) @Nullable String environment,
            @RequestParam(name = "kind", required = false) @Nullable Kind kind,
            @RequestParam(name = "q", required = false) @Nullable String q,
            @RequestParam(name = "ids", required = false) @Nullable Set<String> ids,
            @RequestParam(name = "limit", required = false) @Nullable Integer limit,
            @RequestParam(name = "cursor", required = false) @Nullable String cursor) {
        if (ids != null && (ids.isEmpty() || ids.size() > Cursors.MAX_LIMIT)) {
            throw ProblemException.invalidField("ids", ids.size() + " ids", "1 to " + Cursors.MAX_LIMIT + " ids");
        }
        WorkloadFilter filter = new WorkloadFilter(state, team, environment, kind, q, ids);
        return views(reader.list(filter, cursor, Cursors.limit(limit), Actor.current()));
    }

    @GetMapping("/api/v1/workloads/{id}")
    @Operation(summary = "One workload")
    ResponseEntity<WorkloadView> get(@PathVariable("id") String id) {
        return tagged(visible(id));
    }

    @PutMapping("/api/v1/workloads/{id}")
    @Operation(summary = "Replace the description of a workload; what runs is replaced by a new version")
    ResponseEntity<WorkloadView> edit(
            @PathVariable("id") String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody WorkloadRequest request) {
        return tagged(service.edit(id, request, ifMatch, Actor.current()));
    }

    @PostMapping("/api/v1/workloads/{id}/cancel")
    @Operation(summary = "End a workload; what runs of it is torn down first")
    @ApiResponse(
            responseCode = "200",
            description = "cancelled, or about to be once it is torn down",
            content = @Content(schema = @Schema(implementation = WorkloadView.class)))
    ResponseEntity<?> cancel(
            @PathVariable("id") String id,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
        return once(id, "cancel", key, service::cancel);
    }

    @PostMapping("/api/v1/workloads/{id}/pause")
    @Operation(
            summary =
                    "Have a workload rest until it is resumed; what runs of it saves its checkpoint and is torn down first",
            description = "409 unless it is running, submitted, unplaceable, or decided and not handed over.")
    @ApiResponse(
            responseCode = "200",
            description = "paused, or about to be once it is torn down",
            content = @Content(schema = @Schema(implementation = WorkloadView.class)))
    ResponseEntity<?> pause(
            @PathVariable("id") String id,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
        return once(id, "pause", key, service::pause);
    }

    @PostMapping("/api/v1/workloads/{id}/resume")
    @Operation(
            summary = "Have a paused workload decided anew; it begins from its checkpoint",
            description = "409 unless it is paused and not pinned.")
    @ApiResponse(
            responseCode = "200",
            description = "waits for a decision",
            content = @Content(schema = @Schema(implementation = WorkloadView.class)))
    ResponseEntity<?> resume(
            @PathVariable("id") String id,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
        return once(id, "resume", key, service::resume);
    }

    @PostMapping("/api/v1/workloads/{id}/restart")
    @Operation(
            summary = "Replace what runs by the same at the same place; the old runs on until the new has taken over",
            description = "409 unless it is running and not pinned, or where its place cannot be had once more.")
    @ApiResponse(
            responseCode = "200",
            description = "decided, on its way as a change",
            content = @Content(schema = @Schema(implementation = WorkloadView.class)))
    ResponseEntity<?> restart(
            @PathVariable("id") String id,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
        return once(id, "restart", key, service::restart);
    }

    @PostMapping("/api/v1/workloads/{id}/retry")
    @Operation(
            summary =
                    "Have a failed workload decided anew; its next change is another try of the one that it ended with",
            description = "409 unless it has failed, nothing of it runs any more, and it is not pinned.")
    @ApiResponse(
            responseCode = "200",
            description = "waits for a decision",
            content = @Content(schema = @Schema(implementation = WorkloadView.class)))
    ResponseEntity<?> retry(
            @PathVariable("id") String id,
            @RequestBody(required = false) @Nullable RetryReason asked,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
        String reason = asked == null ? null : asked.checked();
        return idempotency.once(
                key,
                "POST /api/v1/workloads/" + id + "/retry",
                reason == null ? Map.of("id", id) : Map.of("id", id, "reason", reason),
                () -> tagged(service.retry(id, reason, Actor.current())));
    }

    @GetMapping("/api/v1/workloads:counts")
    @Operation(summary = "How many workloads there are, by state")
    WorkloadCounts counts(
            @RequestParam(name = "team", required = false) @Nullable String team,
            @RequestParam(name = "environment", required = false) @Nullable String environment,
            @RequestParam(name = "kind", required = false) @Nullable Kind kind) {
        Map<WorkloadState, Long> found =
                reader.counts(new WorkloadFilter(null, team, environment, kind, null, null), Actor.current());
        return new WorkloadCounts(
                Arrays.stream(WorkloadState.values())
                        .map(state -> new StateCount(state, found.getOrDefault(state, 0L)))
                        .toList(),
                found.values().stream().mapToLong(Long::longValue).sum());
    }

    @GetMapping("/api/v1/workloads/{id}/history")
    @Operation(summary = "Every state the workload has been in, the oldest first")
    History history(@PathVariable("id") String id) {
        return new History(reader.history(visible(id)));
    }

    private ResponseEntity<?> once(
            String id, String what, @Nullable String key, BiFunction<String, Actor, Workload> action) {
        return idempotency.once(
                key,
                "POST /api/v1/workloads/" + id + "/" + what,
                Map.of("id", id),
                () -> tagged(action.apply(id, Actor.current())));
    }

    private Workload visible(String id) {
        if (id.length() > 63) {
            throw ProblemException.of(ErrorCode.NOT_FOUND, "there is no workload of so long an id");
        }
        return reader.find(id, Actor.current()).orElseThrow(() -> ProblemException.notFound("workload", id));
    }

    private WorkloadPage views(Page<Workload> page) {
        String waitsFor = waitsFor();
        return new WorkloadPage(
                page.items().stream()
                        .map(workload -> WorkloadView.of(workload, waitsFor))
                        .toList(),
                page.next());
    }

    private ResponseEntity<WorkloadView> tagged(Workload workload) {
        return ResponseEntity.ok().eTag(ETags.of(workload.version())).body(WorkloadView.of(workload, waitsFor()));
    }

    private @Nullable String waitsFor() {
        return switch (indexes.state()) {
            case OfferIndexes.State.Usable usable -> null;
            case OfferIndexes.State.Unusable unusable -> "waits for offers: " + unusable.reason();
        };
    }
}
