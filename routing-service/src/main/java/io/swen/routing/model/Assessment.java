package io.swen.routing.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * How far expectations were from what became of placements.
 *
 * @param samples how many placements
 * @param loss mean over placements of the squared error in worth, each target by its weight
 * @param metrics by target: its usual error measure
 * @param losses of each placement, in order
 */
public record Assessment(int samples, double loss, Map<String, @Nullable Double> metrics, double[] losses) {

    /** What is kept of it. */
    public record Summary(int samples, double loss, Map<String, @Nullable Double> metrics) {}

    Summary summary() {
        return new Summary(samples, loss, metrics);
    }

    private static final int RESAMPLES = 2_000;

    /** Differences of loss below it change nothing: an error of 0.022 in worth, which is 0.7 % of a score. */
    private static final double MATTERS = 0.0005;

    /** Judges a judge by samples that it has not seen. */
    public static Assessment of(Judge judge, List<Sample> samples) {
        double[] losses = new double[samples.size()];
        double[] sums = new double[Target.values().length];
        int[] counts = new int[sums.length];
        double total = 0;
        for (int i = 0; i < losses.length; i++) {
            Sample sample = samples.get(i);
            Expectation expected = judge.expect(sample);
            double loss = 0;
            double weights = 0;
            for (Target target : Target.values()) {
                double real = sample.value(target);
                if (Double.isNaN(real)) {
                    continue;
                }
                double value = expected.value(target);
                double error = Expectation.worth(target, value) - Expectation.worth(target, real);
                loss += Expectation.weight(target) * error * error;
                weights += Expectation.weight(target);
                sums[target.ordinal()] +=
                        target == Target.INTERRUPTION ? (value - real) * (value - real) : Math.abs(value - real);
                counts[target.ordinal()]++;
            }
            losses[i] = weights == 0 ? 0 : loss / weights;
            total += losses[i];
        }
        Map<String, @Nullable Double> metrics = new LinkedHashMap<>();
        metrics.put("cost_ratio_mean_absolute_error", mean(sums, counts, Target.COST_RATIO));
        metrics.put("interruption_brier", mean(sums, counts, Target.INTERRUPTION));
        metrics.put("queue_seconds_mean_absolute_error", mean(sums, counts, Target.QUEUE_SECONDS));
        return new Assessment(losses.length, losses.length == 0 ? 0 : total / losses.length, metrics, losses);
    }

    private static @Nullable Double mean(double[] sums, int[] counts, Target target) {
        int at = target.ordinal();
        return counts[at] == 0 ? null : sums[at] / counts[at];
    }

    /**
     * By how much the loss is below another's on the same placements, by the paired bootstrap.
     *
     * @param mean positive where this one is better
     * @param low the 2.5th percentile
     * @param high the 97.5th percentile
     */
    public record Advantage(double mean, double low, double high) {

        /** Beyond noise, and by as much as matters. */
        @JsonIgnore
        public boolean isBetter() {
            return low > 0 && mean >= MATTERS;
        }

        /** Beyond noise, and by as much as matters. */
        @JsonIgnore
        public boolean isWorse() {
            return high < 0 && mean <= -MATTERS;
        }
    }

    /** The same placements judged by another; the seed is the bootstrap's. */
    public Advantage over(Assessment other, long seed) {
        if (losses.length != other.losses.length || losses.length == 0) {
            throw new IllegalArgumentException(
                    "only the same placements can be compared: " + losses.length + " and " + other.losses.length);
        }
        SplittableRandom random = new SplittableRandom(seed);
        double[] means = new double[RESAMPLES];
        for (int i = 0; i < RESAMPLES; i++) {
            double sum = 0;
            for (int j = 0; j < losses.length; j++) {
                int at = random.nextInt(losses.length);
                sum += other.losses[at] - losses[at];
            }
            means[i] = sum / losses.length;
        }
        java.util.Arrays.sort(means);
        return new Advantage(other.loss - loss, means[(int) (0.025 * RESAMPLES)], means[(int) (0.975 * RESAMPLES) - 1]);
    }
}
