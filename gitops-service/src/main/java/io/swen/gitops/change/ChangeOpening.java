package io.swen.gitops.change;

import io.swen.gitops.contract.Author;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** How the other parts of this service open changes: checked like those that come by REST, in the caller's transaction. */
@Component
public class ChangeOpening {

    private final ChangeIntake intake;
    private final Changes changes;
    private final JdbcTemplate jdbc;

    ChangeOpening(ChangeIntake intake, Changes changes, JdbcTemplate jdbc) {
        this.intake = intake;
        this.changes = changes;
        this.jdbc = jdbc;
    }

    /** Opens a change that has an environment's Terraform code as it stands on {@code main} applied once more. */
    @Transactional(propagation = Propagation.MANDATORY)
    public ChangeSnapshot openAsOnMain(
            String environment, String team, Author author, String title, String reason, UUID cause) {
        return changes.createOfFiles(
                ChangeKind.TERRAFORM,
                environment,
                team,
                author,
                title,
                reason,
                List.of(),
                new Provenance(ChangeOrigin.DRIFT, cause, null, null));
    }

    /**
     * Opens a change of workloads, or answers the one that the same key opened before.
     *
     * @param cause the change that it reverts, or the drift or remediation that it answers
     * @param incident that it belongs to
     * @throws io.swen.platform.problem.ProblemException where the request is not in order
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public ChangeSnapshot open(
            ChangeRequest request, ChangeOrigin origin, @Nullable UUID cause, @Nullable UUID incident, Author author) {
        return open(request, new Provenance(origin, cause, incident, null), author);
    }

    /**
     * Opens a change that is another try of one before, with its origin and cause.
     *
     * @param items what it does with workloads; they may stand on another state of {@code main} than before
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public ChangeSnapshot openAgain(ChangeSnapshot before, List<ChangeItem> items, String reason, Author author) {
        Provenance provenance = new Provenance(before.origin(), before.cause(), before.incidentId(), before.id());
        return before.kind() == ChangeKind.WORKLOADS
                ? open(new ChangeRequest(null, before.environment(), before.team(), reason, items), provenance, author)
                : changes.createOfFiles(
                        before.kind(),
                        before.environment(),
                        before.team(),
                        author,
                        before.title(),
                        reason,
                        before.files(),
                        provenance);
    }

    private ChangeSnapshot open(ChangeRequest request, Provenance provenance, Author author) {
        String key = request.key();
        if (key != null) {
            // Whoever comes second with the same key waits here until the first has committed.
            jdbc.queryForList("select pg_advisory_xact_lock(hashtextextended(?, 0))", key);
            List<UUID> opened = jdbc.query(
                    "select change_id from change_opening where key = ?",
                    (row, index) -> row.getObject(1, UUID.class),
                    key);
            if (!opened.isEmpty()) {
                return changes.get(opened.getFirst());
            }
        }
        ChangeSnapshot change = intake.accept(
                new NewChange(
                        request.environment(),
                        request.team(),
                        author,
                        request.reason(),
                        request.items().stream()
                                .map(item -> new NewChange.Item(
                                        item.action(), item.workloadId(), item.workload(), item.decision()))
                                .toList(),
                        null,
                        null,
                        null,
                        null),
                provenance);
        if (key != null) {
            jdbc.update("insert into change_opening (key, change_id) values (?, ?)", key, change.id());
        }
        return change;
    }
}
