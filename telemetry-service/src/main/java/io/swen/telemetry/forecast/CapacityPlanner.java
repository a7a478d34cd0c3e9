package io.swen.telemetry.forecast;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * When demand passes what there is, with probability: many futures are drawn from a forecast's intervals, and counted.
 *
 * <p>Each step's distribution goes through the bounds of its intervals, straight between them and with the slope of the outermost
 * piece beyond. Neighbouring steps are tied together by a Gaussian copula, an autoregression of order one with the persistence
 * that the forecast's own errors had.
 */
final class CapacityPlanner {

    static final int PATHS = 4_000;

    /** Standard normal quantiles of the bounds: 2.5, 10, 25, 50, 75, 90 and 97.5 per cent. */
    private static final double[] NORMAL = {-1.959964, -1.281552, -0.674490, 0, 0.674490, 1.281552, 1.959964};

    /**
     * A step.
     *
     * @param exceeds probability that demand is above the quota then
     * @param passed probability that it was so by then at least once
     */
    record Step(Instant time, double demand, double exceeds, double passed) {}

    /**
     * What to expect.
     *
     * @param probability that demand passes the quota within the horizon
     * @param likelyAt the first step by which it is more likely than not to have passed; null for none
     */
    record Plan(double probability, @Nullable Instant likelyAt, List<Step> steps) {

        Plan {
            steps = List.copyOf(steps);
        }
    }

    private CapacityPlanner() {}

    /** The same forecast, quota and seed give the same plan. */
    static Plan plan(Forecast forecast, double quota, long seed) {
        List<ForecastPoint> points = forecast.points();
        double[] exceeding = new double[points.size()];
        double[] passing = new double[points.size()];
        double kept = Math.min(forecast.persistence(), 0.999);
        double fresh = Math.sqrt(1 - kept * kept);
        double[][] bounds = points.stream().map(CapacityPlanner::bounds).toArray(double[][]::new);
        SplittableRandom random = new SplittableRandom(seed);
        for (int path = 0; path < PATHS; path++) {
            boolean passed = false;
            double z = random.nextGaussian();
            for (int step = 0; step < exceeding.length; step++) {
                if (step > 0) {
                    z = kept * z + fresh * random.nextGaussian();
                }
                boolean exceeds = at(bounds[step], z) > quota;
                passed |= exceeds;
                exceeding[step] += exceeds ? 1.0 / PATHS : 0;
                passing[step] += passed ? 1.0 / PATHS : 0;
            }
        }
        List<Step> steps = new ArrayList<>();
        Instant likely = null;
        for (int i = 0; i < exceeding.length; i++) {
            ForecastPoint point = points.get(i);
            steps.add(new Step(point.time(), point.value(), rounded(exceeding[i]), rounded(passing[i])));
            if (likely == null && passing[i] > 0.5) {
                likely = point.time();
            }
        }
        return new Plan(steps.getLast().passed(), likely, steps);
    }

    private static double rounded(double probability) {
        return Math.clamp(Math.round(probability * 1e6) / 1e6, 0, 1);
    }

    private static double[] bounds(ForecastPoint point) {
        double[] bounds = {
            point.interval95().low(),
            point.interval80().low(),
            point.interval50().low(),
            point.value(),
            point.interval50().high(),
            point.interval80().high(),
            point.interval95().high()
        };
        // The middle may lie outside a narrow interval of one-sided errors.
        Arrays.sort(bounds);
        return bounds;
    }

    private static double at(double[] bounds, double z) {
        int upper = 1;
        while (upper < NORMAL.length - 1 && z > NORMAL[upper]) {
            upper++;
        }
        double share = (z - NORMAL[upper - 1]) / (NORMAL[upper] - NORMAL[upper - 1]);
        return bounds[upper - 1] + share * (bounds[upper] - bounds[upper - 1]);
    }
}
