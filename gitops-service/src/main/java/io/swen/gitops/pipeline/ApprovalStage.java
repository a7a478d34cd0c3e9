package io.swen.gitops.pipeline;

import io.swen.gitops.approval.ApprovalProperties;
import io.swen.gitops.approval.ApprovalTable;
import io.swen.gitops.approval.ApprovalTable.Requirement;
import io.swen.gitops.approval.BudgetUse;
import io.swen.gitops.approval.Budgets;
import io.swen.gitops.approval.Envelope;
import io.swen.gitops.approval.Envelopes;
import io.swen.gitops.approval.PolicyDemands;
import io.swen.gitops.change.ApprovalLevel;
import io.swen.gitops.change.ChangeItem;
import io.swen.gitops.change.ChangeOrigin;
import io.swen.gitops.change.ChangeSnapshot;
import io.swen.gitops.change.Changes;
import io.swen.gitops.change.ItemAction;
import io.swen.gitops.change.StageName;
import io.swen.gitops.contract.Plan;
import io.swen.gitops.contract.PolicyFinding;
import io.swen.gitops.contract.Priority;
import io.swen.gitops.contract.Workload;
import io.swen.gitops.control.Automation;
import io.swen.gitops.deploy.Deployment;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Works out who has to agree to the plan, and waits for them. */
@Component
class ApprovalStage implements StageHandler {

    private static final Set<String> ENDED = Set.of("completed", "failed", "cancelled");

    private final PipelineProperties properties;
    private final DesiredStates desiredStates;
    private final Changes changes;
    private final Automation automation;
    private final Budgets budgets;
    private final ApprovalProperties approval;
    private final Envelopes envelopes;
    private final Clock clock;

    ApprovalStage(
            PipelineProperties properties,
            DesiredStates desiredStates,
            Changes changes,
            Automation automation,
            Budgets budgets,
            ApprovalProperties approval,
            Envelopes envelopes,
            Clock clock) {
        this.properties = properties;
        this.automation = automation;
        this.budgets = budgets;
        this.approval = approval;
        this.envelopes = envelopes;
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
        BudgetUse budget = budgets.with(change);
        if (budget instanceof BudgetUse.Unknown(String reason)
                && !replaces(change)
                && run.lease().age().compareTo(approval.budgetPatience()) < 0) {
            return new StageResult.Again(properties.monitorPoll(), "waiting for the budgets: " + reason);
        }
        Requirement requirement = PolicyDemands.raise(
                judged(change, budget), change.requiredPlan().requirements());
        Optional<Envelope> envelope = envelope(change, requirement);
        if (envelope.isPresent()) {
            requirement = new Requirement(
                    ApprovalLevel.AUTOMATIC,
                    List.of("allowed beforehand by " + envelope.get().told()));
        }
        String heldBack = automation.heldBack(change.environment());
        List<String> reasons = requirement.reasons();
        boolean waits = requirement.level() != ApprovalLevel.AUTOMATIC || heldBack != null;
        changes.judged(
                run.lease(),
                requirement.level(),
                reasons,
                waits ? clock.instant().plus(properties.approvalExpiry()) : null);
        reasons.forEach(run::info);
        String summary = requirement.level().name().toLowerCase(Locale.ROOT) + ": " + String.join("; ", reasons)
                + (heldBack == null ? "" : "; " + heldBack);
        return waits ? new StageResult.Held(summary) : new StageResult.Done(summary);
    }

    /** What puts back was agreed to when it first came, as long as nothing is lost by it; policies are asked anew all the same. */
    private Requirement judged(ChangeSnapshot change, BudgetUse budget) {
        Requirement judged = ApprovalTable.judge(input(change, budget));
        boolean putsBack = change.origin() == ChangeOrigin.ROLLBACK || change.origin() == ChangeOrigin.DRIFT;
        boolean losesNothing = change.items().stream()
                .flatMap(item -> desiredStates.others(change, item).stream())
                .noneMatch(Deployment::stateful);
        return putsBack
                        && judged.level() != ApprovalLevel.AUTOMATIC
                        && losesNothing
                        && change.items().stream()
                                .allMatch(item -> item.decision() != null
                                        && changes.wasMerged(
                                                item.workloadId(),
                                                item.requiredDecision().id()))
                ? new Requirement(ApprovalLevel.AUTOMATIC, List.of("puts back what was agreed to before"))
                : judged;
    }

    /** Replacements may have been allowed beforehand; what policies ask of an admin has not. */
    private Optional<Envelope> envelope(ChangeSnapshot change, Requirement requirement) {
        List<ChangeItem> placed = change.items().stream()
                .filter(item -> item.action() != ItemAction.TEARDOWN)
                .toList();
        if (!replaces(change)
                || requirement.level() == ApprovalLevel.AUTOMATIC
                || placed.isEmpty()
                || placed.stream().anyMatch(item -> item.decision() == null)
                || change.requiredPlan().requirements().stream()
                        .anyMatch(asked -> asked.role() == PolicyFinding.ApproverRole.ADMIN)) {
            return Optional.empty();
        }
        return envelopes.covers(
                change,
                requirement.level(),
                change.requiredPlan().requiredCostAfter(),
                placed.stream()
                        .map(item -> item.requiredDecision().offer().region())
                        .collect(Collectors.toSet()),
                clock.instant());
    }

    private static boolean replaces(ChangeSnapshot change) {
        return change.origin() == ChangeOrigin.REMEDIATION || change.origin() == ChangeOrigin.DRIFT;
    }

    private ApprovalTable.Input input(ChangeSnapshot change, BudgetUse budget) {
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
                budget,
                plan.actions().stream().anyMatch(action -> action.op() == Plan.Op.DESTROY),
                destroyed.stream().anyMatch(Deployment::stateful),
                change.items().stream()
                        .map(ChangeItem::workload)
                        .anyMatch(workload -> workload != null && workload.effectivePriority() == Priority.CRITICAL),
                change.origin() != ChangeOrigin.ROLLBACK
                        && change.items().stream().allMatch(ApprovalStage::removesWhatEnded));
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
