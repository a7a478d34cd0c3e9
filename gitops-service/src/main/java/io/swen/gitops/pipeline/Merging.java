package io.swen.gitops.pipeline;

import io.swen.gitops.change.ChangeSnapshot;
import io.swen.gitops.contract.Boundary;
import io.swen.gitops.repository.EnvironmentRepository;
import io.swen.gitops.repository.MergeOutcome;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Brings changes to {@code main}, one at a time over all instances of this service. */
@Component
class Merging {

    private static final long MERGE_LOCK = 0x5357_454e_0003L;

    private final EnvironmentRepository repository;
    private final TransactionTemplate transactions;
    private final JdbcTemplate jdbc;
    private final Boundary boundary;

    Merging(EnvironmentRepository repository, TransactionTemplate transactions, JdbcTemplate jdbc, Boundary boundary) {
        this.repository = repository;
        this.transactions = transactions;
        this.jdbc = jdbc;
        this.boundary = boundary;
    }

    /** Merges a change that the cloud follows, and ends it. */
    StageResult finish(ChangeSnapshot change, String summary) {
        return finish(change, change.requiredCommit(), summary);
    }

    /** The same for another commit of the change than the one that was planned. */
    StageResult finish(ChangeSnapshot change, String commit, String summary) {
        MergeOutcome outcome = transactions.execute(status -> {
            jdbc.queryForList("select pg_advisory_xact_lock(?)", MERGE_LOCK);
            return repository.merge(change.id(), commit);
        });
        boundary.crossed("merged");
        return switch (outcome) {
            case MergeOutcome.Merged(String commitId) ->
                new StageResult.Finished(commitId, summary + "; merged as " + commitId);
            case MergeOutcome.Conflict(List<String> paths) ->
                new StageResult.Failed("merge-conflict", "another change touched " + String.join(", ", paths));
            case null -> throw new IllegalStateException("a merge has an outcome");
        };
    }
}
