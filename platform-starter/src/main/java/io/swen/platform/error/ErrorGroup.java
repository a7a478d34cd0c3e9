package io.swen.platform.error;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Errors of one service that look the same. Its times are wall times, as in the log.
 *
 * @param fingerprint 16 hex digits, of where and how it happens and not of what it happened to
 * @param level {@code error}, or {@code warn} where an exception came with it
 * @param exception class of the exception at the bottom; null where there was none
 * @param place class and method of the platform's in which it happened
 * @param message what was logged, without what it was about
 * @param sample the last one as it was logged, secrets and addresses of people masked; null for callers who may not see every team
 * @param frames the top of the stack
 * @param traceId of the last one
 * @param occurrences how often since {@code firstSeen}
 * @param reopened how often it came back after it was resolved
 * @param judgedBy who acknowledged or resolved it last
 */
public record ErrorGroup(
        String service,
        String fingerprint,
        ErrorState state,
        String level,
        String logger,
        @Nullable String exception,
        @Nullable String place,
        String message,
        @Nullable String sample,
        List<String> frames,
        @Nullable String traceId,
        long occurrences,
        Instant firstSeen,
        Instant lastSeen,
        int reopened,
        long version,
        @Nullable UUID judgedBy,
        @Nullable Instant judgedAt,
        @Nullable String note) {

    public ErrorGroup {
        frames = List.copyOf(frames);
    }

    ErrorGroup withoutSample() {
        return new ErrorGroup(
                service,
                fingerprint,
                state,
                level,
                logger,
                exception,
                place,
                message,
                null,
                frames,
                traceId,
                occurrences,
                firstSeen,
                lastSeen,
                reopened,
                version,
                judgedBy,
                judgedAt,
                null);
    }
}
