package io.swen.gitops.change;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The data of the events about changes; their schemas stand in docs/events. */
final class ChangeEvents {

    private ChangeEvents() {}

    record Item(
            String workloadId, ItemAction action, @Nullable UUID decisionId) {}

    record ChangeStageChanged(
            UUID changeId,
            ChangeState state,
            StageName stage,
            StageState stageState,
            List<Item> items,
            @Nullable Failure failure,
            ChangeOrigin origin,
            @Nullable UUID cause,
            @Nullable UUID incidentId) {}

    record BreakGlassUsed(UUID changeId, String reason, List<String> overridden, List<Item> items) {}

    record ApprovalRequested(UUID changeId, ApprovalLevel level, int required, List<Item> items) {}

    static List<Item> items(List<ChangeItem> items) {
        return items.stream()
                .map(item -> new Item(
                        item.workloadId(),
                        item.action(),
                        item.decision() == null ? null : item.decision().id()))
                .toList();
    }
}
