package io.swen.gitops.promotion;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swen.gitops.change.ChangeQueries;
import io.swen.gitops.change.ChangeSnapshot;
import io.swen.gitops.change.ChangeView;
import io.swen.platform.idempotency.Idempotency;
import io.swen.platform.problem.FieldProblem;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** The calls by which workloads are promoted from one environment to the next. */
@RestController
class PromotionController {

    /**
     * What is to be promoted.
     *
     * @param workloadId in the environment that it is promoted from
     * @param targetWorkloadId the one that it stands for in the next environment; by default its name with that environment's as ending
     */
    @Schema(name = "NewPromotion")
    record NewPromotion(
            @Nullable String workloadId,
            @Nullable String fromEnvironment,
            @Nullable String toEnvironment,
            @Nullable String targetWorkloadId,
            @Nullable String reason) {}

    /** A promotion: its change, and what it was based on. */
    @Schema(name = "Promotion")
    record Promotion(String workloadId, String fromEnvironment, Evidence evidence, ChangeView change) {}

    private static final int LONGEST_REASON = 300;

    private final Promotions promotions;
    private final ChangeQueries queries;
    private final Idempotency idempotency;

    PromotionController(Promotions promotions, ChangeQueries queries, Idempotency idempotency) {
        this.promotions = promotions;
        this.queries = queries;
        this.idempotency = idempotency;
    }

    @PostMapping("/api/v1/promotions")
    @Operation(summary = "Promote what a workload runs to the next environment, as a change with its evidence")
    @ApiResponse(responseCode = "202", content = @Content(schema = @Schema(implementation = Promotion.class)))
    ResponseEntity<?> promote(
            @RequestBody NewPromotion asked,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
        return idempotency.once(key, "POST /api/v1/promotions", asked, () -> {
            Actor actor = Actor.current();
            List<FieldProblem> problems = new ArrayList<>();
            String workload = required(problems, "workload_id", asked.workloadId());
            String to = required(problems, "to_environment", asked.toEnvironment());
            if (asked.reason() != null && asked.reason().length() > LONGEST_REASON) {
                problems.add(new FieldProblem("reason", asked.reason(), "at most " + LONGEST_REASON + " characters"));
            }
            if (!problems.isEmpty()) {
                throw ProblemException.invalidFields(problems);
            }
            ChangeSnapshot change = promotions.open(
                    promotions.prepare(workload, asked.fromEnvironment(), to, asked.targetWorkloadId(), actor),
                    asked.reason(),
                    actor);
            return ResponseEntity.accepted()
                    .header(
                            HttpHeaders.LOCATION,
                            URI.create("/api/v1/promotions/" + change.id()).toString())
                    .body(promotion(change.id(), actor));
        });
    }

    @GetMapping("/api/v1/promotions/{change_id}")
    @Operation(summary = "A promotion with its evidence, by the id of its change")
    Promotion get(@PathVariable("change_id") UUID changeId) {
        return promotion(changeId, Actor.current());
    }

    private Promotion promotion(UUID changeId, Actor actor) {
        ChangeView change = queries.get(changeId, actor);
        Promotions.Kept kept = promotions.kept(changeId);
        return new Promotion(kept.workloadId(), kept.fromEnvironment(), kept.evidence(), change);
    }

    private static String required(List<FieldProblem> problems, String field, @Nullable String given) {
        if (given == null || given.isBlank() || given.length() > 63) {
            problems.add(new FieldProblem(field, given, "a DNS label (a-z, 0-9, -, at most 63)"));
            return "";
        }
        return given;
    }
}
