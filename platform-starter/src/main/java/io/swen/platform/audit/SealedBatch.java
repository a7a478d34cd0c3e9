package io.swen.platform.audit;

import java.util.List;

/** A seal with the rows under it, in their order. */
record SealedBatch(Seal seal, List<Entry> entries) {

    /** A row of the chain. */
    record Entry(long n, AuditRow row, Hash hash) {}

    SealedBatch {
        entries = List.copyOf(entries);
    }
}
