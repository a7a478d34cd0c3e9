package io.swen.routing.workload;

import io.swen.platform.audit.AuditContext;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A checked submission on its way to the database, in the forms in which it is stored.
 *
 * @param key the Idempotency-Key, or null
 * @param requestHash set exactly when the key is
 * @param body the answer's JSON, stored for repetitions
 */
record Submission(
        String id,
        String team,
        String environment,
        String kind,
        String spec,
        UUID authorId,
        String authorName,
        Instant at,
        @Nullable String traceparent,
        AuditContext caller,
        String eventData,
        @Nullable String key,
        @Nullable String requestHash,
        String location,
        String body,
        CompletableFuture<Outcome> outcome) {

    /** What became of a submission. */
    sealed interface Outcome {

        record Stored() implements Outcome {}

        /** There is another workload of this id. */
        record IdTaken() implements Outcome {}

        /** The same request was carried out before, with this answer. */
        record Repeated(String location, String body) implements Outcome {}

        /** The key was used for a request with another body. */
        record KeyReused() implements Outcome {}

        record Failed(RuntimeException cause) implements Outcome {}
    }
}
