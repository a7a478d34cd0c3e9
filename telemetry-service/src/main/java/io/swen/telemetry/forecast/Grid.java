package io.swen.telemetry.forecast;

import io.swen.telemetry.metrics.Point;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * A series on even steps that end with the last known value.
 *
 * @param start of the first step
 * @param values those that are not known lie on a straight line between their neighbours
 * @param known whether a value is one that was given
 * @param knownCount how many were
 */
record Grid(Instant start, double[] values, boolean[] known, int knownCount) {

    private static final Grid EMPTY = new Grid(Instant.EPOCH, new double[0], new boolean[0], 0);

    /** @param longest steps; what is older is left out */
    static Grid of(List<Point> history, Duration step, int longest) {
        List<Point> points = history.stream()
                .filter(point -> Double.isFinite(point.value()))
                .sorted(Comparator.comparing(Point::time))
                .toList();
        if (points.isEmpty()) {
            return EMPTY;
        }
        long millis = step.toMillis();
        Instant last = points.getLast().time();
        long reach = Duration.between(points.getFirst().time(), last).toMillis();
        int length = (int) Math.min(longest, Math.round((double) reach / millis) + 1);
        Instant start = last.minusMillis(millis * (length - 1));
        double[] values = new double[length];
        boolean[] known = new boolean[length];
        int count = 0;
        for (Point point : points) {
            long at = Math.round((double) Duration.between(start, point.time()).toMillis() / millis);
            if (at >= 0 && at < length) {
                int index = (int) at;
                count += known[index] ? 0 : 1;
                known[index] = true;
                values[index] = point.value();
            }
        }
        fill(values, known);
        return new Grid(start, values, known, count);
    }

    private static void fill(double[] values, boolean[] known) {
        int before = -1;
        for (int i = 0; i < values.length; i++) {
            if (!known[i]) {
                continue;
            }
            for (int gap = before + 1; gap < i; gap++) {
                values[gap] = before < 0
                        ? values[i]
                        : values[before] + (values[i] - values[before]) * (gap - before) / (i - before);
            }
            before = i;
        }
    }
}
