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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
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
        Pass pass = new Pass(deployments.ofChange(change.id()));
        if (!hasBegun(change, pass) && !plans.doTheSame(plan, plans.of(change))) {
            return new StageResult.Failed("plan-stale", "what runs has changed since the plan was made");
        }
        for (ChangeItem item : change.items()) {
            String stopped = run.stopped();
            if (stopped != null) {
                return new StageResult.Again(
                        properties.holdPoll(), "stopped before " + item.workloadId() + ": " + stopped);
            }
            StageResult.Failed failed = inTurn(run, item, pass);
            if (failed != null) {
                return failed;
            }
        }
        if (!pass.waiting.isEmpty()) {
            return new StageResult.Again(properties.monitorPoll(), pass.summary());
        }
        if (pass.made.isEmpty() && !change.isTeardown()) {
            return new StageResult.Failed(
                    CloudException.Kind.CAPACITY.code(),
                    "none of " + change.items().size() + " workloads found capacity");
        }
        changes.deployedAs(run.lease(), pass.made);
        return new StageResult.Done(
                pass.made.isEmpty()
                        ? "removal asked for"
                        : Plural.of(pass.made.size(), "deployment") + " "
                                + (change.origin() == ChangeOrigin.ADOPTION ? "recorded" : "created"));
    }

    /** What one run does and finds. */
    private static final class Pass {

        private static final int TOLD = 3;

        private final Map<String, Deployment> begun;
        private final List<UUID> made = new ArrayList<>();
        private final List<String> waiting = new ArrayList<>();
        /** Why regions take nothing more at the moment. */
        private final Map<String, String> resting = new HashMap<>();

        Pass(List<Deployment> begun) {
            this.begun =
                    begun.stream().collect(Collectors.toMap(Deployment::workloadId, one -> one, (one, again) -> again));
        }

        void waits(ChangeItem item, String what) {
            waiting.add(item.workloadId() + ": " + what);
        }

        String summary() {
            String told = waiting.stream().limit(TOLD).collect(Collectors.joining("; "));
            return waiting.size() > TOLD ? told + "; and " + (waiting.size() - TOLD) + " more" : told;
        }
    }

    /** Does an item, or has it wait for its turn while its region takes no more launches. */
    private StageResult.@Nullable Failed inTurn(StageRun run, ChangeItem item, Pass pass) {
        String region = item.decision() == null ? null : item.decision().offer().region();
        String resting = region == null || isMade(item, pass) ? null : pass.resting.get(region);
        if (resting != null) {
            pass.waits(item, resting);
            return null;
        }
        try {
            return step(run, item, pass);
        } catch (CloudException e) {
            if (region == null
                    || e.kind() != CloudException.Kind.THROTTLED
                    || run.lease().age().compareTo(properties.launchPatience()) > 0) {
                throw e;
            }
            String why = String.valueOf(e.getMessage());
            pass.resting.put(region, why);
            pass.waits(item, why);
            return null;
        }
    }

    private static boolean isMade(ChangeItem item, Pass pass) {
        Deployment begun = pass.begun.get(item.workloadId());
        return begun != null && begun.hasAllInstances();
    }

    private StageResult.@Nullable Failed step(StageRun run, ChangeItem item, Pass pass) {
        ChangeSnapshot change = run.change();
        if (item.action() == ItemAction.TEARDOWN) {
            remove(run, item, pass);
        } else if (change.origin() == ChangeOrigin.ADOPTION) {
            UUID id = adopter.adopt(desiredStates.request(change, item), adoptions.instancesOf(change.id()));
            pass.made.add(id);
            run.info("adopted " + item.workloadId() + " as "
                    + deployments.get(id).instanceIds());
        } else {
            List<Deployment> others = item.action() == ItemAction.REPLACE && rollouts.hasSteps(item.requiredWorkload())
                    ? desiredStates.others(change, item)
                    : List.of();
            if (others.isEmpty()) {
                create(run, item, pass);
            } else {
                return stepOn(run, item, others, pass);
            }
        }
        return null;
    }

    private void remove(StageRun run, ChangeItem item, Pass pass) {
        ChangeSnapshot change = run.change();
        for (Deployment other : desiredStates.others(change, item)) {
            if (!deployer.drain(other.id())) {
                pass.waiting.add(other.workloadId() + " in " + other.region() + " saves its work");
                continue;
            }
            boolean gone = deployer.destroy(other.id(), "removed by change " + change.id());
            run.info((gone ? "removed " : "is being removed: ") + other.workloadId() + " in " + other.region() + " "
                    + other.instanceIds());
        }
    }

    private StageResult.@Nullable Failed stepOn(StageRun run, ChangeItem item, List<Deployment> others, Pass pass) {
        ChangeSnapshot change = run.change();
        Rollouts.Progress progress = rollouts.goOn(
                change,
                desiredStates.request(change, item),
                others,
                properties.startTimeout(),
                properties.startTimeoutWall());
        switch (progress) {
            case Rollouts.Progress.Done(UUID id, String summary) -> {
                pass.made.add(id);
                run.info(item.workloadId() + ": " + summary);
            }
            case Rollouts.Progress.Waits(String summary) -> pass.waits(item, summary);
            case Rollouts.Progress.Bad(String why) -> {
                String told = item.workloadId() + ": " + why;
                rollbacks.pinBeforeMerge(change, told);
                return new StageResult.Failed("analysis-failed", told);
            }
            case Rollouts.Progress.Overdue(String why) -> {
                return new StageResult.Failed("start-timeout", item.workloadId() + ": " + why);
            }
        }
        return null;
    }

    /**
     * Creates one item. Where the zone has no capacity for one of several workloads, it keeps its place and the others go on:
     * a change of many is not for fifty to fail with one.
     */
    private void create(StageRun run, ChangeItem item, Pass pass) {
        ChangeSnapshot change = run.change();
        Deployment begun = pass.begun.get(item.workloadId());
        boolean several = change.items().size() > 1;
        if (begun != null && several && Partial.isGone(begun)) {
            return;
        }
        if (begun != null && begun.hasAllInstances()) {
            pass.made.add(begun.id());
            return;
        }
        try {
            UUID id = deployer.apply(desiredStates.request(change, item));
            pass.made.add(id);
            run.info("created " + item.workloadId() + " as "
                    + deployments.get(id).instanceIds());
        } catch (CloudException e) {
            if (e.kind() != CloudException.Kind.CAPACITY || !several) {
                throw e;
            }
            run.warning(item.workloadId() + " keeps its place: " + e.getMessage());
            deployments.ofChange(change.id()).stream()
                    .filter(made -> made.workloadId().equals(item.workloadId()))
                    .forEach(made -> deployments.refused(made, String.valueOf(e.getMessage())));
        }
    }

    /** From then on what runs differs from the plan's beginning because of this very change. */
    private boolean hasBegun(ChangeSnapshot change, Pass pass) {
        return !pass.begun.isEmpty()
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
