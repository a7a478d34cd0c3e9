package io.swen.gitops.change;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The right to run a stage of a change until the lease expires.
 *
 * @param fence rises with each claim; a lease with an old fence can finish nothing
 * @param startedAt domain time at which the stage was first claimed
 * @param age wall time since then
 * @param polled whether it is claimed only to look whether something has happened
 * @param deaths how many leases before this one ran out in a row without a result
 * @param traceparent of the span in which the change came to be
 */
public record StageLease(
        UUID changeId,
        StageName stage,
        int attempts,
        long fence,
        String owner,
        Instant startedAt,
        Duration age,
        boolean polled,
        int deaths,
        @Nullable String traceparent) {}
