package io.swen.routing.decision;

import io.swen.platform.id.Uuids;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something to be handed to gitops-service, once, under its key.
 *
 * @param key the Idempotency-Key
 * @param decisionId null for a teardown
 * @param attempts how often it was claimed, the claim at hand included
 * @param traceparent of the span in which it came to be
 */
record Handover(
        String key,
        String workloadId,
        Kind kind,
        @Nullable UUID decisionId,
        int attempts,
        @Nullable String traceparent) {

    enum Kind {
        DEPLOY,
        TEARDOWN,
        /** The change of a decision that was overtaken before it was applied is stopped. */
        STOP,
        /** Several deployments that were decided together, as one change. */
        REPLACEMENT
    }

    /** Where a hand-over stands. */
    enum State {
        /** Not taken yet, as far as is known here. */
        WAITING,
        /** gitops-service has a change for it. */
        SENT,
        /** gitops-service will not take it. */
        REFUSED,
        /** It is not needed any more and was never sent. */
        WITHDRAWN
    }

    static String stopKey(UUID decision) {
        return "stop:" + decision;
    }

    /** A new one: there may be several for the same version of a workload, one after the other. */
    static String teardownKey(String workloadId) {
        return "teardown:" + workloadId + ":" + Uuids.next();
    }
}
