package io.swen.gitops.pipeline;

import io.swen.gitops.change.ChangeItem;
import io.swen.gitops.change.ChangeOrigin;
import io.swen.gitops.change.ChangeSnapshot;
import io.swen.gitops.change.Changes;
import io.swen.gitops.change.ItemAction;
import io.swen.gitops.change.StageName;
import io.swen.gitops.contract.Boundary;
import io.swen.gitops.contract.DesiredState;
import io.swen.gitops.repository.Commit;
import io.swen.gitops.repository.EnvironmentRepository;
import io.swen.gitops.rollback.Pin;
import io.swen.gitops.rollback.Pins;
import io.swen.platform.json.CanonicalJson;
import io.swen.platform.text.Plural;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;

/** Commits the change, then reads the commit back and checks that it says what was decided and nothing impossible. */
@Component
class ValidateStage implements StageHandler {

    private final DesiredStates desiredStates;
    private final EnvironmentRepository repository;
    private final Changes changes;
    private final CanonicalJson canonical;
    private final Boundary boundary;
    private final Pins pins;

    ValidateStage(
            DesiredStates desiredStates,
            EnvironmentRepository repository,
            Changes changes,
            CanonicalJson canonical,
            Boundary boundary,
            Pins pins) {
        this.desiredStates = desiredStates;
        this.repository = repository;
        this.changes = changes;
        this.canonical = canonical;
        this.boundary = boundary;
        this.pins = pins;
    }

    @Override
    public StageName stage() {
        return StageName.VALIDATE;
    }

    @Override
    public StageResult run(StageRun run) {
        ChangeSnapshot change = run.change();
        List<String> pinned = pinned(change);
        if (!pinned.isEmpty()) {
            pinned.forEach(run::error);
            return new StageResult.Failed("pinned", String.join("; ", pinned));
        }
        if (change.commitId() == null) {
            Commit commit = repository.commit(desiredStates.commit(change));
            boundary.crossed("committed");
            changes.committed(run.lease(), commit.id(), commit.subject());
            run.info("committed " + commit.id() + " on " + EnvironmentRepository.branch(change.id()));
            change = changes.get(change.id());
        }
        List<String> problems = new ArrayList<>();
        for (ChangeItem item : change.items()) {
            check(change, item, problems);
        }
        problems.forEach(run::error);
        return problems.isEmpty()
                ? new StageResult.Done(
                        "commit " + change.requiredCommit().substring(0, 12) + " says what was decided, in "
                                + Plural.of(change.items().size(), "file"))
                : new StageResult.Failed("invalid-desired-state", String.join("; ", problems));
    }

    /** What a decision may not re-apply until somebody says so; what takes a workload away is never held up. */
    private List<String> pinned(ChangeSnapshot change) {
        return change.origin() == ChangeOrigin.DECISION || change.origin() == ChangeOrigin.PROMOTION
                ? change.items().stream()
                        .filter(item -> item.action() != ItemAction.TEARDOWN)
                        .flatMap(item -> pins.pinOf(item.workloadId()).stream())
                        .map(Pin::explanation)
                        .toList()
                : List.of();
    }

    private void check(ChangeSnapshot change, ChangeItem item, List<String> problems) {
        Optional<DesiredState> read;
        try {
            read = desiredStates.read(change, item);
        } catch (JacksonException e) {
            problems.add(DesiredStates.path(change, item) + " cannot be read: " + e.getOriginalMessage());
            return;
        }
        if (item.action() == ItemAction.TEARDOWN) {
            if (read.isPresent()) {
                problems.add(DesiredStates.path(change, item) + " is still there");
            }
            return;
        }
        if (read.isEmpty()) {
            problems.add(DesiredStates.path(change, item) + " is missing");
            return;
        }
        DesiredState desired = read.get();
        DesiredState decided = DesiredState.of(change.id(), item.requiredWorkload(), item.requiredDecision());
        if (!canonical.string(desired).equals(canonical.string(decided))) {
            problems.add(DesiredStates.path(change, item) + " does not say what decision "
                    + item.requiredDecision().id() + " says");
        }
        DesiredStateRules.check(desired).forEach(problem -> problems.add(item.workloadId() + ": " + problem));
    }
}
