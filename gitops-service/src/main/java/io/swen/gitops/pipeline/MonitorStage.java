package io.swen.gitops.pipeline;

import io.swen.gitops.change.ChangeItem;
import io.swen.gitops.change.ChangeSnapshot;
import io.swen.gitops.change.StageName;
import io.swen.gitops.contract.Boundary;
import io.swen.gitops.deploy.Deployer;
import io.swen.gitops.deploy.Deployment;
import io.swen.gitops.deploy.Deployments;
import io.swen.gitops.repository.EnvironmentRepository;
import io.swen.gitops.repository.MergeOutcome;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Waits until the cloud is as it should be, then merges the change into {@code main}. */
@Component
class MonitorStage implements StageHandler {

    private static final long MERGE_LOCK = 0x5357_454e_0003L;

    private final Deployer deployer;
    private final Deployments deployments;
    private final DesiredStates desiredStates;
    private final EnvironmentRepository repository;
    private final PipelineProperties properties;
    private final TransactionTemplate transactions;
    private final JdbcTemplate jdbc;
    private final Clock clock;
    private final Boundary boundary;

    MonitorStage(
            Deployer deployer,
            Deployments deployments,
            DesiredStates desiredStates,
            EnvironmentRepository repository,
            PipelineProperties properties,
            TransactionTemplate transactions,
            JdbcTemplate jdbc,
            Clock clock,
            Boundary boundary) {
        this.deployer = deployer;
        this.deployments = deployments;
        this.desiredStates = desiredStates;
        this.repository = repository;
        this.properties = properties;
        this.transactions = transactions;
        this.jdbc = jdbc;
        this.clock = clock;
        this.boundary = boundary;
    }

    @Override
    public StageName stage() {
        return StageName.MONITOR;
    }

    @Override
    public StageResult run(StageRun run) {
        ChangeSnapshot change = run.change();
        for (Deployment made : deployments.ofChange(change.id())) {
            Deployment seen = deployer.observe(made.id());
            switch (seen.state()) {
                case RUNNING, COMPLETED -> {}
                case PENDING -> {
                    return isOverdue(run)
                            ? new StageResult.Failed(
                                    "start-timeout",
                                    seen.workloadId() + " was not running within " + properties.startTimeout())
                            : new StageResult.Again(
                                    properties.monitorPoll(), "waiting until " + seen.workloadId() + " runs");
                }
                case LOST, TERMINATED -> {
                    return new StageResult.Failed("instance-lost", seen.workloadId() + ": " + seen.reason());
                }
            }
            run.info(seen.workloadId() + " is " + seen.state().name().toLowerCase(Locale.ROOT) + " as "
                    + seen.instanceIds());
        }
        return change.isTeardown() ? removeThenMerge(run) : mergeThenRemove(run);
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
        boolean gone = true;
        for (ChangeItem item : change.items()) {
            for (Deployment other : desiredStates.others(change, item)) {
                gone &= deployer.destroy(other.id(), "removed by change " + change.id());
            }
        }
        return gone;
    }

    private StageResult finish(StageRun run) {
        ChangeSnapshot change = run.change();
        MergeOutcome outcome = transactions.execute(status -> {
            jdbc.queryForList("select pg_advisory_xact_lock(?)", MERGE_LOCK);
            return repository.merge(change.id(), change.requiredCommit());
        });
        boundary.crossed("merged");
        return switch (outcome) {
            case MergeOutcome.Merged(String commitId) -> {
                List<Deployment> made = deployments.ofChange(change.id());
                yield new StageResult.Finished(
                        commitId,
                        made.isEmpty()
                                ? "all instances are gone; merged as " + commitId
                                : made.size() + " deployment(s) run; merged as " + commitId);
            }
            case MergeOutcome.Conflict(List<String> paths) ->
                new StageResult.Failed("merge-conflict", "another change touched " + String.join(", ", paths));
            case null -> throw new IllegalStateException("a merge has an outcome");
        };
    }

    private boolean isOverdue(StageRun run) {
        return run.lease().age().compareTo(properties.startTimeoutWall()) > 0
                && Duration.between(run.lease().startedAt(), clock.instant()).compareTo(properties.startTimeout()) > 0;
    }
}
