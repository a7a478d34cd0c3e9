package io.swen.gitops.change;

import io.swen.gitops.contract.PlacementDecision;
import io.swen.gitops.control.Automation;
import io.swen.gitops.repository.FileEdit;
import io.swen.platform.page.Cursors;
import io.swen.platform.page.Page;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Answers what callers ask about changes, within what they may see. */
@Service
public class ChangeQueries {

    private final ChangeRows rows;
    private final Automation automation;

    ChangeQueries(ChangeRows rows, Automation automation) {
        this.rows = rows;
        this.automation = automation;
    }

    /** The change, if the caller may know of it. */
    @Transactional(readOnly = true)
    public ChangeView get(UUID id, Actor viewer) {
        return views(List.of(visible(id, viewer))).getFirst();
    }

    @Transactional(readOnly = true)
    Page<ChangeView> list(
            @Nullable ChangeState state,
            @Nullable String workloadId,
            @Nullable String environment,
            @Nullable Set<UUID> ids,
            Actor viewer,
            @Nullable String cursor,
            int limit) {
        List<String> place = Cursors.decode(cursor, 1);
        List<UUID> found = rows.list(
                new ChangeRows.Filter(state, workloadId, environment, ids, viewer),
                place == null ? null : UUID.fromString(place.getFirst()),
                limit + 1);
        Page<UUID> page = Page.of(found, limit, Cursors::encode);
        return new Page<>(views(rows.load(page.items())), page.next());
    }

    /** Changes for which somebody broke glass, the newest first; only those signed off or not, where that is asked. */
    @Transactional(readOnly = true)
    public Page<ChangeView> withBrokenGlass(
            @Nullable Boolean reviewed, Actor viewer, @Nullable String cursor, int limit) {
        Page<UUID> page =
                Page.of(rows.withBrokenGlass(reviewed, viewer, Cursors.id(cursor), limit + 1), limit, Cursors::encode);
        return new Page<>(views(rows.load(page.items())), page.next());
    }

    @Transactional(readOnly = true)
    Page<StageLogLine> log(UUID id, String stage, Actor viewer, @Nullable String cursor, int limit) {
        visible(id, viewer);
        StageName name = StageName.ofId(stage).orElseThrow(() -> ProblemException.notFound("stage", stage));
        List<String> place = Cursors.decode(cursor, 1);
        long after = place == null ? 0 : Long.parseLong(place.getFirst());
        return Page.of(rows.log(id, name, after, limit + 1), limit, line -> Cursors.encode(line.seq()));
    }

    /** The newest changes that the caller may know of. */
    @Transactional(readOnly = true)
    public List<ChangeSnapshot> newest(Actor viewer, int limit) {
        return rows.load(rows.list(new ChangeRows.Filter(null, null, null, null, viewer), null, limit));
    }

    /** Fails like an unknown id where the caller may not know of the change. */
    @Transactional(readOnly = true)
    public ChangeSnapshot visible(UUID id, Actor viewer) {
        return rows.load(List.of(id)).stream()
                .filter(change -> viewer.sees(change.team(), change.environment()))
                .findFirst()
                .orElseThrow(() -> ProblemException.notFound("change", id));
    }

    private List<ChangeView> views(List<ChangeSnapshot> changes) {
        Map<UUID, List<StageRow>> stages =
                rows.stages(changes.stream().map(ChangeSnapshot::id).toList());
        Map<UUID, UUID> retriedBy =
                rows.retriedBy(changes.stream().map(ChangeSnapshot::id).toList());
        Map<String, Optional<String>> told = new HashMap<>();
        return changes.stream()
                .map(change -> view(
                        change,
                        stages.getOrDefault(change.id(), List.of()),
                        heldBack(change, told),
                        retriedBy.get(change.id())))
                .toList();
    }

    /** Why the change is not applied now, or does not go on; asked at the moment, so that it is never out of date. */
    private @Nullable String heldBack(ChangeSnapshot change, Map<String, Optional<String>> told) {
        // Policies touch no cloud, so that neither a mode nor a freeze is about them.
        boolean begun = change.applyBegunAt() != null || change.kind() == ChangeKind.POLICY;
        boolean brokeGlass = change.breakGlass() != null;
        boolean waits = change.state() == ChangeState.AWAITING_APPROVAL
                || (change.state() == ChangeState.RUNNING && change.stage().touchesTheCloud());
        if (!waits) {
            return null;
        }
        return told.computeIfAbsent(
                        begun + " " + brokeGlass + " " + change.environment(),
                        key -> Optional.ofNullable(
                                begun
                                        ? automation.stopped(change.environment())
                                        : automation.heldBack(change.environment(), brokeGlass)))
                .orElse(null);
    }

    private static ChangeView view(
            ChangeSnapshot change, List<StageRow> stages, @Nullable String heldBack, @Nullable UUID retriedBy) {
        return new ChangeView(
                change.id(),
                change.kind(),
                change.state(),
                change.stage(),
                change.team(),
                change.environment(),
                change.title(),
                change.author(),
                change.origin(),
                change.cause(),
                change.incidentId(),
                change.retries(),
                retriedBy,
                change.createdAt(),
                change.updatedAt(),
                change.items().stream().map(ChangeQueries::item).toList(),
                change.files().stream().map(FileEdit::path).toList(),
                "environments",
                "change/" + change.id(),
                change.commitId() == null || change.commitSubject() == null
                        ? List.of()
                        : List.of(new ChangeView.Commit(change.commitId(), change.commitSubject())),
                change.mergedCommit(),
                stages.stream()
                        .map(stage -> new ChangeView.Stage(
                                stage.name(),
                                stage.state(),
                                stage.startedAt(),
                                stage.finishedAt(),
                                stage.attempts(),
                                stage.summary()))
                        .toList(),
                change.plan(),
                approval(change),
                change.deploymentIds(),
                change.failure(),
                heldBack,
                change.breakGlass());
    }

    private static ChangeView.@Nullable Approval approval(ChangeSnapshot change) {
        ApprovalLevel level = change.approvalLevel();
        return level == null
                ? null
                : new ChangeView.Approval(
                        level,
                        change.approvalReasons(),
                        change.requiredApprovals(),
                        change.granted(),
                        change.approvalExpiresAt(),
                        change.verdicts().stream()
                                .map(given -> new ChangeView.Given(
                                        given.actorId(),
                                        given.name(),
                                        given.verdict(),
                                        given.reason(),
                                        given.at(),
                                        given.onBehalfOf()))
                                .toList());
    }

    private static ChangeView.Item item(ChangeItem item) {
        PlacementDecision decision = item.decision();
        return new ChangeView.Item(
                item.action(),
                item.workloadId(),
                decision == null ? null : decision.id(),
                decision == null ? null : decision.offer(),
                decision == null ? null : decision.hourlyCost(),
                decision == null ? null : decision.confidence(),
                item.workload() == null ? null : item.workload().effectivePriority());
    }
}
