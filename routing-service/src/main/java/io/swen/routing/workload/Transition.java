package io.swen.routing.workload;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A move of a workload from one state to the next.
 *
 * @param from null for the submission
 * @param causeId the event, decision or actor that caused it
 */
@Schema(name = "WorkloadTransition")
record Transition(
        @Nullable WorkloadState from,
        WorkloadState to,
        Instant at,
        @Nullable String reason,
        @Nullable String causeId) {}
