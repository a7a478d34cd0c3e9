package io.swen.simulator.fleet;

import io.swen.catalog.Provider;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an instance is doing at a moment.
 *
 * @param since when this state began
 * @param end why and when it stopped running for good, once it did
 * @param noticedUntil when a spot instance that has had its notice will be taken back
 */
public record InstanceStatus(
        State state,
        Instant since,
        @Nullable End end,
        @Nullable Instant noticedUntil) {

    /** States that both clouds know, under names of their own. */
    public enum State {
        PENDING,
        RUNNING,
        STOPPING,
        STOPPED,
        SHUTTING_DOWN,
        GONE
    }

    /** Why an instance ended. */
    public enum End {
        USER,
        SHUTDOWN,
        INTERRUPTION
    }

    private static final Duration AWS_NOTICE = Duration.ofMinutes(2);
    private static final Duration ALIBABA_NOTICE = Duration.ofMinutes(5);
    private static final Duration WINDING_DOWN = Duration.ofSeconds(10);

    /** Works out the status of an instance at a moment of domain time. */
    public static InstanceStatus of(SimInstance i, Instant now) {
        Instant shutdown = i.workEndsAt();
        Instant interruption = i.interruptedAt();
        if (shutdown != null && interruption != null) {
            // Whichever comes first; a shut-down instance is not interrupted any more.
            if (interruption.isBefore(shutdown)) {
                shutdown = null;
            } else {
                interruption = null;
            }
        }
        Instant deleted = i.deletedAt();
        if (deleted != null && !deleted.isAfter(now)) {
            boolean ended = (interruption != null && interruption.isBefore(deleted))
                    || (shutdown != null && i.shutdownTerminates() && shutdown.isBefore(deleted));
            if (!ended) {
                return windingDown(deleted, now, State.SHUTTING_DOWN, State.GONE, End.USER);
            }
        }
        if (interruption != null && !interruption.isAfter(now)) {
            return windingDown(interruption, now, State.SHUTTING_DOWN, State.GONE, End.INTERRUPTION);
        }
        if (shutdown != null && !shutdown.isAfter(now)) {
            return i.shutdownTerminates()
                    ? windingDown(shutdown, now, State.SHUTTING_DOWN, State.GONE, End.SHUTDOWN)
                    : windingDown(shutdown, now, State.STOPPING, State.STOPPED, End.SHUTDOWN);
        }
        Instant noticed = null;
        if (interruption != null && !interruption.minus(notice(i)).isAfter(now)) {
            noticed = interruption;
        }
        return now.isBefore(i.runningAt())
                ? new InstanceStatus(State.PENDING, i.launchedAt(), null, noticed)
                : new InstanceStatus(State.RUNNING, i.runningAt(), null, noticed);
    }

    /** How long before it takes a spot instance back the provider says so. */
    public static Duration notice(SimInstance i) {
        return notice(i.provider());
    }

    /** The same of a provider. */
    public static Duration notice(Provider provider) {
        return switch (provider) {
            case AWS -> AWS_NOTICE;
            case ALIBABA -> ALIBABA_NOTICE;
        };
    }

    private static InstanceStatus windingDown(Instant at, Instant now, State during, State after, End end) {
        Instant done = at.plus(WINDING_DOWN);
        return now.isBefore(done)
                ? new InstanceStatus(during, at, end, null)
                : new InstanceStatus(after, done, end, null);
    }

    /** Whether the instance is on its way out or gone, so that nothing can be done with it. */
    public boolean ending() {
        return state == State.SHUTTING_DOWN || state == State.GONE;
    }
}
