package io.swen.routing.spot;

import java.util.Collection;
import java.util.List;

/**
 * How likely a run of availability, or of its absence, ends with the next step, by its age.
 *
 * <p>Both are estimated as ends over steps at risk in each bucket of ages (the discrete-time life table), drawn towards the rate
 * over all ages with the weight of a few steps.
 */
final class RunHazards {

    private static final double LEAST = 0.001;
    private static final double MOST = 0.95;

    /** Steps at risk and ends that were counted, by availability (0 absent, 1 present) and bucket. */
    static final class Counts {
        private final double[][] atRisk = new double[2][AgeBuckets.COUNT];
        private final double[][] ends = new double[2][AgeBuckets.COUNT];

        void add(boolean present, int bucket, double steps, boolean ended) {
            int side = present ? 1 : 0;
            atRisk[side][bucket] += steps;
            ends[side][bucket] += ended ? 1 : 0;
        }

        void add(Counts other) {
            for (int side = 0; side < 2; side++) {
                for (int b = 0; b < AgeBuckets.COUNT; b++) {
                    atRisk[side][b] += other.atRisk[side][b];
                    ends[side][b] += other.ends[side][b];
                }
            }
        }

        /** The first run is left out: nobody saw how old it is. */
        static Counts of(SpotTrace trace) {
            Counts counts = new Counts();
            double step = trace.gapSeconds() / AgeBuckets.STEP_SECONDS;
            double age = 0;
            boolean known = false;
            for (int i = 1; i < trace.length(); i++) {
                age += step;
                boolean before = trace.available(i - 1);
                boolean ended = trace.available(i) != before;
                if (known) {
                    counts.add(before, AgeBuckets.of(age), step, ended);
                }
                if (ended) {
                    known = true;
                    age = 0;
                }
            }
            return counts;
        }
    }

    private final double[] loss;
    private final double[] gain;

    private RunHazards(double[] loss, double[] gain) {
        this.loss = loss;
        this.gain = gain;
    }

    /** Of all together; {@code smoothing} is the weight of the rate over all ages, in steps. */
    static RunHazards pooled(Collection<Counts> all, double smoothing) {
        Counts sum = new Counts();
        all.forEach(sum::add);
        return new RunHazards(pooled(sum, 1, smoothing), pooled(sum, 0, smoothing));
    }

    /** Of one, drawn towards the pool with the weight of so many steps. */
    static RunHazards shrunk(Counts own, RunHazards pool, double weight) {
        return new RunHazards(shrunk(own, 1, pool.loss, weight), shrunk(own, 0, pool.gain, weight));
    }

    /** The same chances for steps of another length. */
    RunHazards every(double tickSeconds) {
        double steps = tickSeconds / AgeBuckets.STEP_SECONDS;
        return steps == 1 ? this : new RunHazards(stretched(loss, steps), stretched(gain, steps));
    }

    /** The same, but losses so many times as likely. */
    RunHazards withLosses(double factor) {
        return new RunHazards(stretched(loss, factor), gain);
    }

    /** The chance that capacity is gone at the next step. */
    double loss(int bucket) {
        return loss[bucket];
    }

    /** The chance that capacity is there at the next step. */
    double gain(int bucket) {
        return gain[bucket];
    }

    double end(boolean present, int bucket) {
        return present ? loss[bucket] : gain[bucket];
    }

    List<Double> losses() {
        return java.util.Arrays.stream(loss).boxed().toList();
    }

    private static double[] pooled(Counts sum, int side, double smoothing) {
        double risk = 0;
        double ended = 0;
        for (int b = 0; b < AgeBuckets.COUNT; b++) {
            risk += sum.atRisk[side][b];
            ended += sum.ends[side][b];
        }
        double base = risk == 0 ? 0.5 : ended / risk;
        double[] hazards = new double[AgeBuckets.COUNT];
        for (int b = 0; b < AgeBuckets.COUNT; b++) {
            hazards[b] = within((sum.ends[side][b] + smoothing * base) / (sum.atRisk[side][b] + smoothing));
        }
        return hazards;
    }

    private static double[] shrunk(Counts own, int side, double[] pool, double weight) {
        double[] hazards = new double[AgeBuckets.COUNT];
        for (int b = 0; b < AgeBuckets.COUNT; b++) {
            hazards[b] = within((own.ends[side][b] + weight * pool[b]) / (own.atRisk[side][b] + weight));
        }
        return hazards;
    }

    private static double[] stretched(double[] hazards, double steps) {
        double[] stretched = new double[hazards.length];
        for (int b = 0; b < hazards.length; b++) {
            stretched[b] = 1 - Math.pow(1 - hazards[b], steps);
        }
        return stretched;
    }

    private static double within(double hazard) {
        return Math.min(MOST, Math.max(LEAST, hazard));
    }
}
