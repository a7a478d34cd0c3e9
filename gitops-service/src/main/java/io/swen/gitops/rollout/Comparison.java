package io.swen.gitops.rollout;

import java.util.Arrays;
import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.MannWhitneyUTest;

/**
 * Samples of a metric before against samples after, by the one-sided Mann-Whitney U test, which asks nothing of how they are
 * distributed.
 *
 * @param pValue chance of such a shift where nothing changed
 * @param ratio median after over median before; infinite where the median before is 0 and that after is not
 */
record Comparison(int before, int after, double pValue, double ratio) {

    /** Needs a sample on either side. */
    static Comparison of(double[] before, double[] after, Worse worse) {
        double p = MannWhitneyUTest.withDefaults()
                .with(worse == Worse.HIGHER ? AlternativeHypothesis.GREATER_THAN : AlternativeHypothesis.LESS_THAN)
                .test(after, before)
                .getPValue();
        return new Comparison(before.length, after.length, p, ratio(median(before), median(after)));
    }

    /** Whether it is worse beyond chance, and by more than is put up with. */
    boolean isWorse(Worse worse, double significance, double tolerated) {
        return pValue < significance && (worse == Worse.HIGHER ? ratio > tolerated : ratio < tolerated);
    }

    private static double ratio(double before, double after) {
        if (before == 0) {
            return after == 0 ? 1 : Double.POSITIVE_INFINITY;
        }
        return after / before;
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
