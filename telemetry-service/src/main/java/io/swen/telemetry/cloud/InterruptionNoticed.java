package io.swen.telemetry.cloud;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A provider announced that it will take an instance away, or that it may; an application event and the data of the event of
 * this name in the event log.
 *
 * @param noticeId the provider's id of the notice
 * @param kind {@code interruption} (it will end), {@code rebalance} (its risk has risen) or {@code scheduled_event} (retirement,
 *     reboot, maintenance)
 * @param effectiveAt when it takes effect; null where the provider gives no time
 */
public record InterruptionNoticed(
        String noticeId,
        String provider,
        String region,
        String instanceId,
        String kind,
        @Nullable String detail,
        Instant noticedAt,
        @Nullable Instant effectiveAt,
        @Nullable String workload,
        @Nullable String team,
        @Nullable String environment,
        boolean simulated) {

    /** The type in the event log. */
    public static final String TYPE = "InterruptionNoticed";
}
