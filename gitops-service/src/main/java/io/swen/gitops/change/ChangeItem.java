package io.swen.gitops.change;

import io.swen.gitops.contract.PlacementDecision;
import io.swen.gitops.contract.Workload;
import org.jspecify.annotations.Nullable;

/** What a change does with one workload; a teardown needs neither workload nor decision. */
public record ChangeItem(
        ItemAction action,
        String workloadId,
        @Nullable Workload workload,
        @Nullable PlacementDecision decision) {

    /** The workload of an item that puts something into the cloud. */
    public Workload requiredWorkload() {
        return required(workload, "workload");
    }

    /** The decision of an item that puts something into the cloud. */
    public PlacementDecision requiredDecision() {
        return required(decision, "decision");
    }

    private <T> T required(@Nullable T value, String what) {
        if (value == null) {
            throw new IllegalStateException("item " + action + " of " + workloadId + " has no " + what);
        }
        return value;
    }
}
