package io.swen.telemetry.forecast;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Finds out whether a series repeats itself by day or week, and takes such a pattern apart from the rest. */
final class Seasonality {

    private static final int CYCLES = 2;
    /** 90 per cent, two-sided, as in the seasonality test of the M competitions. */
    private static final double CRITICAL = 1.645;

    private static final double WEAKEST = 0.2;
    /** By how much the week has to repeat better than the day to be worth its many more parameters. */
    private static final double WEEK_OVER_DAY = 0.1;

    private Seasonality() {}

    /** Lengths in steps that could be a season of a series with that step, shortest first. */
    static List<Integer> candidates(Duration step) {
        List<Integer> lengths = new ArrayList<>();
        for (Duration period : List.of(Duration.ofDays(1), Duration.ofDays(7))) {
            long length = period.toMillis() / step.toMillis();
            if (length >= 2 && period.toMillis() % step.toMillis() == 0 && length <= 10_080) {
                lengths.add((int) length);
            }
        }
        return lengths;
    }

    /** The season in steps, 1 if none is seen; no more than a guess, which the choice among models puts to the test. */
    static int detect(double[] values, List<Integer> candidates) {
        int season = 1;
        double strongest = 0;
        for (int length : candidates) {
            if (values.length < (CYCLES * length) + length / 2) {
                continue;
            }
            double[] rest = withoutLevel(values, length);
            double correlation = correlation(rest, length);
            double bound = Math.max(WEAKEST, CRITICAL / Math.sqrt(rest.length));
            if (correlation > bound && (season == 1 || correlation > strongest + WEEK_OVER_DAY)) {
                season = length;
                strongest = correlation;
            }
        }
        return season;
    }

    /** Additive pattern of one season, with mean 0; index 0 belongs to the first value. */
    static double[] pattern(double[] values, int season) {
        double[] level = level(values, season);
        double[] sums = new double[season];
        int[] counts = new int[season];
        int half = season / 2;
        for (int i = half; i < values.length - half; i++) {
            sums[i % season] += values[i] - level[i];
            counts[i % season]++;
        }
        double[] pattern = new double[season];
        for (int i = 0; i < season; i++) {
            pattern[i] = counts[i] == 0 ? 0 : sums[i] / counts[i];
        }
        double mean = Arrays.stream(pattern).average().orElse(0);
        for (int i = 0; i < season; i++) {
            pattern[i] -= mean;
        }
        return pattern;
    }

    /** Centred moving average over one season; the ends take the nearest one. */
    static double[] level(double[] values, int season) {
        int n = values.length;
        double[] sums = new double[n + 1];
        for (int i = 0; i < n; i++) {
            sums[i + 1] = sums[i] + values[i];
        }
        double[] level = new double[n];
        int half = season / 2;
        boolean even = season % 2 == 0;
        for (int i = 0; i < n; i++) {
            int at = Math.clamp(i, half, Math.max(half, n - 1 - half));
            if (at + half >= n || at - half < 0) {
                level[i] = sums[n] / n;
            } else if (even) {
                level[i] = (sums[at + half]
                                - sums[at - half]
                                + (values[at + half] + values[at - half]) / 2
                                - values[at - half])
                        / season;
            } else {
                level[i] = (sums[at + half + 1] - sums[at - half]) / season;
            }
        }
        return level;
    }

    private static double[] withoutLevel(double[] values, int season) {
        double[] level = level(values, season);
        double[] rest = new double[values.length];
        for (int i = 0; i < rest.length; i++) {
            rest[i] = values[i] - level[i];
        }
        return rest;
    }

    private static double correlation(double[] values, int lag) {
        double mean = Arrays.stream(values).average().orElse(0);
        double variance = 0;
        double product = 0;
        for (int i = 0; i < values.length; i++) {
            double here = values[i] - mean;
            variance += here * here;
            if (i >= lag) {
                product += here * (values[i - lag] - mean);
            }
        }
        // Each product sum has fewer terms than the variance; without the factor short series would look less seasonal.
        return variance == 0 ? 0 : product / variance * values.length / (values.length - lag);
    }
}
