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

/**
 * A change as callers see it.
 *
 * @param cause the change that it reverts, or the drift or remediation that it answers
 * @param retries the change that it is another try of
 * @param retriedBy the newest change that is another try of it
 * @param files the paths it touches where it is about Terraform
 * @param breakGlass that somebody took it upon himself to have it applied; null where nobody did
 * @param heldBack why it is not applied now, or does not go on, whoever agrees to it: mode, freeze window or kill switch
 */
@Schema(name = "Change")
public record ChangeView(
        UUID id,
        ChangeKind kind,
        ChangeState state,
        StageName stage,
        String team,
        String environment,
        String title,
        Author author,
        ChangeOrigin origin,
        @Nullable UUID cause,
        @Nullable UUID incidentId,
        @Nullable UUID retries,
        @Nullable UUID retriedBy,
        Instant createdAt,
        Instant updatedAt,
        List<Item> items,
        List<String> files,
        String repository,
        String branch,
        List<Commit> commits,
        @Nullable String mergedCommit,
        List<Stage> stages,
        @Nullable Plan plan,
        @Nullable Approval approval,
        List<UUID> deploymentIds,
        @Nullable Failure failure,
        @Nullable String heldBack,
        @Nullable BreakGlass breakGlass) {

    /** What it does with one workload. */
    @Schema(name = "ChangeItem")
    public record Item(
            ItemAction action,
            String workloadId,
            @Nullable UUID decisionId,
            @Nullable Offer offer,
            @Nullable Money hourlyCost,
            @Nullable BigDecimal confidence,
            @Nullable Priority priority) {}

    /** A commit by its id. */
    @Schema(name = "ChangeCommit")
    public record Commit(String id, String subject) {}

    /** How far a stage is. */
    @Schema(name = "ChangeStage")
    public record Stage(
            StageName name,
            StageState state,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt,
            int attempts,
            @Nullable String summary) {}

    /** Who has to agree, and who did. */
    @Schema(name = "Approval")
    public record Approval(
            ApprovalLevel level,
            List<String> reasons,
            int required,
            long granted,
            @Nullable Instant expiresAt,
            List<Given> verdicts) {}

    /** A verdict that was given. */
    @Schema(name = "GivenVerdict")
    public record Given(
            UUID actorId,
            String name,
            Verdict verdict,
            @Nullable String reason,
            Instant at,
            @Nullable Author onBehalfOf) {}
}
