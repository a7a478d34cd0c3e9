package io.swen.routing.rightsizing;

import java.util.Arrays;

/**
 * What was measured of a workload, hour by hour.
 *
 * @param cpuPeaks per cent of its processors in the busiest minute of each hour with measurements, of the busiest replica
 * @param cpuMeans the mean of all replicas, for the same hours
 * @param memoryPeaks per cent of its memory; empty where nothing measures it
 * @param foreseenPeak per cent of its processors below which the hours to come are foreseen to stay with 97.5 % certainty; not a
 *     number where nothing is foreseen
 * @param foreseenLacking why nothing is foreseen; empty where something is
 */
record Usage(double[] cpuPeaks, double[] cpuMeans, double[] memoryPeaks, double foreseenPeak, String foreseenLacking) {

    int hours() {
        return cpuPeaks.length;
    }

    /** The value that a part {@code q} of the values does not exceed; the next greater one where it lies between two. */
    static double quantile(double[] values, double q) {
        if (values.length == 0) {
            return Double.NaN;
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[Math.clamp((int) Math.ceil(q * sorted.length) - 1, 0, sorted.length - 1)];
    }

    /**
     * The chance that an hour's value lies above a bound, at most, with 95 % certainty (Wilson's upper bound of the share that was
     * seen).
     */
    static double chanceAbove(double[] values, double bound) {
        int n = values.length;
        if (n == 0) {
            return 1;
        }
        double z = 1.645;
        double share = Arrays.stream(values).filter(value -> value > bound).count() / (double) n;
        double square = z * z / n;
        double upper = (share + square / 2 + z * Math.sqrt(share * (1 - share) / n + square / (4 * n))) / (1 + square);
        return Math.min(1, upper);
    }
}
