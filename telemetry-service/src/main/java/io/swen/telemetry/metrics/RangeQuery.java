package io.swen.telemetry.metrics;

import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import io.swen.telemetry.metrics.StoredSeries.Resolution;
import io.swen.telemetry.support.TimeSpan;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to know of some series over time, checked.
 *
 * @param across how the series of a group become one; null leaves each by itself
 * @param groupBy labels, or {@code name}, {@code team} or {@code environment}
 * @param top the number of series with the greatest values to show; null for all
 */
record RangeQuery(
        SeriesSelector selector,
        List<LabelMatcher> matchers,
        TimeSpan span,
        Duration step,
        Aggregation aggregation,
        @Nullable Aggregation across,
        List<String> groupBy,
        @Nullable Integer top,
        Aggregation topBy) {

    static final int MOST_POINTS = 1_000;
    static final int POINTS_UNLESS_ASKED = 300;
    static final int MOST_SHOWN = 100;
    static final int MOST_READ = 1_000;
    private static final int MOST_MATCHERS = 20;
    private static final Duration DAY = Duration.ofDays(1);
    private static final List<Duration> STEPS = List.of(
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(15),
            Duration.ofMinutes(1),
            Duration.ofMinutes(2),
            Duration.ofMinutes(5),
            Duration.ofMinutes(10),
            Duration.ofMinutes(15),
            Duration.ofMinutes(30),
            Duration.ofHours(1),
            Duration.ofHours(3),
            Duration.ofHours(6),
            Duration.ofHours(12),
            DAY,
            Duration.ofDays(7),
            Duration.ofDays(30));

    RangeQuery {
        matchers = List.copyOf(matchers);
        groupBy = List.copyOf(groupBy);
    }

    /** What a caller asked for, as it stands in the parameters. */
    record Asked(
            @Nullable String name,
            @Nullable List<String> labels,
            TimeSpan span,
            @Nullable Duration step,
            @Nullable Integer maxPoints,
            @Nullable String aggregation,
            @Nullable String across,
            @Nullable List<String> groupBy,
            @Nullable Integer top,
            @Nullable String topBy) {

        RangeQuery checked(Actor actor) {
            List<String> conditions = labels == null ? List.of() : labels;
            if (conditions.size() > MOST_MATCHERS) {
                throw ProblemException.invalidField("label", conditions.size(), "at most " + MOST_MATCHERS);
            }
            if (name == null && conditions.isEmpty()) {
                throw ProblemException.invalidField("name", null, "given, or a label");
            }
            int points = maxPoints == null ? POINTS_UNLESS_ASKED : maxPoints;
            if (points < 1 || points > MOST_POINTS) {
                throw ProblemException.invalidField("max_points", points, "1 to " + MOST_POINTS);
            }
            if (top != null && (top < 1 || top > MOST_SHOWN)) {
                throw ProblemException.invalidField("top", top, "1 to " + MOST_SHOWN);
            }
            Aggregation together = across == null ? null : aggregation("across", across);
            if (together == Aggregation.LAST) {
                throw ProblemException.invalidField("across", across, "one of avg, min, max, sum, count");
            }
            List<String> groups = groupBy == null ? List.of() : groupBy;
            if (!groups.isEmpty() && together == null) {
                throw ProblemException.invalidField("across", null, "given with group_by");
            }
            return new RangeQuery(
                    SeriesSelector.visibleTo(actor, name, java.util.Map.of()),
                    conditions.stream().map(LabelMatcher::of).toList(),
                    span,
                    step == null ? stepFor(span, points) : checkedStep(step, points),
                    aggregation == null ? Aggregation.AVG : aggregation("aggregation", aggregation),
                    together,
                    groups,
                    top,
                    topBy == null ? Aggregation.AVG : aggregation("top_by", topBy));
        }

        private Duration checkedStep(Duration given, int points) {
            if (given.compareTo(Duration.ofSeconds(1)) < 0 || given.toNanosPart() != 0) {
                throw ProblemException.invalidField("step", given, "whole seconds, PT1S or more");
            }
            if (count(span, given) > points) {
                throw ProblemException.invalidField(
                        "step",
                        given,
                        "at least " + stepFor(span, points) + " for this span and at most " + points + " points");
            }
            return given;
        }

        private static Aggregation aggregation(String field, String given) {
            for (Aggregation one : Aggregation.values()) {
                if (one.name().toLowerCase(Locale.ROOT).equals(given)) {
                    return one;
                }
            }
            throw ProblemException.invalidField(field, given, "one of avg, min, max, sum, count, last");
        }
    }

    Resolution resolution() {
        return Resolution.of(step);
    }

    /** The number of the first step since 1970. */
    long first() {
        return Math.floorDiv(span.from().getEpochSecond(), step.toSeconds());
    }

    int points() {
        return Math.toIntExact(count(span, step));
    }

    private static long count(TimeSpan span, Duration step) {
        long seconds = step.toSeconds();
        // An end that is no whole second belongs to the step it lies in.
        long end = span.to().getNano() > 0
                ? span.to().getEpochSecond() + 1
                : span.to().getEpochSecond();
        return Math.ceilDiv(end, seconds) - Math.floorDiv(span.from().getEpochSecond(), seconds);
    }

    private static Duration stepFor(TimeSpan span, int points) {
        return STEPS.stream()
                .filter(step -> count(span, step) <= points)
                .findFirst()
                .orElseGet(() -> {
                    // A step that divides the span may still touch one more than asked.
                    Duration step = DAY.multipliedBy(Math.ceilDiv(span.length().toDays() + 1, points));
                    while (count(span, step) > points) {
                        step = step.plus(DAY);
                    }
                    return step;
                });
    }
}
