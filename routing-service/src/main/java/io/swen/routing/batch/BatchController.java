package io.swen.routing.batch;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.swen.platform.idempotency.Idempotency;
import io.swen.platform.security.Actor;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Batches over HTTP. */
@RestController
@Tag(name = "batches")
class BatchController {

    private static final String SUBMIT = "/api/v1/workloads:batch";

    /** The answer to a batch: all of it is stored, under these ids in the order of the request. */
    @Schema(name = "BatchSubmitted")
    record SubmitAnswer(UUID id, Batch.State state, int size, List<String> workloads, Links links) {

        @Schema(name = "BatchLinks")
        record Links(String self) {}
    }

    /** One workload of a batch; the reason says why it has no place, or why it stands where it stands. */
    @Schema(name = "BatchItem")
    record ItemView(
            String workloadId,
            String state,
            @Nullable UUID decisionId,
            @Nullable String reason) {}

    /**
     * A batch as the caller may see it.
     *
     * @param size with the workloads that the caller may not see
     * @param result null until it was decided together
     */
    @Schema(name = "Batch")
    record BatchView(
            UUID id,
            Batch.State state,
            Instant createdAt,
            int size,
            BatchRequest.@Nullable Spread spread,
            @Nullable Instant decidedAt,
            @Nullable BatchResult result,
            List<ItemView> items) {}

    private final Batches batches;
    private final BatchWorker worker;
    private final Idempotency idempotency;

    BatchController(Batches batches, BatchWorker worker, Idempotency idempotency) {
        this.batches = batches;
        this.worker = worker;
        this.idempotency = idempotency;
    }

    @PostMapping(SUBMIT)
    @Operation(summary = "Submit up to 1,000 workloads that are decided together; all are stored, or none")
    @ApiResponse(
            responseCode = "202",
            description = "all are stored and wait for their decision",
            headers = @Header(name = "Location", schema = @Schema(type = "string")),
            content = @Content(schema = @Schema(implementation = SubmitAnswer.class)))
    ResponseEntity<?> submit(
            @RequestBody BatchRequest request,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
        ResponseEntity<?> answer = idempotency.once(key, "POST " + SUBMIT, request, () -> {
            SubmitAnswer made = batches.submit(request, Actor.current());
            return ResponseEntity.accepted()
                    .location(URI.create(made.links().self()))
                    .body(made);
        });
        worker.wake();
        return answer;
    }

    @GetMapping("/api/v1/batches/{id}")
    @Operation(summary = "One batch, with those of its workloads that the caller may see")
    BatchView get(@PathVariable("id") UUID id) {
        return batches.view(id, Actor.current());
    }
}
