package io.swen.platform.audit;

import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionOperations;

/** Writes who did what to which thing, in the transaction of the change: either both are stored, or neither. */
public class AuditLog {

    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final AuditRows rows;
    private final TransactionOperations ownTransaction;
    private final Refusals refusals;

    AuditLog(AuditRows rows, TransactionOperations ownTransaction, Refusals refusals) {
        this.rows = rows;
        this.ownTransaction = ownTransaction;
        this.refusals = refusals;
    }

    /**
     * Records an action of the current caller, or of the service itself in background work.
     *
     * @param action a verb such as {@code workload.cancel}
     * @param before the state before; null for a creation
     * @param after the state after; null for a removal
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void record(
            String action, String resourceType, String resourceId, @Nullable Object before, @Nullable Object after) {
        record(AuditEntry.of(action, resourceType, resourceId).change(before, after));
    }

    /**
     * Records an action of the current caller, or of the service itself in background work.
     *
     * @throws ProblemException {@link ErrorCode#AUDIT_UNAVAILABLE} when it cannot be written, so that the change does not happen
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void record(AuditEntry entry) {
        try {
            rows.insert(entry, AuditContext.current());
        } catch (DataAccessResourceFailureException databaseDown) {
            throw databaseDown;
        } catch (DataAccessException unwritable) {
            throw unavailable(unwritable);
        }
    }

    /**
     * Records an attempt that was refused. It is written a moment later in a transaction of its own, so it needs none, takes the
     * caller no time and outlives the rollback of the caller's. Problems that a caller is answered are recorded without this.
     */
    public void refused(AuditEntry entry) {
        refusals.add(entry.outcome(AuditOutcome.REFUSED), AuditContext.current());
    }

    /**
     * What a bulk writer of its own audit rows throws after its statement failed, so that its callers learn the same as others.
     *
     * @return the problem if rows cannot be written at the moment, else the failure itself
     */
    public RuntimeException explain(DataAccessException failure) {
        if (failure instanceof DataAccessResourceFailureException) {
            return failure;
        }
        try {
            ownTransaction.executeWithoutResult(status -> {
                status.setRollbackOnly();
                rows.insert(AuditEntry.of("audit.probe", "audit", "probe"), AuditContext.current());
            });
            return failure;
        } catch (DataAccessException unwritable) {
            return unavailable(unwritable);
        }
    }

    /** The JSON in which a bulk writer stores a state: without secrets. */
    public @Nullable String document(@Nullable Object state) {
        return rows.document(state);
    }

    private static ProblemException unavailable(DataAccessException cause) {
        LOG.error(
                "the audit log cannot be written, so changes are refused: {}",
                cause.getMostSpecificCause().getMessage());
        return ProblemException.retryLater(
                ErrorCode.AUDIT_UNAVAILABLE,
                "the audit log cannot be written, so nothing may be changed; reading goes on",
                RETRY_AFTER);
    }
}
