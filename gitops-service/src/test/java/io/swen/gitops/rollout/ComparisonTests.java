package io.swen.gitops.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class ComparisonTests {

    private static final double SIGNIFICANCE = 0.01;

    @Test
    void seldomFindsADifferenceWhereThereIsNone() {
        SplittableRandom random = new SplittableRandom(4711);
        int alarms = 0;
        int comparisons = 4_000;
        for (int i = 0; i < comparisons; i++) {
            int size = 8 + random.nextInt(30);
            double level = 0.001 + random.nextDouble();
            Comparison comparison = Comparison.of(
                    skewed(random, size, level), skewed(random, 8 + random.nextInt(30), level), Worse.HIGHER);
            alarms += comparison.pValue() < SIGNIFICANCE ? 1 : 0;
        }

        // The binomial's mean is 40, and three standard deviations are 19.
        assertThat(alarms).isBetween(15, 59);
    }

    @Test
    void findsATripledErrorRateInMostCases() {
        SplittableRandom random = new SplittableRandom(4712);
        int found = 0;
        for (int i = 0; i < 500; i++) {
            Comparison comparison = Comparison.of(skewed(random, 30, 0.02), skewed(random, 30, 0.06), Worse.HIGHER);
            found += comparison.isWorse(Worse.HIGHER, SIGNIFICANCE, 1.5) ? 1 : 0;
        }

        assertThat(found).isGreaterThan(425);
    }

    @Test
    void putsUpWithAShiftThatIsSureButSmall() {
        double[] before = new double[200];
        double[] after = new double[200];
        for (int i = 0; i < before.length; i++) {
            before[i] = 100 + i % 10;
            after[i] = 105 + i % 10;
        }
        Comparison comparison = Comparison.of(before, after, Worse.HIGHER);

        assertThat(comparison.pValue()).isLessThan(SIGNIFICANCE);
        assertThat(comparison.isWorse(Worse.HIGHER, SIGNIFICANCE, 1.5)).isFalse();
    }

    @Test
    void knowsWhichWayAMetricGetsWorse() {
        double[] high = {100, 101, 102, 103, 104, 105, 106, 107, 108};
        double[] low = {1, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.7, 1.8};

        assertThat(Comparison.of(high, low, Worse.LOWER).isWorse(Worse.LOWER, SIGNIFICANCE, 0.05))
                .isTrue();
        assertThat(Comparison.of(low, high, Worse.LOWER).isWorse(Worse.LOWER, SIGNIFICANCE, 0.05))
                .isFalse();
    }

    @Test
    void takesErrorsWhereThereWereNoneForWorse() {
        double[] none = new double[12];
        double[] some = {0, 0.1, 0.2, 0.1, 0.3, 0.1, 0.2, 0.2, 0.1, 0.1, 0.3, 0.2};

        assertThat(Comparison.of(none, some, Worse.HIGHER).isWorse(Worse.HIGHER, SIGNIFICANCE, 1.5))
                .isTrue();
        assertThat(Comparison.of(none, none, Worse.HIGHER).isWorse(Worse.HIGHER, SIGNIFICANCE, 1.5))
                .isFalse();
    }

    /** Errors and latencies are not distributed normally. */
    private static double[] skewed(RandomGenerator random, int size, double level) {
        double[] values = new double[size];
        for (int i = 0; i < size; i++) {
            values[i] = -Math.log(1 - random.nextDouble()) * level;
        }
        return values;
    }
}
