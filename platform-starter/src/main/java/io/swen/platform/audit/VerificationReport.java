package io.swen.platform.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a part of the verification found.
 *
 * @param rows sealed rows that were checked in this part
 * @param broken findings in this part, also those beyond what is listed
 * @param findings the first of them
 * @param pending rows that are committed but not sealed yet; set at the end only
 * @param prunedThrough the batch up to which retention removed the rows; 0 for none
 * @param copiedFrom the first batch of this part that was compared with the copy outside the database; null for none
 * @param copiedThrough the last of them
 * @param next where the next part begins; null at the end
 */
record VerificationReport(
        String service,
        long rows,
        long batches,
        long broken,
        List<Finding> findings,
        @Nullable Long pending,
        long prunedThrough,
        @Nullable Long copiedFrom,
        @Nullable Long copiedThrough,
        @Nullable String next) {

    VerificationReport {
        findings = List.copyOf(findings);
    }

    /** How something is broken. */
    enum Kind {
        /** A row or its hash is not what was sealed. */
        CHANGED,
        /** A sealed row is not there any more. */
        REMOVED,
        /** A row stands among sealed ones but never was sealed. */
        INSERTED,
        /** A row stands at another place than where it was sealed. */
        REORDERED,
        /** A seal does not fit its rows, its predecessor, its signature or the copy. */
        SEAL_ALTERED,
        /** A seal is not there any more. */
        SEAL_REMOVED,
        /** The copy outside the database is not what it was. */
        COPY_ALTERED
    }

    /**
     * One thing that is broken.
     *
     * @param n place in the chain; null where it never had one
     * @param batch of the seal; null where it belongs to none
     * @param id of the row
     */
    record Finding(
            Kind kind,
            @Nullable Long n,
            @Nullable Long batch,
            @Nullable String id,
            String detail) {}
}
