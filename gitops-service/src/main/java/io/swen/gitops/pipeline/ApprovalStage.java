package io.swen.gitops.pipeline;

import io.swen.gitops.approval.ApprovalTable;
import io.swen.gitops.approval.ApprovalTable.Requirement;
import io.swen.gitops.approval.PolicyDemands;
import io.swen.gitops.change.ApprovalLevel;
import io.swen.gitops.change.ChangeItem;
import io.swen.gitops.change.ChangeSnapshot;
import io.swen.gitops.change.Changes;
import io.swen.gitops.change.ItemAction;
import io.swen.gitops.change.StageName;
import io.swen.gitops.contract.Plan;
import io.swen.gitops.contract.Priority;
import io.swen.gitops.contract.Workload;
import io.swen.gitops.deploy.Deployment;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Works out who has to agree to the plan, and waits for them. */
@Component
class ApprovalStage implements StageHandler {

    private static final Set<String> ENDED = Set.of("completed", "failed", "cancelled");

    private final PipelineProperties properties;
    private final DesiredStates desiredStates;
    private final Changes changes;
    private final Clock clock;

    ApprovalStage(PipelineProperties properties, DesiredStates desiredStates, Changes changes, Clock clock) {
        this.properties = properties;
        this.desiredStates = desiredStates;
        this.changes = changes;
        this.clock = clock;
    }

    @Override
    public StageName stage() {
        return StageName.APPROVAL;
    }

    @Override
    public StageResult run(StageRun run) {
        ChangeSnapshot change = run.change();
        Requirement requirement = PolicyDemands.raise(
                ApprovalTable.judge(input(change)), change.requiredPlan().requirements());
        String heldBack = properties.heldBack(change.environment());
        List<String> reasons = new ArrayList<>(requirement.reasons());
        if (heldBack != null) {
            reasons.add(heldBack);
        }
        boolean waits = requirement.level() != ApprovalLevel.AUTOMATIC || heldBack != null;
        changes.judged(
                run.lease(),
                requirement.level(),
                reasons,
                waits ? clock.instant().plus(properties.approvalExpiry()) : null);
        reasons.forEach(run::info);
        String summary = requirement.level().name().toLowerCase(Locale.ROOT) + ": " + String.join("; ", reasons);
        return waits ? new StageResult.Held(summary, heldBack) : new StageResult.Done(summary);
    }

    private ApprovalTable.Input input(ChangeSnapshot change) {
        Plan plan = change.requiredPlan();
        List<Deployment> destroyed = change.items().stream()
                .flatMap(item -> desiredStates.others(change, item).stream())
                .toList();
        return new ApprovalTable.Input(
                plan.requiredCostBefore().amount(),
                plan.requiredCostAfter().amount(),
                change.items().stream()
                        .filter(item -> item.action() != ItemAction.TEARDOWN)
                        .map(item -> item.requiredDecision().confidence())
                        .min(BigDecimal::compareTo)
                        .orElse(null),
                // Budgets come with telemetry; until then none is known.
                null,
                plan.actions().stream().anyMatch(action -> action.op() == Plan.Op.DESTROY),
                destroyed.stream().anyMatch(Deployment::stateful),
                change.items().stream()
                        .map(ChangeItem::workload)
                        .anyMatch(workload -> workload != null && workload.effectivePriority() == Priority.CRITICAL),
                change.items().stream().allMatch(ApprovalStage::removesWhatEnded));
    }

    /** Routing asks for a teardown when a workload has ended; where it says that one has not, the table counts. */
    private static boolean removesWhatEnded(ChangeItem item) {
        if (item.action() != ItemAction.TEARDOWN) {
            return false;
        }
        Workload workload = item.workload();
        return workload == null || workload.state() == null || ENDED.contains(workload.state());
    }
}
