package io.swen.benchmarks;

import io.swen.routing.model.ForestTrainer;
import io.swen.routing.model.LearnedModel;
import io.swen.routing.model.Sample;
import io.swen.routing.model.Target;
import io.swen.routing.outcome.PlacementFeatures;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * What a forest's answer for one candidate takes: the flat forests that placement asks, beside Tribuo, which trained them.
 *
 * <p>All three targets are asked of each candidate. Inputs are mixed from made-up samples, so that they say how fast and how exact it
 * is, not how well it predicts ({@code model} does). Goal: the same answers on 10,000 inputs.
 */
public final class PredictBenchmark {

    private static final int SAMPLES = 5_000;
    private static final int INPUTS = 10_000;
    private static final int ROUNDS = 20;
    private static final int SINGLE = 1_000;
    private static final long SEED = 42;

    private PredictBenchmark() {}

    /** Prints what each way takes, and all of it in the last line. */
    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try {
            Map<String, String> options = Options.values(arguments, "--seed");
            measure(Long.parseLong(options.getOrDefault("--seed", Long.toString(SEED))), out);
        } catch (IllegalArgumentException refused) {
            out.println("predict could not be measured: " + refused.getMessage());
            System.exit(2);
        }
    }

    private static void measure(long seed, PrintStream out) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Sample> samples = samples(random);
        long begun = System.nanoTime();
        try (ForestTrainer.Trained trained =
                ForestTrainer.train(samples, samples.getLast().endedAt(), seed)) {
            double trainSeconds = (System.nanoTime() - begun) / 1e9;
            LearnedModel model = trained.model();
            List<double[]> inputs = inputs(ForestTrainer.rows(samples), random);
            int identical = identical(trained, inputs);
            double[] flat = new double[ROUNDS];
            double sink = 0;
            for (int round = 0; round < ROUNDS; round++) {
                long start = System.nanoTime();
                for (double[] input : inputs) {
                    for (Target target : Target.values()) {
                        sink += model.forest(target).predict(input);
                    }
                }
                flat[round] = (System.nanoTime() - start) / (double) INPUTS;
            }
            double[] single = new double[SINGLE];
            for (int i = 0; i < 2 * SINGLE; i++) {
                double[] input = inputs.get(i % INPUTS);
                long start = System.nanoTime();
                for (Target target : Target.values()) {
                    sink += trained.tribuo(target, input);
                }
                single[i % SINGLE] = System.nanoTime() - start;
            }
            double flatNanos = median(flat);
            double tribuoNanos = median(single);
            int nodes = Arrays.stream(Target.values())
                    .mapToInt(target -> model.forest(target).nodes())
                    .sum();
            out.printf(
                    Locale.ROOT,
                    "trained on %d made-up samples, %d columns, in %.1f s: %d trees, %d nodes, %d kB (checksum %.3f)%n",
                    SAMPLES,
                    LearnedModel.COLUMNS.size(),
                    trainSeconds,
                    Arrays.stream(Target.values())
                            .mapToInt(target -> model.forest(target).trees())
                            .sum(),
                    nodes,
                    model.bytes().length / 1024,
                    sink);
            out.println("median for one candidate and its three targets:");
            out.printf(Locale.ROOT, "  %-28s %12.0f ns%n", "flat", flatNanos);
            out.printf(Locale.ROOT, "  %-28s %12.0f ns%n", "Tribuo (XGBoost by JNI)", tribuoNanos);
            out.printf(
                    Locale.ROOT,
                    "predict flattened_ns=%.0f tribuo_ns=%.0f ratio=%.0f identical=%d%n",
                    flatNanos,
                    tribuoNanos,
                    tribuoNanos / flatNanos,
                    identical);
            if (identical != INPUTS) {
                System.exit(1);
            }
        }
    }

    private static int identical(ForestTrainer.Trained trained, List<double[]> inputs) {
        boolean[] same = new boolean[inputs.size()];
        Arrays.fill(same, true);
        for (Target target : Target.values()) {
            double[] theirs = trained.tribuo(target, inputs);
            for (int i = 0; i < theirs.length; i++) {
                same[i] &= theirs[i] == trained.model().forest(target).predict(inputs.get(i));
            }
        }
        int count = 0;
        for (boolean one : same) {
            count += one ? 1 : 0;
        }
        return count;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static List<Sample> samples(SplittableRandom random) {
        Instant start = Instant.parse("2026-01-01T00:00:00Z");
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < SAMPLES; i++) {
            double[] row = new double[PlacementFeatures.NAMES.size()];
            for (int column = 0; column < row.length; column++) {
                row[column] = column % 3 == 0 ? random.nextInt(8) : random.nextDouble();
            }
            Instant decided = start.plusSeconds(300L * i);
            int zone = random.nextInt(40);
            samples.add(new Sample(
                    row,
                    "zone-" + zone,
                    decided,
                    decided.plusSeconds(3_600 + random.nextInt(7_200)),
                    1 + 0.3 * row[1] * row[2] + 0.05 * random.nextDouble(),
                    random.nextDouble() < 0.02 * (zone % 10) + 0.1 * row[4],
                    60 + 60 * row[5] + 30 * random.nextDouble()));
        }
        return samples;
    }

    private static List<double[]> inputs(List<double[]> rows, SplittableRandom random) {
        List<double[]> inputs = new ArrayList<>();
        for (int i = 0; i < INPUTS; i++) {
            double[] input = rows.get(random.nextInt(rows.size())).clone();
            for (int column = 0; column < input.length; column++) {
                if (random.nextInt(3) == 0) {
                    input[column] = rows.get(random.nextInt(rows.size()))[column];
                }
            }
            inputs.add(input);
        }
        return inputs;
    }
}
