package io.swen.gitops.pipeline;

import io.swen.gitops.change.ChangeOrigin;
import io.swen.gitops.change.ChangeSnapshot;
import io.swen.gitops.change.StageName;
import io.swen.gitops.contract.Plan;
import io.swen.gitops.deploy.CloudException;
import io.swen.gitops.deploy.Deployer;
import io.swen.gitops.deploy.Deployment;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Works out what has to be done to the cloud, against what runs there now. */
@Component
class PlanStage implements StageHandler {

    private final Plans plans;
    private final DesiredStates desiredStates;
    private final Deployer deployer;
    private final PolicyCheck policies;

    PlanStage(Plans plans, DesiredStates desiredStates, Deployer deployer, PolicyCheck policies) {
        this.plans = plans;
        this.desiredStates = desiredStates;
        this.deployer = deployer;
        this.policies = policies;
    }

    @Override
    public StageName stage() {
        return StageName.PLAN;
    }

    @Override
    public StageResult run(StageRun run) {
        ChangeSnapshot change = run.change();
        change.items().stream()
                .flatMap(item -> desiredStates.others(change, item).stream())
                .collect(Collectors.groupingBy(Deployment::region))
                .forEach((region, there) -> look(run, region, there));
        Plan plan = plans.of(change);
        plan.actions()
                .forEach(action -> run.info(
                        action.op().name().toLowerCase(Locale.ROOT) + " " + action.resource() + " " + action.name()));
        if (change.origin() == ChangeOrigin.ADOPTION && !plan.actions().isEmpty()) {
            return new StageResult.Failed(
                    "adoption-differs",
                    plan.actions().stream()
                            .map(action -> action.name() + " is not as it has to be: " + action.before())
                            .collect(Collectors.joining("; ")));
        }
        long creates = plan.actions().stream()
                .filter(action -> action.op() == Plan.Op.CREATE)
                .count();
        return policies.planned(
                run,
                change,
                plan,
                creates + " to create, " + (plan.actions().size() - creates) + " to destroy, "
                        + plan.requiredCostBefore() + " an hour before and " + plan.requiredCostAfter() + " after");
    }

    private void look(StageRun run, String region, List<Deployment> there) {
        try {
            deployer.observe(there.stream().map(Deployment::id).toList())
                    .forEach(seen -> run.info(seen.workloadId() + " is "
                            + seen.state().name().toLowerCase(Locale.ROOT) + " in " + region + " as "
                            + seen.instanceIds()));
        } catch (CloudException e) {
            // What cannot be seen because its region is away is what the change may be there to leave.
            if (!run.goesOnWithout(e)) {
                throw e;
            }
            run.warning(there.stream().map(Deployment::workloadId).collect(Collectors.joining(", ")) + " in " + region
                    + " cannot be looked at: " + e.getMessage());
        }
    }
}
