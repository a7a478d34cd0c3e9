package io.swen.routing.spot;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How likely capacity that is there now is gone within a time, by how long it has been there, as traces had it.
 *
 * <p>Counted directly for a few horizons and not made up of the hazard of each step: losses come in clusters, and a product of
 * hazards takes them for independent. Between the horizons the cumulative hazard {@code −ln(1 − p)} is a straight line, beyond the
 * last one it goes on as between the last two.
 */
public final class LossCurve {

    private static final double[] HOURS = {1, 6, 24};
    private static final double SECONDS = 3600;

    /** Weight of the mean over all ages, in steps. */
    private static final double SMOOTHING = 20;

    private static final double MOST = 0.999;

    /** By horizon and bucket of ages; the last bucket is the mean over all ages. */
    private final double[][] hazards;

    private LossCurve(double[][] hazards) {
        this.hazards = hazards;
    }

    /** How many lines {@link #text()} has. */
    static final int LINES = 3;

    /** A line a horizon, with what it holds exactly. */
    String text() {
        return Arrays.stream(hazards)
                .map(row -> Arrays.stream(row).mapToObj(Double::toString).collect(Collectors.joining(" ")) + "\n")
                .collect(Collectors.joining());
    }

    /** What {@link #text()} wrote. */
    static LossCurve ofText(List<String> lines) {
        double[][] hazards = lines.stream()
                .map(line -> Arrays.stream(line.split(" ", -1))
                        .mapToDouble(Double::parseDouble)
                        .toArray())
                .toArray(double[][]::new);
        if (hazards.length != LINES || Arrays.stream(hazards).anyMatch(row -> row.length != AgeBuckets.COUNT + 1)) {
            throw new IllegalArgumentException(
                    "a curve has " + LINES + " lines of " + (AgeBuckets.COUNT + 1) + " numbers");
        }
        return new LossCurve(hazards);
    }

    /** From traces, none of which may be the one that is to be forecast. */
    public static LossCurve of(Collection<SpotTrace> traces) {
        double[][] hazards = new double[HOURS.length][];
        for (int h = 0; h < HOURS.length; h++) {
            hazards[h] = hazards(traces, HOURS[h]);
            for (int b = 0; h > 0 && b < hazards[h].length; b++) {
                // Counted on slightly different times, a longer horizon could come out less likely.
                hazards[h][b] = Math.max(hazards[h][b], hazards[h - 1][b]);
            }
        }
        return new LossCurve(hazards);
    }

    /**
     * The cumulative hazard over so many hours.
     *
     * @param bucket of ages, or {@link #anyAge()}
     */
    double hazard(int bucket, double hours) {
        double at = 0;
        double value = 0;
        for (int h = 0; h < HOURS.length; h++) {
            if (hours <= HOURS[h]) {
                return value + (hazards[h][bucket] - value) * (hours - at) / (HOURS[h] - at);
            }
            at = HOURS[h];
            value = hazards[h][bucket];
        }
        double before = hazards[HOURS.length - 2][bucket];
        double slope = (value - before) / (at - HOURS[HOURS.length - 2]);
        return value + slope * (hours - at);
    }

    /** The chance within so many hours, with a hazard so many times that of the traces. */
    double probability(int bucket, double hours, double factor) {
        return -StrictMath.expm1(-hazard(bucket, hours) * factor);
    }

    /** The bucket that stands for capacity of which nobody knows how long it has been there. */
    static int anyAge() {
        return AgeBuckets.COUNT;
    }

    /** The mean hazard of an hour, over a day of any age. */
    double hourly() {
        return hazard(anyAge(), HOURS[HOURS.length - 1]) / HOURS[HOURS.length - 1];
    }

    private static double[] hazards(Collection<SpotTrace> traces, double hours) {
        double[] seen = new double[AgeBuckets.COUNT + 1];
        double[] lost = new double[AgeBuckets.COUNT + 1];
        for (SpotTrace trace : traces) {
            int horizon = (int) Math.round(hours * SECONDS / trace.gapSeconds());
            int[] next = nextLoss(trace);
            RunAge age = new RunAge(trace.gapSeconds());
            for (int t = 0; t + horizon < trace.length(); t++) {
                age.observe(trace.available(t));
                if (trace.available(t)) {
                    int within = next[t] <= t + horizon ? 1 : 0;
                    seen[age.bucket()]++;
                    lost[age.bucket()] += within;
                    seen[anyAge()]++;
                    lost[anyAge()] += within;
                }
            }
        }
        if (seen[anyAge()] == 0) {
            throw new IllegalArgumentException(
                    "the traces are too short to learn from how capacity is lost in " + hours + " hours");
        }
        double base = lost[anyAge()] / seen[anyAge()];
        double[] hazards = new double[seen.length];
        for (int b = 0; b < hazards.length; b++) {
            double probability = (lost[b] + SMOOTHING * base) / (seen[b] + SMOOTHING);
            hazards[b] = -StrictMath.log1p(-Math.min(MOST, probability));
        }
        return hazards;
    }

    /** For each tick the first one after it without capacity; the greatest number where there is none. */
    static int[] nextLoss(SpotTrace trace) {
        int[] next = new int[trace.length()];
        int at = Integer.MAX_VALUE;
        for (int t = trace.length() - 1; t >= 0; t--) {
            next[t] = at;
            if (!trace.available(t)) {
                at = t;
            }
        }
        return next;
    }
}
