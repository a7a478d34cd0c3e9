package io.swen.gitops.rollout;

import io.swen.gitops.change.ChangeSnapshot;
import io.swen.gitops.change.Changes;
import io.swen.gitops.contract.Provider;
import io.swen.gitops.control.Automation;
import io.swen.gitops.deploy.Deployment;
import io.swen.gitops.deploy.DeploymentState;
import io.swen.gitops.deploy.Deployments;
import io.swen.gitops.rollback.Rollbacks;
import io.swen.platform.job.BackgroundJob;
import io.swen.platform.lock.SingleOwner;
import io.swen.platform.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Watches merged changes for a while: health all the time, metrics and cost at the end of the window, once, so that the chance of a
 * false alarm is the one that is configured. What turns out bad is taken back.
 */
@Component
class ChangeWatch implements BackgroundJob {

    private static final Logger LOG = LoggerFactory.getLogger(ChangeWatch.class);
    private static final long LOCK = 0x5357_454e_0021L;
    private static final int BATCH = 200;

    private record Place(Provider provider, String region) {}

    private final Watches watches;
    private final Changes changes;
    private final Deployments deployments;
    private final Analysis analysis;
    private final Rollbacks rollbacks;
    private final Automation automation;
    private final MonitorProperties properties;
    private final SingleOwner owner;

    ChangeWatch(
            Watches watches,
            Changes changes,
            Deployments deployments,
            Analysis analysis,
            Rollbacks rollbacks,
            Automation automation,
            MonitorProperties properties,
            DataSource dataSource) {
        this.watches = watches;
        this.changes = changes;
        this.deployments = deployments;
        this.analysis = analysis;
        this.rollbacks = rollbacks;
        this.automation = automation;
        this.properties = properties;
        this.owner = new SingleOwner(dataSource, LOCK);
    }

    @Override
    public String name() {
        return "change-watch";
    }

    @Override
    public Duration interval() {
        return properties.every();
    }

    @Override
    public void run() {
        owner.run(() -> {
            watches.enrol(properties.serviceWindow(), properties.batchWindow());
            look(watches.watching(BATCH));
        });
    }

    /** One call a region for all that is watched there. */
    private void look(List<Watch> watching) {
        Map<UUID, List<Deployment>> made = new HashMap<>();
        Map<Place, List<String>> instances = new HashMap<>();
        for (Watch watch : watching) {
            List<Deployment> ofChange = deployments.ofChange(watch.changeId());
            made.put(watch.changeId(), ofChange);
            ofChange.stream()
                    .filter(one -> one.state() != DeploymentState.TERMINATED && analysis.covers(one))
                    .forEach(one -> instances
                            .computeIfAbsent(new Place(one.provider(), one.region()), place -> new ArrayList<>())
                            .addAll(one.instanceIds()));
        }
        Map<Place, Analysis.Seen> seen = new HashMap<>();
        instances.forEach((place, ids) -> seen.put(place, analysis.look(place.provider(), place.region(), ids)));
        watching.forEach(watch -> look(watch, made.getOrDefault(watch.changeId(), List.of()), seen));
    }

    private void look(Watch watch, List<Deployment> made, Map<Place, Analysis.Seen> places) {
        List<Deployment> present = made.stream()
                .filter(one -> one.state().isActive() && !deployments.isRemoving(one.id()))
                .toList();
        if (present.isEmpty()) {
            boolean done = made.stream().anyMatch(one -> one.state() == DeploymentState.COMPLETED);
            boolean lost = made.stream().anyMatch(one -> one.state() == DeploymentState.LOST);
            if (done) {
                watches.end(watch, Watch.State.GOOD, "its work is done", List.of());
                return;
            }
            if (!lost) {
                watches.end(watch, Watch.State.OVERTAKEN, "it was removed or replaced", List.of());
                return;
            }
        }
        List<String> evidence = new ArrayList<>();
        List<String> unsure = new ArrayList<>();
        boolean over = !watches.now().isBefore(watch.until());
        for (Deployment one : made) {
            if (one.state() == DeploymentState.TERMINATED || one.state() == DeploymentState.COMPLETED) {
                continue;
            }
            Analysis.Seen seenThere =
                    places.getOrDefault(new Place(one.provider(), one.region()), Analysis.Seen.NOTHING);
            List<Judgement> judgements = new ArrayList<>(List.of(analysis.health(one, seenThere)));
            if (over && one.state() == DeploymentState.RUNNING) {
                judgements.add(metrics(watch, one));
                judgements.add(analysis.cost(one, seenThere));
            }
            for (Judgement judgement : judgements) {
                judgement.evidence().forEach(seen -> evidence.add(one.workloadId() + " " + seen));
                switch (judgement) {
                    case Judgement.Good good -> {}
                    case Judgement.Unsure(String why, List<String> seen) -> unsure.add(one.workloadId() + ": " + why);
                    case Judgement.Bad(String why, List<String> seen) -> {
                        takeBack(watch, one.workloadId() + ": " + why, evidence);
                        return;
                    }
                }
            }
        }
        if (over) {
            watches.end(
                    watch,
                    unsure.isEmpty() ? Watch.State.GOOD : Watch.State.GOOD_BY_HEALTH,
                    unsure.isEmpty() ? "nothing speaks against it" : String.join("; ", unsure),
                    evidence);
        }
    }

    private Judgement metrics(Watch watch, Deployment deployment) {
        Instant begun = deployment.createdAt();
        Set<String> mine = new HashSet<>(deployment.instanceIds());
        return analysis.metrics(
                deployment.workloadId(),
                mine,
                watch.startedAt().plus(analysis.warmUp()),
                watch.until(),
                null,
                begun.minus(properties.baseline()),
                begun,
                1);
    }

    private void takeBack(Watch watch, String why, List<String> evidence) {
        ChangeSnapshot change = changes.get(watch.changeId());
        String kept = watches.replacedALoss(change.id())
                ? "what it replaced had been lost, so there is nothing to go back to"
                : automation.mayActAlone(change.environment())
                        ? null
                        : "automation is held back in " + change.environment();
        if (kept != null) {
            LOG.error("change {} is bad and is not taken back: {} ({})", change.id(), why, kept);
            watches.end(watch, Watch.State.BAD, why + "; not taken back: " + kept, evidence);
            return;
        }
        try {
            rollbacks.rollBack(change.id(), why, null);
            LOG.warn("change {} is taken back: {}", change.id(), why);
            watches.end(watch, Watch.State.ROLLED_BACK, why, evidence);
        } catch (ProblemException e) {
            watches.end(watch, Watch.State.OVERTAKEN, why + "; not taken back: " + e.detail(), evidence);
        }
    }
}
