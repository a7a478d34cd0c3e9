package io.swen.gitops.pipeline;

import io.swen.gitops.adoption.Adoptions;
import io.swen.gitops.change.ChangeItem;
import io.swen.gitops.change.ChangeOrigin;
import io.swen.gitops.change.ChangeSnapshot;
import io.swen.gitops.change.Changes;
import io.swen.gitops.change.ItemAction;
import io.swen.gitops.change.StageName;
import io.swen.gitops.contract.Plan;
import io.swen.gitops.deploy.Adopter;
import io.swen.gitops.deploy.CloudException;
import io.swen.gitops.deploy.Deployer;
import io.swen.gitops.deploy.Deployment;
import io.swen.gitops.deploy.Deployments;
import io.swen.gitops.rollback.Rollbacks;
import io.swen.gitops.rollout.Rollouts;
import io.swen.platform.text.Plural;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Does to the cloud exactly what the approved plan says. */
@Component
class ApplyStage implements StageHandler {

    private final Plans plans;
    private final DesiredStates desiredStates;
    private final Deployer deployer;
    private final Adopter adopter;
    private final Adoptions adoptions;
    private final Deployments deployments;
    private final Changes changes;
    private final Rollouts rollouts;
    private final Rollbacks rollbacks;
    private final PipelineProperties properties;

    ApplyStage(
            Plans plans,
            DesiredStates desiredStates,
            Deployer deployer,
            Adopter adopter,
            Adoptions adoptions,
            Deployments deployments,
            Changes changes,
            Rollouts rollouts,
            Rollbacks rollbacks,
            PipelineProperties properties) {
        this.plans = plans;
        this.desiredStates = desiredStates;
        this.deployer = deployer;
        this.adopter = adopter;
        this.adoptions = adoptions;
        this.deployments = deployments;
        this.changes = changes;
        this.rollouts = rollouts;
        this.rollbacks = rollbacks;
        this.properties = properties;
    }

    @Override
    public StageName stage() {
        return StageName.APPLY;
    }

    @Override
    public StageResult run(StageRun run) {
        ChangeSnapshot change = run.change();
        Plan plan = change.requiredPlan();
        if (!plan.hash().equals(plans.hash(change, plan)) || !change.isAgreedOn(plan.hash())) {
            return new StageResult.Failed("plan-mismatch", "the plan is not the one that was approved");
        }
        if (!hasBegun(change) && !plans.doTheSame(plan, plans.of(change))) {
            return new StageResult.Failed("plan-stale", "what runs has changed since the plan was made");
        }
        List<UUID> made = new ArrayList<>();
        List<String> waiting = new ArrayList<>();
        for (ChangeItem item : change.items()) {
            String stopped = run.stopped();
            if (stopped != null) {
                return new StageResult.Again(
                        properties.holdPoll(), "stopped before " + item.workloadId() + ": " + stopped);
            }
            if (item.action() == ItemAction.TEARDOWN) {
                for (Deployment other : desiredStates.others(change, item)) {
                    if (!deployer.drain(other.id())) {
                        waiting.add(other.workloadId() + " in " + other.region() + " saves its work");
                        continue;
                    }
                    boolean gone = deployer.destroy(other.id(), "removed by change " + change.id());
                    run.info((gone ? "removed " : "is being removed: ") + other.workloadId() + " in " + other.region()
                            + " " + other.instanceIds());
                }
            } else if (item.action() == ItemAction.REPLACE
                    && rollouts.hasSteps(item.requiredWorkload(), desiredStates.others(change, item))) {
                switch (stepOn(change, item)) {
                    case Rollouts.Progress.Done(UUID id, String summary) -> {
                        made.add(id);
                        run.info(item.workloadId() + ": " + summary);
                    }
                    case Rollouts.Progress.Waits(String summary) -> waiting.add(item.workloadId() + ": " + summary);
                    case Rollouts.Progress.Bad(String why) -> {
                        String told = item.workloadId() + ": " + why;
                        rollbacks.pinBeforeMerge(change, told);
                        return new StageResult.Failed("analysis-failed", told);
                    }
                    case Rollouts.Progress.Overdue(String why) -> {
                        return new StageResult.Failed("start-timeout", item.workloadId() + ": " + why);
                    }
                }
            } else {
                if (change.origin() == ChangeOrigin.ADOPTION) {
                    UUID id = adopter.adopt(desiredStates.request(change, item), adoptions.instancesOf(change.id()));
                    made.add(id);
                    run.info("adopted " + item.workloadId() + " as "
                            + deployments.get(id).instanceIds());
                } else {
                    apply(run, item).ifPresent(made::add);
                }
            }
        }
        if (!waiting.isEmpty()) {
            return new StageResult.Again(properties.monitorPoll(), String.join("; ", waiting));
        }
        if (made.isEmpty() && !change.isTeardown()) {
            return new StageResult.Failed(
                    CloudException.Kind.CAPACITY.code(),
                    "none of " + change.items().size() + " workloads found capacity");
        }
        changes.deployedAs(run.lease(), made);
        return new StageResult.Done(
                made.isEmpty()
                        ? "removal asked for"
                        : Plural.of(made.size(), "deployment") + " "
                                + (change.origin() == ChangeOrigin.ADOPTION ? "recorded" : "created"));
    }

    /**
     * Creates one item. Where the zone has no capacity for one of several workloads, it keeps its place and the others go on:
     * a change of many is not for fifty to fail with one.
     */
    private Optional<UUID> apply(StageRun run, ChangeItem item) {
        ChangeSnapshot change = run.change();
        if (Partial.isDropped(deployments, change, item)) {
            return Optional.empty();
        }
        try {
            UUID id = deployer.apply(desiredStates.request(change, item));
            run.info("created " + item.workloadId() + " as "
                    + deployments.get(id).instanceIds());
            return Optional.of(id);
        } catch (CloudException e) {
            if (e.kind() != CloudException.Kind.CAPACITY || change.items().size() == 1) {
                throw e;
            }
            run.warning(item.workloadId() + " keeps its place: " + e.getMessage());
            deployments.ofChange(change.id()).stream()
                    .filter(made -> made.workloadId().equals(item.workloadId()))
                    .forEach(made -> deployments.refused(made, String.valueOf(e.getMessage())));
            return Optional.empty();
        }
    }

    private Rollouts.Progress stepOn(ChangeSnapshot change, ChangeItem item) {
        return rollouts.goOn(
                change,
                desiredStates.request(change, item),
                desiredStates.others(change, item),
                properties.startTimeout(),
                properties.startTimeoutWall());
    }

    /** From then on what runs differs from the plan's beginning because of this very change. */
    private boolean hasBegun(ChangeSnapshot change) {
        return !deployments.ofChange(change.id()).isEmpty()
                || change.items().stream()
                        .flatMap(item -> deployments.remainingOf(item.workloadId()).stream())
                        .anyMatch(deployment -> deployments.isRemoving(deployment.id()))
                || (change.isTeardown()
                        && change.items().stream()
                                .allMatch(item -> deployments
                                        .remainingOf(item.workloadId())
                                        .isEmpty()));
    }
}
