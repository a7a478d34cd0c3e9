package io.swen.gitops.change;

import io.swen.gitops.contract.Author;
import io.swen.gitops.contract.Plan;
import io.swen.gitops.repository.FileEdit;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A change as it was at one moment.
 *
 * @param cause the change that it reverts, or the drift or remediation that it answers; null where nothing but its author is
 * @param incidentId the incident that it belongs to, where there is one
 * @param retries the change that it is another try of; null where it is a first one
 * @param items what it does with workloads; empty for one of Terraform
 * @param files what it does to files; empty for one of workloads, whose files follow from its items
 * @param applyBegunAt from when on the cloud may have been touched
 * @param breakGlass that somebody took it upon himself to have it applied; null where nobody did
 * @param heldAt since when something keeps it from being applied though nobody's approval is missing
 */
public record ChangeSnapshot(
        UUID id,
        ChangeKind kind,
        ChangeState state,
        StageName stage,
        String team,
        String environment,
        String title,
        @Nullable String reason,
        Author author,
        ChangeOrigin origin,
        @Nullable UUID cause,
        @Nullable UUID incidentId,
        @Nullable UUID retries,
        Instant createdAt,
        Instant updatedAt,
        List<ChangeItem> items,
        List<FileEdit> files,
        @Nullable String commitId,
        @Nullable String commitSubject,
        @Nullable String mergedCommit,
        @Nullable Plan plan,
        @Nullable ApprovalLevel approvalLevel,
        List<String> approvalReasons,
        @Nullable Instant approvalExpiresAt,
        List<StoredVerdict> verdicts,
        List<UUID> deploymentIds,
        @Nullable Failure failure,
        @Nullable ChangeState unwindTo,
        @Nullable Instant applyBegunAt,
        @Nullable Instant heldAt,
        @Nullable BreakGlass breakGlass) {

    /**
     * A verdict as it is kept.
     *
     * @param onBehalfOf in whose stead it was given; null for one's own
     */
    public record StoredVerdict(
            UUID actorId,
            String name,
            boolean admin,
            Verdict verdict,
            @Nullable String reason,
            String planHash,
            Instant at,
            @Nullable Author onBehalfOf) {

        /** Who gave it, and in whose stead. */
        public String shown() {
            return onBehalfOf == null ? name : name + " for " + onBehalfOf.name();
        }
    }

    public ChangeSnapshot {
        items = List.copyOf(items);
        files = List.copyOf(files);
        approvalReasons = List.copyOf(approvalReasons);
        verdicts = List.copyOf(verdicts);
        deploymentIds = List.copyOf(deploymentIds);
    }

    /** The commit that everything after it is read from. */
    public String requiredCommit() {
        if (commitId == null) {
            throw new IllegalStateException("change " + id + " has no commit yet");
        }
        return commitId;
    }

    /** The plan that is approved and applied. */
    public Plan requiredPlan() {
        if (plan == null) {
            throw new IllegalStateException("change " + id + " has no plan yet");
        }
        return plan;
    }

    /** Whether all that was said to it was said to the plan with this hash. */
    public boolean isAgreedOn(String hash) {
        return verdicts.stream().allMatch(given -> given.planHash().equals(hash))
                && (breakGlass == null || breakGlass.planHash().equals(hash));
    }

    /** Whether it only removes workloads. */
    public boolean isTeardown() {
        return kind == ChangeKind.WORKLOADS && items.stream().allMatch(item -> item.action() == ItemAction.TEARDOWN);
    }

    /** How many people have to agree: as many as the level or any policy asks for, whichever is more. */
    public int requiredApprovals() {
        int level = approvalLevel == null ? 0 : approvalLevel.required();
        return plan == null
                ? level
                : plan.requirements().stream()
                        .mapToInt(requirement -> requirement.approvals() == null ? 1 : requirement.approvals())
                        .reduce(level, Math::max);
    }

    public long granted() {
        return verdicts.stream()
                .filter(verdict -> verdict.verdict() == Verdict.APPROVE)
                .count();
    }
}
