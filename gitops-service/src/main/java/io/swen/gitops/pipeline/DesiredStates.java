package io.swen.gitops.pipeline;

import io.swen.gitops.change.ChangeItem;
import io.swen.gitops.change.ChangeOrigin;
import io.swen.gitops.change.ChangeSnapshot;
import io.swen.gitops.change.ItemAction;
import io.swen.gitops.contract.DesiredState;
import io.swen.gitops.contract.Yaml;
import io.swen.gitops.deploy.Deployers;
import io.swen.gitops.deploy.Deployment;
import io.swen.gitops.deploy.DeploymentRequest;
import io.swen.gitops.deploy.Deployments;
import io.swen.gitops.repository.Commit;
import io.swen.gitops.repository.CommitRequest;
import io.swen.gitops.repository.EnvironmentRepository;
import io.swen.gitops.repository.FileEdit;
import io.swen.platform.money.Money;
import io.swen.platform.text.Plural;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Turns changes into commits, and commits back into what is wanted. */
@Component
class DesiredStates {

    private final EnvironmentRepository repository;
    private final Deployments deployments;
    private final Deployers deployers;

    DesiredStates(EnvironmentRepository repository, Deployments deployments, Deployers deployers) {
        this.repository = repository;
        this.deployments = deployments;
        this.deployers = deployers;
    }

    /** The commit that a change is. */
    CommitRequest commit(ChangeSnapshot change) {
        String type = change.origin() == ChangeOrigin.ROLLBACK ? "revert" : change.isTeardown() ? "chore" : "feat";
        return new CommitRequest(
                change.id(),
                type + "(" + change.environment() + "): " + change.title(),
                change.reason() == null ? "" : oneParagraph(change.reason()),
                trailers(change),
                change.author(),
                change.createdAt(),
                edits(change));
    }

    private List<FileEdit> edits(ChangeSnapshot change) {
        List<FileEdit> edits = new ArrayList<>();
        for (ChangeItem item : change.items()) {
            String path = path(change, item);
            if (item.action() == ItemAction.TEARDOWN) {
                edits.add(new FileEdit(path, null));
                edits.addAll(deployers.renderRemoval(change.environment(), item.workloadId()));
                continue;
            }
            DesiredState desired = DesiredState.of(change.id(), item.requiredWorkload(), item.requiredDecision());
            edits.add(new FileEdit(path, Yaml.write(desired)));
            edits.addAll(deployers.render(
                    new DeploymentRequest(change.id(), change.team(), change.environment(), change.author(), desired)));
        }
        return edits;
    }

    /**
     * The commit of a change once more, on top of what others made of its files on {@code main} since it was committed; empty where
     * they are as they were. One change of a workload is applied at a time, so what it says is what runs.
     */
    Optional<Commit> onTopOfOthers(ChangeSnapshot change) {
        List<String> paths = edits(change).stream().map(FileEdit::path).toList();
        return repository.movedOnMain(change.requiredCommit(), paths).isEmpty()
                ? Optional.empty()
                : Optional.of(repository.putOnTop(change.id(), change.requiredCommit(), paths));
    }

    /** The commit of a change without some of its items, whose files say again what they said before. */
    String without(ChangeSnapshot change, List<ChangeItem> dropped, String why) {
        String commit = change.requiredCommit();
        String before = repository.parentOf(commit);
        return repository.amend(
                new CommitRequest(
                        change.id(),
                        "fix(" + change.environment() + "): keep the place of " + Plural.of(dropped.size(), "workload"),
                        oneParagraph(why),
                        Map.of(
                                "Workload-Id",
                                dropped.stream().map(ChangeItem::workloadId).toList(),
                                "Change-Id",
                                List.of(change.id().toString())),
                        change.author(),
                        change.createdAt(),
                        dropped.stream()
                                .map(item -> new FileEdit(
                                        path(change, item),
                                        repository
                                                .fileAt(before, path(change, item))
                                                .orElse(null)))
                                .toList()),
                commit);
    }

    /** What the item's file says at the change's commit, read strictly; empty where there is no file. */
    Optional<DesiredState> read(ChangeSnapshot change, ChangeItem item) {
        return repository
                .fileAt(change.requiredCommit(), path(change, item))
                .map(yaml -> Yaml.read(yaml, DesiredState.class));
    }

    /** What {@code main} says of the item's workload now. */
    Optional<DesiredState> onMain(ChangeSnapshot change, ChangeItem item) {
        return repository.fileOnMain(path(change, item)).map(yaml -> Yaml.read(yaml, DesiredState.class));
    }

    /** What the deployer is asked for, as it stands in the commit. */
    DeploymentRequest request(ChangeSnapshot change, ChangeItem item) {
        DesiredState desired = read(change, item)
                .orElseThrow(() ->
                        new IllegalStateException("commit " + change.commitId() + " lacks " + path(change, item)));
        return new DeploymentRequest(change.id(), change.team(), change.environment(), change.author(), desired);
    }

    /** What runs of the item's workload because of other changes. */
    List<Deployment> others(ChangeSnapshot change, ChangeItem item) {
        return deployments.remainingOf(item.workloadId()).stream()
                .filter(deployment -> !deployment.changeId().equals(change.id()))
                .toList();
    }

    /** What the change's workloads cost an hour before it. */
    Money costBefore(ChangeSnapshot change) {
        if (change.origin() == ChangeOrigin.ADOPTION) {
            // It runs already, so it costs what it costs.
            return costAfter(change);
        }
        return change.items().stream()
                .flatMap(item -> others(change, item).stream())
                .filter(deployment -> deployment.state().isActive())
                .map(Deployment::hourlyCost)
                .reduce(Money.usd("0"), Money::plus);
    }

    /** What they cost an hour after it. */
    Money costAfter(ChangeSnapshot change) {
        return change.items().stream()
                .filter(item -> item.action() != ItemAction.TEARDOWN)
                .map(item -> item.requiredDecision().hourlyCost())
                .reduce(Money.usd("0"), Money::plus);
    }

    static String path(ChangeSnapshot change, ChangeItem item) {
        return EnvironmentRepository.workloadPath(change.environment(), item.workloadId());
    }

    private Map<String, List<String>> trailers(ChangeSnapshot change) {
        Map<String, List<String>> trailers = new LinkedHashMap<>();
        List<String> decisions = change.items().stream()
                .filter(item -> item.decision() != null)
                .map(item -> item.requiredDecision().id().toString())
                .toList();
        if (!decisions.isEmpty()) {
            trailers.put("Decision-Id", decisions);
        }
        trailers.put(
                "Workload-Id",
                change.items().stream().map(ChangeItem::workloadId).toList());
        if (change.cause() != null) {
            trailers.put("Cause-Id", List.of(change.cause().toString()));
        }
        if (change.retries() != null) {
            trailers.put("Retries-Id", List.of(change.retries().toString()));
        }
        trailers.put("Change-Id", List.of(change.id().toString()));
        BigDecimal delta = costAfter(change).minus(costBefore(change)).amount();
        trailers.put("Cost-Delta", List.of((delta.signum() < 0 ? "" : "+") + delta.toPlainString() + " USD/h"));
        change.items().stream()
                .filter(item -> item.decision() != null)
                .map(item -> item.requiredDecision().confidence())
                .min(BigDecimal::compareTo)
                .ifPresent(confidence -> trailers.put("Confidence", List.of(confidence.toPlainString())));
        return trailers;
    }

    /** A line of its own must not look like a trailer. */
    static String oneParagraph(String reason) {
        return reason.strip().replaceAll("\\s+", " ");
    }
}
