package io.swen.gitops.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swen.gitops.contract.Author;
import io.swen.gitops.contract.PlacementDecision;
import io.swen.gitops.contract.Workload;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What routing asks for; checked by {@link ChangeIntake}.
 *
 * @param origin null for a decision, or {@code remediation} where it was asked for under {@code cause}
 * @param retries the change whose end had it decided anew
 */
record NewChange(
        @Nullable String environment,
        @Nullable String team,
        @Nullable Author author,
        @Nullable String reason,
        @Nullable List<Item> items,
        @Nullable String origin,
        @Nullable UUID cause,
        @Nullable UUID incidentId,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable UUID retries) {

    record Item(
            @Nullable ItemAction action,
            @Nullable String workloadId,
            @Nullable Workload workload,
            @Nullable PlacementDecision decision) {}
}
