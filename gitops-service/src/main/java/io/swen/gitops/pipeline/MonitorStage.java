package io.swen.gitops.pipeline;

import io.swen.gitops.change.ChangeItem;
import io.swen.gitops.change.ChangeSnapshot;
import io.swen.gitops.change.StageName;
import io.swen.gitops.contract.Boundary;
import io.swen.gitops.deploy.CloudException;
import io.swen.gitops.deploy.Deployer;
import io.swen.gitops.deploy.Deployment;
import io.swen.gitops.deploy.Deployments;
import io.swen.gitops.rollback.Rollbacks;
import io.swen.gitops.rollout.Rollouts;
import io.swen.platform.text.Plural;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Waits until the cloud is as it should be, then merges the change into {@code main}. */
@Component
class MonitorStage implements StageHandler {

    private final Deployer deployer;
    private final Deployments deployments;
    private final DesiredStates desiredStates;
    private final Merging merging;
    private final Rollouts rollouts;
    private final Rollbacks rollbacks;
    private final PipelineProperties properties;
    private final Boundary boundary;
    private final Clock clock;

    MonitorStage(
            Deployer deployer,
            Deployments deployments,
            DesiredStates desiredStates,
            Merging merging,
            Rollouts rollouts,
            Rollbacks rollbacks,
            PipelineProperties properties,
            Boundary boundary,
            Clock clock) {
        this.deployer = deployer;
        this.deployments = deployments;
        this.desiredStates = desiredStates;
        this.merging = merging;
        this.rollouts = rollouts;
        this.rollbacks = rollbacks;
        this.properties = properties;
        this.boundary = boundary;
        this.clock = clock;
    }

    @Override
    public StageName stage() {
        return StageName.MONITOR;
    }

    @Override
    public StageResult run(StageRun run) {
        ChangeSnapshot change = run.change();
        if (!change.isTeardown() && isMerged(change)) {
            // From here on it is what main wants: what befalls it now is drift, or a loss, and nothing to unwind.
            return mergeThenRemove(run);
        }
        List<UUID> made =
                deployments.ofChange(change.id()).stream().map(Deployment::id).toList();
        for (Deployment seen : deployer.observe(made)) {
            switch (seen.state()) {
                case RUNNING -> {
                    String bad = rollouts.whyBad(seen);
                    if (bad != null) {
                        String told = seen.workloadId() + ": " + bad;
                        rollbacks.pinBeforeMerge(change, told);
                        return new StageResult.Failed("analysis-failed", told);
                    }
                }
                case COMPLETED -> {}
                case PENDING -> {
                    return isOverdue(run)
                            ? new StageResult.Failed(
                                    "start-timeout",
                                    seen.workloadId() + " was not running within " + properties.startTimeout())
                            : new StageResult.Again(
                                    properties.monitorPoll(), "waiting until " + seen.workloadId() + " runs");
                }
                case LOST, TERMINATED -> {
                    int dropped = Partial.dropped(deployments, change).size();
                    if (dropped > 0 && dropped < change.items().size()) {
                        // Of several workloads the others go on.
                        continue;
                    }
                    return new StageResult.Failed("instance-lost", seen.workloadId() + ": " + seen.reason());
                }
            }
            run.info(seen.workloadId() + " is " + seen.state().name().toLowerCase(Locale.ROOT) + " as "
                    + seen.instanceIds());
        }
        return change.isTeardown() ? removeThenMerge(run) : mergeThenRemove(run);
    }

    private boolean isMerged(ChangeSnapshot change) {
        return change.items().stream()
                .anyMatch(item -> desiredStates
                        .onMain(change, item)
                        .filter(state -> state.changeId().equals(change.id()))
                        .isPresent());
    }

    private StageResult removeThenMerge(StageRun run) {
        return othersAreGone(run)
                ? finish(run)
                : new StageResult.Again(properties.monitorPoll(), "waiting until all instances are gone");
    }

    /** The old instances only go once main says that the new ones are wanted. */
    private StageResult mergeThenRemove(StageRun run) {
        StageResult merged = finish(run);
        return merged instanceof StageResult.Finished && !othersAreGone(run)
                ? new StageResult.Again(properties.monitorPoll(), "waiting until the replaced instances are gone")
                : merged;
    }

    private boolean othersAreGone(StageRun run) {
        ChangeSnapshot change = run.change();
        List<ChangeItem> kept = Partial.dropped(deployments, change);
        boolean gone = true;
        for (List<Deployment> there : change.items().stream()
                .filter(item -> !kept.contains(item))
                .flatMap(item -> desiredStates.others(change, item).stream())
                .collect(Collectors.groupingBy(Deployment::region))
                .values()) {
            gone &= areGone(run, there);
        }
        return gone;
    }

    /**
     * Removes what was replaced in a region. Where it does not answer, what runs instead must not be taken back for that: the
     * removal is owed, and made up for when the region is back.
     */
    private boolean areGone(StageRun run, List<Deployment> there) {
        try {
            return deployer.destroy(
                    there.stream().map(Deployment::id).toList(),
                    "removed by change " + run.change().id());
        } catch (CloudException e) {
            if (!run.goesOnWithout(e)) {
                throw e;
            }
            for (Deployment other : there) {
                run.warning(other.workloadId() + " in " + other.region() + " is removed later: " + e.getMessage());
                deployments.owe(other.id());
            }
            return true;
        }
    }

    private StageResult finish(StageRun run) {
        ChangeSnapshot change = onTopOfOthers(run);
        int made = deployments.ofChange(change.id()).size();
        List<ChangeItem> dropped = Partial.dropped(deployments, change);
        if (dropped.isEmpty()) {
            return merging.finish(
                    change, made == 0 ? "all instances are gone" : Plural.of(made, "deployment") + " running");
        }
        String kept = dropped.size() + " of " + change.items().size() + " workloads keep their place: "
                + String.join(", ", dropped.stream().map(ChangeItem::workloadId).toList());
        run.warning(kept);
        return merging.finish(
                change,
                desiredStates.without(change, dropped, kept),
                Plural.of(made - dropped.size(), "deployment") + " running; " + kept);
    }

    /** An earlier change of a workload may have come to {@code main} after this one was committed. */
    private ChangeSnapshot onTopOfOthers(StageRun run) {
        ChangeSnapshot change = run.change();
        return desiredStates
                .onTopOfOthers(change)
                .map(commit -> {
                    boundary.crossed("rebased");
                    return run.goOnWith(commit);
                })
                .orElse(change);
    }

    private boolean isOverdue(StageRun run) {
        return run.lease().age().compareTo(properties.startTimeoutWall()) > 0
                && Duration.between(run.lease().startedAt(), clock.instant()).compareTo(properties.startTimeout()) > 0;
    }
}
