package io.swen.gitops.rollout;

import io.swen.gitops.change.ChangeSnapshot;
import io.swen.gitops.contract.Workload;
import io.swen.gitops.deploy.Deployer;
import io.swen.gitops.deploy.Deployment;
import io.swen.gitops.deploy.DeploymentRequest;
import io.swen.gitops.deploy.DeploymentState;
import io.swen.platform.text.Plural;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Lets a new version take over step by step, beside the one before, which runs on untouched until the change is merged. Each call
 * does what can be done now, so that it may be repeated after a crash.
 */
@Service
public class Rollouts {

    /** How far one workload has come. */
    public sealed interface Progress {

        /** All replicas run, and nothing speaks against them. */
        record Done(UUID deployment, String summary) implements Progress {}

        /** Something has to happen first. */
        record Waits(String summary) implements Progress {}

        /** The version is bad. */
        record Bad(String why) implements Progress {}

        /** Instances did not come up. */
        record Overdue(String why) implements Progress {}
    }

    private final Deployer deployer;
    private final Analysis analysis;
    private final RolloutSteps steps;
    private final MonitorProperties properties;
    private final Clock clock;
    private final InstantSource wall = InstantSource.system();

    Rollouts(Deployer deployer, Analysis analysis, RolloutSteps steps, MonitorProperties properties, Clock clock) {
        this.deployer = deployer;
        this.analysis = analysis;
        this.steps = steps;
        this.properties = properties;
        this.clock = clock;
    }

    /** Whether a workload asks for steps, where there is something to take over from. */
    public boolean hasSteps(Workload workload) {
        return RolloutPlan.of(workload, properties.analysis()) != null;
    }

    /**
     * Goes on with a workload's rollout.
     *
     * @param before what runs of it because of other changes
     * @param startTimeout domain time, and {@code startTimeoutWall} wall time, that the instances of a step have to come up
     */
    public Progress goOn(
            ChangeSnapshot change,
            DeploymentRequest request,
            List<Deployment> before,
            Duration startTimeout,
            Duration startTimeoutWall) {
        Workload workload = request.desired().workload();
        RolloutPlan plan = RolloutPlan.of(workload, properties.analysis());
        if (plan == null) {
            return new Progress.Done(deployer.apply(request), "all at once");
        }
        List<RolloutSteps.Step> gone = stepsOf(change.id(), workload.id());
        RolloutSteps.Step current = gone.isEmpty() ? null : gone.getLast();
        if (current != null && "bad".equals(current.verdict())) {
            return new Progress.Bad(String.valueOf(current.detail()));
        }
        int step = current == null ? 0 : current.verdict() == null ? current.step() : current.step() + 1;
        if (step == plan.percents().size()) {
            return new Progress.Done(
                    deployer.apply(request), Plural.of(plan.percents().size(), "step") + " passed");
        }
        int replicas = plan.replicas(step, workload.replicas());
        if (current == null || current.step() != step) {
            steps.begin(change.id(), workload.id(), step, plan.percents().get(step), replicas);
            current = stepsOf(change.id(), workload.id()).getLast();
        }
        UUID id = deployer.apply(request, replicas);
        Deployment made = deployer.observe(id);
        return look(change, plan, current, made, before, startTimeout, startTimeoutWall);
    }

    private Progress look(
            ChangeSnapshot change,
            RolloutPlan plan,
            RolloutSteps.Step step,
            Deployment made,
            List<Deployment> before,
            Duration startTimeout,
            Duration startTimeoutWall) {
        String name = "step " + (step.step() + 1) + " of " + plan.percents().size() + ", " + step.replicas() + " of "
                + made.replicas() + " replicas";
        Judgement health = analysis.health(made);
        if (health instanceof Judgement.Bad(String why, List<String> evidence)) {
            return bad(change, made, step, name + ": " + why, evidence);
        }
        if (made.state() == DeploymentState.LOST) {
            return new Progress.Overdue(name + ": an instance was lost: " + made.reason());
        }
        long running = made.instances().stream()
                .filter(one -> one.replica() < step.replicas() && one.state().equals("running"))
                .count();
        Instant now = clock.instant();
        Instant since = step.runningSince();
        if (running < step.replicas()) {
            boolean overdue = Duration.between(step.begunAt(), now).compareTo(startTimeout) > 0
                    && Duration.between(step.begunWall(), wall.instant()).compareTo(startTimeoutWall) > 0;
            return overdue
                    ? new Progress.Overdue(name + ": only " + running + " run within " + startTimeout)
                    : new Progress.Waits(name + ": waiting until they run");
        }
        if (since == null) {
            steps.running(change.id(), made.workloadId(), step.step());
            return new Progress.Waits(name + ": looking at them for " + plan.analysis());
        }
        if (now.isBefore(since.plus(plan.analysis()))) {
            return new Progress.Waits(name + ": looking at them until " + since.plus(plan.analysis()));
        }
        return judge(change, plan, step, made, before, name, health, since, now);
    }

    private Progress judge(
            ChangeSnapshot change,
            RolloutPlan plan,
            RolloutSteps.Step step,
            Deployment made,
            List<Deployment> before,
            String name,
            Judgement health,
            Instant since,
            Instant now) {
        List<String> evidence = new ArrayList<>(health.evidence());
        Set<String> older = new HashSet<>();
        before.forEach(one -> older.addAll(one.instanceIds()));
        Instant from = since.plus(analysis.warmUp());
        // Both at the same time: what the day does to them it does to both.
        Judgement metrics = analysis.metrics(
                made.workloadId(),
                new HashSet<>(made.instanceIds()),
                from,
                now,
                older,
                from,
                now,
                plan.percents().size());
        evidence.addAll(metrics.evidence());
        if (metrics instanceof Judgement.Bad(String why, List<String> seen)) {
            return bad(change, made, step, name + ": " + why, evidence);
        }
        String unsure = metrics instanceof Judgement.Unsure(String why, List<String> seen) ? why : null;
        steps.end(
                change.id(),
                made.workloadId(),
                step.step(),
                unsure == null ? "good" : "unsure",
                unsure == null ? name + " passed" : name + " passed by health alone: " + unsure,
                evidence);
        return new Progress.Waits(name + " passed" + (unsure == null ? "" : " by health alone: " + unsure));
    }

    private Progress bad(
            ChangeSnapshot change, Deployment made, RolloutSteps.Step step, String why, List<String> evidence) {
        steps.end(change.id(), made.workloadId(), step.step(), "bad", why, evidence);
        return new Progress.Bad(why);
    }

    private List<RolloutSteps.Step> stepsOf(UUID change, String workload) {
        return steps.of(change).stream()
                .filter(one -> one.workloadId().equals(workload))
                .toList();
    }

    /** Why instances of a deployment that is about to be merged are bad, or null where nothing speaks against them. */
    public @Nullable String whyBad(Deployment made) {
        return analysis.health(made) instanceof Judgement.Bad(String why, List<String> evidence) ? why : null;
    }
}
