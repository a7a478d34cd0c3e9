package io.swen.routing.batch;

import io.swen.platform.audit.AuditEntry;
import io.swen.platform.audit.AuditLog;
import io.swen.platform.id.Uuids;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import io.swen.routing.batch.BatchController.BatchView;
import io.swen.routing.batch.BatchController.ItemView;
import io.swen.routing.batch.BatchController.SubmitAnswer;
import io.swen.routing.workload.BulkIntake;
import io.swen.routing.workload.Workload;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What callers may do with batches: submit and look. */
@Service
class Batches {

    private final BatchStore store;
    private final BulkIntake intake;
    private final AuditLog audit;
    private final Clock clock;

    Batches(BatchStore store, BulkIntake intake, AuditLog audit, Clock clock) {
        this.store = store;
        this.intake = intake;
        this.audit = audit;
        this.clock = clock;
    }

    /** Stores all of it, or nothing. */
    @Transactional(propagation = Propagation.MANDATORY)
    public SubmitAnswer submit(BatchRequest request, Actor actor) {
        Integer percent = percent(request.spread());
        UUID id = Uuids.next();
        int size = request.workloads() == null ? 0 : request.workloads().size();
        store.add(id, actor.id(), size, percent, clock.instant());
        List<String> workloads = intake.store(request.workloads(), id, actor);
        audit.record(AuditEntry.of("batch.submit", "batch", id.toString()).change(null, Map.of("size", size)));
        return new SubmitAnswer(
                id, Batch.State.SUBMITTED, size, workloads, new SubmitAnswer.Links("/api/v1/batches/" + id));
    }

    @Transactional(readOnly = true)
    public BatchView view(UUID id, Actor actor) {
        List<Workload> seen = intake.ofBatch(id, actor);
        Batch batch = store.find(id)
                .filter(found -> !seen.isEmpty())
                .orElseThrow(() -> ProblemException.notFound("batch", id));
        BatchResult result = batch.result();
        Map<String, String> reasons = new HashMap<>();
        if (result != null) {
            result.unplaced().forEach(unplaced -> reasons.put(unplaced.workloadId(), unplaced.reason()));
        }
        List<ItemView> items = seen.stream()
                .map(workload -> new ItemView(
                        workload.id(),
                        workload.state().id(),
                        workload.decisionId(),
                        workload.reason() == null ? reasons.get(workload.id()) : workload.reason()))
                .toList();
        return new BatchView(
                batch.id(),
                batch.state(),
                batch.createdAt(),
                batch.size(),
                batch.zonePercent() == null ? null : new BatchRequest.Spread(batch.zonePercent()),
                batch.decidedAt(),
                result == null ? null : seenOf(result, items),
                items);
    }

    /** Without the names of workloads that the caller may not see. */
    private static BatchResult seenOf(BatchResult result, List<ItemView> items) {
        var ids = items.stream().map(ItemView::workloadId).collect(java.util.stream.Collectors.toSet());
        return new BatchResult(
                result.solver(),
                result.gapPercent(),
                result.greedyPercent(),
                result.seconds(),
                result.candidates(),
                result.placed(),
                result.unplaced().stream()
                        .filter(unplaced -> ids.contains(unplaced.workloadId()))
                        .toList());
    }

    private static @Nullable Integer percent(BatchRequest.@Nullable Spread spread) {
        if (spread == null) {
            return null;
        }
        Integer percent = spread.mostPercentPerZone();
        if (percent == null || percent < 1 || percent > 100) {
            throw ProblemException.invalidField("spread.most_percent_per_zone", percent, "1 to 100");
        }
        return percent;
    }
}
