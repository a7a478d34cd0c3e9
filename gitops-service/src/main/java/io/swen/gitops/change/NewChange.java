package io.swen.gitops.change;

import io.swen.gitops.contract.Author;
import io.swen.gitops.contract.PlacementDecision;
import io.swen.gitops.contract.Workload;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What routing asks for; checked by {@link ChangeIntake}. */
record NewChange(
        @Nullable String environment,
        @Nullable String team,
        @Nullable Author author,
        @Nullable String reason,
        @Nullable List<Item> items) {

    record Item(
            @Nullable ItemAction action,
            @Nullable String workloadId,
            @Nullable Workload workload,
            @Nullable PlacementDecision decision) {}
}
