package io.swen.gitops.change;

import io.swagger.v3.oas.annotations.media.Schema;
import io.swen.gitops.contract.Author;
import io.swen.gitops.contract.Offer;
import io.swen.gitops.contract.Plan;
import io.swen.gitops.contract.Priority;
import io.swen.platform.money.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A change as callers see it. */
@Schema(
        name = "Change",
        requiredProperties = {
            "id",
            "state",
            "stage",
            "team",
            "environment",
            "title",
            "author",
            "created_at",
            "updated_at",
            "items",
            "repository",
            "branch",
            "commits",
            "stages",
            "deployment_ids"
        })
public record ChangeView(
        UUID id,
        ChangeState state,
        StageName stage,
        String team,
        String environment,
        String title,
        Author author,
        Instant createdAt,
        Instant updatedAt,
        List<Item> items,
        String repository,
        String branch,
        List<Commit> commits,
        @Schema(nullable = true) @Nullable String mergedCommit,
        List<Stage> stages,
        @Schema(nullable = true) @Nullable Plan plan,
        @Schema(nullable = true) @Nullable Approval approval,
        List<UUID> deploymentIds,
        @Schema(nullable = true) @Nullable Failure failure) {

    /** What it does with one workload. */
    @Schema(
            name = "ChangeItem",
            requiredProperties = {"action", "workload_id"})
    public record Item(
            ItemAction action,
            String workloadId,
            @Nullable UUID decisionId,
            @Nullable Offer offer,
            @Nullable Money hourlyCost,
            @Nullable BigDecimal confidence,
            @Nullable Priority priority) {}

    /** A commit by its id. */
    @Schema(
            name = "ChangeCommit",
            requiredProperties = {"id", "subject"})
    public record Commit(String id, String subject) {}

    /** How far a stage is. */
    @Schema(
            name = "ChangeStage",
            requiredProperties = {"name", "state", "attempts"})
    public record Stage(
            StageName name,
            StageState state,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt,
            int attempts,
            @Nullable String summary) {}

    /** Who has to agree, and who did. */
    @Schema(
            name = "Approval",
            requiredProperties = {"level", "reasons", "required", "granted", "verdicts"})
    public record Approval(
            ApprovalLevel level,
            List<String> reasons,
            int required,
            long granted,
            @Nullable Instant expiresAt,
            List<Given> verdicts) {}

    /** A verdict that was given. */
    @Schema(
            name = "GivenVerdict",
            requiredProperties = {"actor_id", "name", "verdict", "at"})
    public record Given(
            UUID actorId,
            String name,
            Verdict verdict,
            @Nullable String reason,
            Instant at) {}
}
