package io.swen.telemetry.support;

import io.swen.platform.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A span of time that a caller asked for: from the first instant, up to but not with the second. */
public record TimeSpan(Instant from, Instant to) {

    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    public TimeSpan {
        if (from.isAfter(to)) {
            throw new IllegalArgumentException(from + " is after " + to);
        }
    }

    /**
     * The span of the parameters {@code from} and {@code to}.
     *
     * @param now what an absent {@code to} means
     * @param length how far before the end an absent {@code from} lies
     */
    public static TimeSpan of(@Nullable Instant from, @Nullable Instant to, Instant now, Duration length) {
        Instant end = checked("to", to == null ? now : to);
        Instant start = checked("from", from == null ? end.minus(length) : from);
        if (!start.isBefore(end)) {
            throw ProblemException.invalidField("from", start, "before to, " + end);
        }
        return new TimeSpan(start, end);
    }

    public Duration length() {
        return Duration.between(from, to);
    }

    private static Instant checked(String field, Instant given) {
        if (given.isBefore(EARLIEST) || given.isAfter(LATEST)) {
            throw ProblemException.invalidField(field, given, "between " + EARLIEST + " and " + LATEST);
        }
        return given;
    }
}
