package io.swen.telemetry.forecast;

import java.util.Arrays;
import java.util.Comparator;

/**
 * Turns the errors of a backtest into intervals that hold what they promise.
 *
 * <p>Split conformal prediction on the errors of the rolling origins: each error is divided by the usual error at its step, the
 * quantiles of these ratios, with n + 1 in place of n, make the interval of every step. Older errors weigh less (Barber, Candès,
 * Ramdas and Tibshirani, "Conformal prediction beyond exchangeability", Annals of Statistics 51, 2023). A factor a level, which
 * follows how often past intervals missed, corrects what is left (Gibbs and Candès, "Adaptive conformal inference under
 * distribution shift", NeurIPS 2021; here the width adapts rather than the level, so that it stays finite).
 */
final class Conformal {

    static final double[] LEVELS = {0.5, 0.8, 0.95};

    private static final double DECAY = 0.97;
    private static final double RATE = 0.5;
    private static final int WARM_UP = 6;
    private static final double NARROWEST = 0.1;
    private static final double WIDEST = 10;

    private final int[] origins;
    private final double[][] errors;
    private final int horizon;
    private final double[] widening = {1, 1, 1};

    /**
     * @param origins lengths of the past at which forecasts were made, rising
     * @param errors what came minus what was foreseen, by origin and step; NaN where it is not known
     */
    Conformal(int[] origins, double[][] errors, int horizon) {
        this.origins = origins;
        this.errors = errors;
        this.horizon = horizon;
        for (int k = WARM_UP; k < origins.length; k++) {
            adapt(errors[k], bands(origins[k]));
        }
    }

    private record Ratio(double value, double weight) {}

    /** Usual error a step, and in its unit the median error and its quantiles: lower and upper of each level. */
    private record Bands(double[] scale, double median, double[][] quantiles) {

        /** A bound's offset from the forecast; it is widened away from the median, so that wider is never narrower at one end. */
        double low(int level, int step, double widening) {
            return scale[step] * (median + widening * (quantiles[level][0] - median));
        }

        double high(int level, int step, double widening) {
            return scale[step] * (median + widening * (quantiles[level][1] - median));
        }
    }

    /** Offsets from a forecast made now: by step and level, the low and the high one; wider levels contain the narrower. */
    double[][][] offsets(int now) {
        Bands bands = bands(now);
        double[][][] offsets = new double[horizon][LEVELS.length][];
        for (int step = 0; step < horizon; step++) {
            double low = Double.POSITIVE_INFINITY;
            double high = Double.NEGATIVE_INFINITY;
            for (int level = 0; level < LEVELS.length; level++) {
                low = Math.min(low, bands.low(level, step, widening[level]));
                high = Math.max(high, bands.high(level, step, widening[level]));
                offsets[step][level] = new double[] {low, high};
            }
        }
        return offsets;
    }

    /** The median error of each step, as known now: what forecasts were too low by. */
    double[] bias(int now) {
        Bands bands = bands(now);
        return Arrays.stream(bands.scale()).map(scale -> scale * bands.median()).toArray();
    }

    private void adapt(double[] came, Bands bands) {
        for (int level = 0; level < LEVELS.length; level++) {
            int seen = 0;
            int missed = 0;
            for (int step = 0; step < horizon; step++) {
                double error = came[step];
                if (Double.isNaN(error)) {
                    continue;
                }
                seen++;
                if (error < bands.low(level, step, widening[level])
                        || error > bands.high(level, step, widening[level])) {
                    missed++;
                }
            }
            // Origins of which little is known yet say little.
            double factor = Math.exp(RATE * (missed - (1 - LEVELS[level]) * seen) / horizon);
            widening[level] = Math.clamp(widening[level] * factor, NARROWEST, WIDEST);
        }
    }

    /** From what was known at a moment, no more. */
    private Bands bands(int now) {
        int before = 0;
        while (before < origins.length && origins[before] < now) {
            before++;
        }
        double[] weights = new double[before];
        double[] sums = new double[horizon];
        double[] totals = new double[horizon];
        double weight = 1;
        for (int k = before - 1; k >= 0; k--) {
            weights[k] = weight;
            weight *= DECAY;
            for (int step = 0; step < horizon && origins[k] + step < now; step++) {
                if (!Double.isNaN(errors[k][step])) {
                    sums[step] += weights[k] * Math.abs(errors[k][step]);
                    totals[step] += weights[k];
                }
            }
        }
        double[] scale = smoothed(sums, totals);
        Ratio[] ratios = new Ratio[before * horizon];
        int count = 0;
        double effective = 0;
        for (int k = 0; k < before; k++) {
            int earlier = count;
            for (int step = 0; step < horizon && origins[k] + step < now; step++) {
                if (!Double.isNaN(errors[k][step])) {
                    ratios[count++] = new Ratio(scale[step] == 0 ? 0 : errors[k][step] / scale[step], weights[k]);
                }
            }
            // Errors of one origin go together; they count as one.
            effective += count > earlier ? weights[k] : 0;
        }
        Ratio[] sorted = Arrays.copyOf(ratios, count);
        Arrays.sort(sorted, Comparator.comparingDouble(Ratio::value));
        return new Bands(scale, quantile(sorted, 0.5), quantiles(sorted, effective));
    }

    /** Mean absolute error a step, together with its neighbours, more of them further ahead. */
    private double[] smoothed(double[] sums, double[] totals) {
        double[] scale = new double[horizon];
        for (int step = 0; step < horizon; step++) {
            int reach = 1 + step / 3;
            double sum = 0;
            double total = 0;
            for (int near = Math.max(0, step - reach); near <= Math.min(horizon - 1, step + reach); near++) {
                sum += sums[near];
                total += totals[near];
            }
            double nearest = step == 0 ? 0 : scale[step - 1];
            scale[step] = total == 0 ? nearest : sum / total;
        }
        return scale;
    }

    private static double[][] quantiles(Ratio[] ratios, double effective) {
        double[][] quantiles = new double[LEVELS.length][2];
        for (int level = 0; level < LEVELS.length; level++) {
            double tail = (1 - LEVELS[level]) / 2;
            double corrected = effective == 0 ? 0 : Math.max(0, tail - (1 - tail) / effective);
            quantiles[level][0] = quantile(ratios, corrected);
            quantiles[level][1] = quantile(ratios, 1 - corrected);
        }
        return quantiles;
    }

    /** Of weighted values in order, each standing at the middle of its weight, with straight lines between. */
    private static double quantile(Ratio[] sorted, double wanted) {
        if (sorted.length == 0) {
            return 0;
        }
        double total = 0;
        for (Ratio ratio : sorted) {
            total += ratio.weight();
        }
        double run = 0;
        double previous = 0;
        for (int i = 0; i < sorted.length; i++) {
            double middle = (run + sorted[i].weight() / 2) / total;
            if (middle >= wanted) {
                if (i == 0) {
                    return sorted[0].value();
                }
                double below = sorted[i - 1].value();
                return below + (sorted[i].value() - below) * (wanted - previous) / (middle - previous);
            }
            previous = middle;
            run += sorted[i].weight();
        }
        return sorted[sorted.length - 1].value();
    }
}
