package io.swen.telemetry.alert;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of an alert at an evaluation; no clock, no database.
 *
 * @param hold how long a cause has to last before the alert fires
 * @param keep how long an alert goes on firing after its cause was last seen
 * @param blind how long an alert outlives that nothing can be said about its cause
 */
record AlertLife(Duration hold, Duration keep, Duration blind) {

    /** What an evaluation says about the cause. */
    enum Sign {
        ACTIVE,
        ABSENT,
        /** There are no data to judge by, which is no good news. */
        UNKNOWN
    }

    /** The state of an alert that begins, whose cause has been there since. */
    AlertState begin(Instant since, Instant now) {
        return AlertState.moved(null, isLongEnough(since, now) ? AlertState.FIRING : AlertState.PENDING);
    }

    /**
     * The state that an alert gets into, or null where it stays as it is.
     *
     * @param since when its cause was first seen
     * @param lastSeen when it was last seen before this evaluation
     */
    @Nullable
    AlertState next(AlertState state, Sign sign, Instant since, Instant lastSeen, Instant now) {
        return switch (state) {
            case PENDING ->
                switch (sign) {
                    case ACTIVE -> isLongEnough(since, now) ? AlertState.moved(state, AlertState.FIRING) : null;
                    case ABSENT -> AlertState.moved(state, AlertState.RESOLVED);
                    case UNKNOWN -> isOver(lastSeen, blind, now) ? AlertState.moved(state, AlertState.RESOLVED) : null;
                };
            case FIRING ->
                switch (sign) {
                    case ACTIVE -> null;
                    case ABSENT -> isOver(lastSeen, keep, now) ? AlertState.moved(state, AlertState.RESOLVED) : null;
                    case UNKNOWN -> isOver(lastSeen, blind, now) ? AlertState.moved(state, AlertState.RESOLVED) : null;
                };
            case RESOLVED -> throw new IllegalStateException("an alert that is resolved is not evaluated");
        };
    }

    private boolean isLongEnough(Instant since, Instant now) {
        return isOver(since, hold, now);
    }

    private static boolean isOver(Instant since, Duration length, Instant now) {
        return !since.plus(length).isAfter(now);
    }
}
