package io.swen.gitops.rollback;

import io.swen.gitops.change.ChangeItem;
import io.swen.gitops.change.ChangeKind;
import io.swen.gitops.change.ChangeOpening;
import io.swen.gitops.change.ChangeOrigin;
import io.swen.gitops.change.ChangeRequest;
import io.swen.gitops.change.ChangeSnapshot;
import io.swen.gitops.change.ChangeState;
import io.swen.gitops.change.Changes;
import io.swen.gitops.change.ItemAction;
import io.swen.gitops.change.StageName;
import io.swen.gitops.contract.Author;
import io.swen.gitops.contract.DesiredState;
import io.swen.gitops.contract.Yaml;
import io.swen.gitops.repository.EnvironmentRepository;
import io.swen.gitops.repository.FileChange;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.JacksonException;

/**
 * Takes a change back after it was merged: what its files said before is committed again, as a change of its own, and its
 * workloads are pinned in the same transaction.
 *
 * <p>Before the merge there is nothing to revert: {@code main} still holds what ran before, and so does the cloud. The change
 * then unwinds by itself, and only the pin is left to be set.
 */
@Service
public class Rollbacks {

    private final Changes changes;
    private final ChangeOpening opening;
    private final EnvironmentRepository repository;
    private final Pins pins;

    Rollbacks(Changes changes, ChangeOpening opening, EnvironmentRepository repository, Pins pins) {
        this.changes = changes;
        this.opening = opening;
        this.repository = repository;
        this.pins = pins;
    }

    /** Pins the workloads of a change that is about to fail by its own analysis, before {@code main} knew of it. */
    @Transactional
    public void pinBeforeMerge(ChangeSnapshot failing, String why) {
        pins.pin(failing, why, true, failing.author().actorId());
    }

    /**
     * Opens the changes that take a merged one back, at most two: one that puts back, one that removes. Asking again answers the
     * same.
     *
     * @param by who asked; null where this service does so itself, on behalf of the author of the change
     */
    @Transactional
    public List<ChangeSnapshot> rollBack(UUID changeId, String why, @Nullable Author by) {
        ChangeSnapshot failed = changes.lock(changeId);
        if (failed.kind() != ChangeKind.WORKLOADS) {
            throw conflict("a change of Terraform files is taken back by proposing the files as they were before");
        }
        if (failed.origin() == ChangeOrigin.ADOPTION) {
            throw conflict("an adoption is not taken back, because its instances ran before it; to end them, remove the"
                    + " workload's file by a push");
        }
        if (failed.state() == ChangeState.RUNNING && failed.stage() == StageName.APPLY && !failed.isTeardown()) {
            Author asker = by == null ? failed.author() : by;
            changes.takeBack(failed.id(), why);
            pins.pin(failed, why, by == null, asker.actorId());
            return List.of();
        }
        String merged = failed.mergedCommit();
        if (failed.state() != ChangeState.SUCCEEDED || merged == null) {
            throw conflict("only a change that succeeded can be taken back; this one is "
                    + failed.state().id() + (failed.state().isFinal() ? "" : ", so cancel it"));
        }
        Map<String, FileChange> reverted =
                repository.changes(merged).stream().collect(Collectors.toMap(FileChange::path, change -> change));
        List<ChangeItem> putBack = new ArrayList<>();
        List<ChangeItem> removed = new ArrayList<>();
        for (ChangeItem item : failed.items()) {
            String path = EnvironmentRepository.workloadPath(failed.environment(), item.workloadId());
            requireNewest(failed, item, path);
            Optional<ChangeItem> before = before(reverted.get(path), item);
            if (before.isPresent()) {
                putBack.add(before.get());
            } else if (item.action() != ItemAction.TEARDOWN) {
                removed.add(new ChangeItem(ItemAction.TEARDOWN, item.workloadId(), null, null));
            }
        }
        Author author = by == null ? failed.author() : by;
        pins.pin(failed, why, by == null, author.actorId());
        List<ChangeSnapshot> opened = new ArrayList<>();
        for (List<ChangeItem> items : List.of(putBack, removed)) {
            if (!items.isEmpty()) {
                opened.add(opening.open(
                        new ChangeRequest(
                                "rollback/" + failed.id() + "/"
                                        + items.getFirst().action(),
                                failed.environment(),
                                failed.team(),
                                "This reverts commit " + merged + " of change " + failed.id() + ": " + why,
                                items),
                        ChangeOrigin.ROLLBACK,
                        failed.id(),
                        failed.incidentId(),
                        author));
            }
        }
        return opened;
    }

    /** What came after it would be taken back with it, and nobody asked for that. */
    private void requireNewest(ChangeSnapshot failed, ChangeItem item, String path) {
        Optional<UUID> now =
                repository.fileOnMain(path).map(yaml -> read(path, yaml).changeId());
        Optional<UUID> expected = item.action() == ItemAction.TEARDOWN ? Optional.empty() : Optional.of(failed.id());
        if (!now.equals(expected)) {
            throw conflict("main has meanwhile "
                    + now.map(other -> "change " + other + " of ").orElse("no ") + item.workloadId()
                    + now.map(other -> "; take that one back first").orElse(" any more"));
        }
    }

    /** What the workload's file said before the commit, with the decision that it came from. */
    private Optional<ChangeItem> before(@Nullable FileChange reverted, ChangeItem item) {
        if (reverted == null || reverted.before() == null) {
            return Optional.empty();
        }
        DesiredState state = read(reverted.path(), reverted.before());
        ChangeItem made = changes.get(state.changeId()).items().stream()
                .filter(other -> other.workloadId().equals(item.workloadId()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(reverted.path() + " names change " + state.changeId()
                        + ", which does not know " + item.workloadId()));
        return Optional.of(new ChangeItem(
                item.action() == ItemAction.TEARDOWN ? ItemAction.DEPLOY : ItemAction.REPLACE,
                item.workloadId(),
                state.workload(),
                made.requiredDecision()));
    }

    private static DesiredState read(String path, String yaml) {
        try {
            return Yaml.read(yaml, DesiredState.class);
        } catch (JacksonException e) {
            throw conflict(path + " cannot be read any more: " + e.getOriginalMessage());
        }
    }

    private static ProblemException conflict(String why) {
        return ProblemException.of(ErrorCode.CONFLICT, why);
    }
}
