package io.swen.gitops.promotion;

import io.swagger.v3.oas.annotations.media.Schema;
import io.swen.gitops.change.ApprovalLevel;
import io.swen.platform.money.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Why a promotion is sound, as it was when it was asked for.
 *
 * @param changeId the change that brought to the source environment what is promoted
 * @param commitId its commit
 * @param healthySince since when all of its instances run, or when the batch had completed
 * @param healthyFor how long that is, domain time
 * @param approvedBy who agreed to that change, by their pseudonymous ids
 * @param hourlyCost what it was to cost an hour
 * @param measuredCost what telemetry measured since the beginning of the day on which it began to run; null where it did not say
 * @param measuredNote what the measured cost covers, or why there is none
 */
@Schema(name = "PromotionEvidence")
record Evidence(
        UUID changeId,
        String commitId,
        String image,
        String state,
        Instant healthySince,
        Duration healthyFor,
        @Nullable ApprovalLevel level,
        List<UUID> approvedBy,
        Money hourlyCost,
        @Nullable Money measuredCost,
        String measuredNote) {

    Evidence {
        approvedBy = List.copyOf(approvedBy);
    }

    /** For the commit, in one paragraph, without names of people: it is stored with the change too. */
    String text(String workloadId, String environment) {
        return "Promotes what change " + changeId + " (commit " + commitId.substring(0, 12) + ") brought to "
                + workloadId
                + " in " + environment + ": " + image + ", " + state + " for " + healthyFor + ", "
                + (approvedBy.isEmpty() ? "needed no approval" : "approved by " + approvedBy.size()) + ", "
                + hourlyCost + " an hour, "
                + (measuredCost == null
                        ? "not measured: " + measuredNote
                        : "measured " + measuredCost + " " + measuredNote)
                + ".";
    }
}
