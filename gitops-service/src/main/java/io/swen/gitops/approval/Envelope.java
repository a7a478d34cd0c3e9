package io.swen.gitops.approval;

import io.swagger.v3.oas.annotations.media.Schema;
import io.swen.gitops.change.ApprovalLevel;
import io.swen.gitops.control.Person;
import io.swen.platform.money.Money;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an approver allowed beforehand for replacements of the workloads of a change.
 *
 * @param changeId the change that it was granted with; it counts once that change was agreed to
 * @param level the level that the change was agreed to under; what needs more is not covered
 * @param maxHourlyCost what all workloads of one replacement may cost an hour
 * @param regions where they may go
 * @param uses how many changes it may cover
 */
@Schema(name = "Envelope")
public record Envelope(
        UUID id,
        UUID changeId,
        String team,
        String environment,
        List<String> workloadIds,
        ApprovalLevel level,
        Money maxHourlyCost,
        List<String> regions,
        int uses,
        int used,
        Instant validUntil,
        Person grantedBy,
        Instant grantedAt,
        @Nullable Person revokedBy,
        @Nullable Instant revokedAt,
        @Nullable String revokeReason) {

    public Envelope {
        workloadIds = List.copyOf(workloadIds);
        regions = List.copyOf(regions);
    }

    /** How it is named in reasons and logs. */
    public String told() {
        return "envelope " + id + " of " + grantedBy.name() + ": up to "
                + maxHourlyCost.amount().stripTrailingZeros().toPlainString() + " USD an hour in "
                + String.join(", ", regions) + " until " + validUntil + ", use " + used + " of " + uses;
    }
}
