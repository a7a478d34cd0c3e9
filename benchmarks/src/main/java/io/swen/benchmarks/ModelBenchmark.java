package io.swen.benchmarks;

import io.swen.routing.model.Assessment;
import io.swen.routing.model.FeatureBins;
import io.swen.routing.model.FreshLook;
import io.swen.routing.model.Gate;
import io.swen.routing.model.LearnedModel;
import io.swen.routing.model.Sample;
import io.swen.routing.outcome.PlacementFeatures;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is learned from outcomes, and what becomes of models: decisions of the real engine on offers of the simulator's markets, with
 * outcomes by the simulator's fleet while its scenarios run, and the real gate over them.
 *
 * <p>Simulated: the markets, the interruptions, the workloads and the time from a decision to its launch. Real: placement, training,
 * the gate, the watch over the champion. Everything derives from the seed. Options: {@code --days N} (default 24), {@code --seed N}.
 */
public final class ModelBenchmark {

    private static final int FEWEST = 200;
    private static final int EVERY = 50;
    private static final int FRESH = 50;
    private static final int MOST = 5_000;
    private static final double DRIFT = 0.25;

    private record Champion(LearnedModel model, Gate.Result.Met met, int seqUntil, int number) {}

    private final List<Sample> samples = new ArrayList<>();
    private final List<String> scenarios = new ArrayList<>();
    private final List<Boolean> decidedWithModel = new ArrayList<>();
    private final PrintStream out;
    private final long seed;
    private @Nullable Champion champion;
    private List<String> drifted = List.of();
    private int tried;
    private int trained;
    private int promoted;
    private int rejected;
    private int demoted;
    private Gate.Result.@Nullable Met lastPromoted;

    /** Losses by scenario of the champion at the time and of the baseline, on outcomes that the champion never met. */
    private final Map<String, double[]> byScenario = new TreeMap<>();

    private ModelBenchmark(PrintStream out, long seed) {
        this.out = out;
        this.seed = seed;
    }

    /** Prints the log of models, metrics beside baselines, features, and a summary in the last line. */
    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try {
            Map<String, String> options = Options.values(arguments, "--days", "--seed");
            int days = Integer.parseInt(options.getOrDefault("--days", "24"));
            if (days < 4 || days > 200) {
                throw new IllegalArgumentException("--days takes 4 to 200");
            }
            new ModelBenchmark(out, Long.parseLong(options.getOrDefault("--seed", "42"))).run(days);
        } catch (IOException | IllegalArgumentException failed) {
            out.println("model could not be measured: " + failed.getMessage());
            System.exit(1);
        }
    }

    private void run(int days) throws IOException {
        out.println("SIMULATED outcomes: " + days + " days of the simulator's scenarios, seed " + seed);
        out.println();
        out.println("log of models");
        try (OutcomeWorld world = new OutcomeWorld(seed)) {
            world.run(days, () -> champion == null ? null : champion.model(), outcome -> {
                samples.add(outcome.sample());
                scenarios.add(outcome.scenario());
                decidedWithModel.add(outcome.modelUsed());
                learn();
            });
            report(world);
        }
    }

    /** What the service does after each outcome. */
    private void learn() {
        score();
        boolean newlyDrifted = watch();
        int since = samples.size() - tried;
        boolean due = tried == 0 ? since >= FEWEST : since >= EVERY || (newlyDrifted && since > 0);
        if (due) {
            train(tried == 0 ? "first" : since >= EVERY ? "outcomes" : "drift");
        }
    }

    private void score() {
        Champion now = champion;
        if (now == null) {
            return;
        }
        List<Sample> newest = List.of(samples.getLast());
        double[] sums = byScenario.computeIfAbsent(scenarios.getLast(), name -> new double[3]);
        sums[0] += Assessment.of(Gate.judge(now.model()), newest).loss();
        sums[1] += Assessment.of(Gate.baseline(now.met().usualQueue()), newest).loss();
        sums[2]++;
    }

    /** True when something drifted that had not before. */
    private boolean watch() {
        Champion now = champion;
        if (now == null) {
            return false;
        }
        List<Sample> fresh = samples.subList(Math.max(now.seqUntil(), samples.size() - 4 * FRESH), samples.size());
        if (fresh.size() < FRESH || fresh.size() % 5 != 0) {
            return false;
        }
        FreshLook look = FreshLook.at(
                fresh.getLast().endedAt(),
                now.model(),
                now.met().usualQueue(),
                now.met().bins(),
                now.met().trained(),
                fresh,
                DRIFT,
                seed);
        String why = look.demotion();
        if (why != null) {
            demoted++;
            log("model " + now.number() + " demoted: " + why);
            champion = null;
            return false;
        }
        boolean newly = !drifted.containsAll(look.drifted());
        drifted = look.drifted();
        return newly;
    }

    private void train(String cause) {
        tried = samples.size();
        Champion now = champion;
        List<Sample> known = samples.subList(Math.max(0, samples.size() - MOST), samples.size());
        switch (Gate.meet(List.copyOf(known), now == null ? null : now.model(), FEWEST, seed)) {
            case Gate.Result.TooFew few -> log("nothing learned: " + few.reason());
            case Gate.Result.Met met -> {
                met.challenger().close();
                trained++;
                String what = "model " + trained + " (" + cause + ", " + met.trained() + " outcomes, judged by "
                        + met.heldOut() + ") ";
                if (met.passes()) {
                    promoted++;
                    lastPromoted = met;
                    champion = new Champion(met.challenger().model(), met, samples.size(), trained);
                    drifted = List.of();
                    log(what + "promoted: " + met.verdict());
                } else {
                    rejected++;
                    log(what + "rejected: " + met.verdict());
                }
            }
        }
    }

    private void log(String what) {
        out.printf(
                Locale.ROOT,
                "  day %5.2f  outcome %5d  %-12s %s%n",
                Duration.between(OutcomeWorld.START, samples.getLast().endedAt())
                                .toMinutes()
                        / 1_440.0,
                samples.size(),
                scenarios.getLast(),
                what);
    }

    private void report(OutcomeWorld world) {
        out.println();
        out.println(
                "loss of the champion of the time and of the analytic baseline, on outcomes that it never met, by scenario");
        byScenario.forEach((scenario, sums) -> out.printf(
                Locale.ROOT,
                "  %-14s %5.0f outcomes   model %.5f   baseline %.5f%n",
                scenario,
                sums[2],
                sums[0] / sums[2],
                sums[1] / sums[2]));
        double[] all = new double[3];
        byScenario.values().forEach(sums -> {
            for (int i = 0; i < all.length; i++) {
                all[i] += sums[i];
            }
        });
        Gate.Result.Met met = lastPromoted;
        if (met != null) {
            out.println();
            out.println("held-out metrics of the model promoted last, on " + met.heldOut() + " later outcomes");
            met.ours()
                    .metrics()
                    .forEach((name, value) -> out.printf(
                            Locale.ROOT,
                            "  %-36s model %10s   baseline %10s%n",
                            name,
                            text(value),
                            text(met.baseline().metrics().get(name))));
            out.println();
            out.println("features of its training: tenths, and the stability index of the newest 200 outcomes");
            List<Sample> newest = samples.subList(Math.max(0, samples.size() - 200), samples.size());
            for (FeatureBins bins : met.bins()) {
                out.printf(
                        Locale.ROOT,
                        "  %-18s psi %6.3f   edges %s%n",
                        bins.feature(),
                        bins.stability(newest, met.trained()),
                        edges(bins.edges()));
            }
        }
        outcomes(world);
        out.printf(
                Locale.ROOT,
                "model outcomes=%d trained=%d promoted=%d rejected=%d demoted=%d model_loss=%.5f baseline_loss=%.5f%n",
                samples.size(),
                trained,
                promoted,
                rejected,
                demoted,
                all[2] == 0 ? Double.NaN : all[0] / all[2],
                all[2] == 0 ? Double.NaN : all[1] / all[2]);
    }

    private void outcomes(OutcomeWorld world) {
        out.println();
        out.println("outcomes with and without a model in use (" + world.decisions() + " decisions)");
        for (boolean used : new boolean[] {false, true}) {
            int count = 0;
            int interrupted = 0;
            double ratio = 0;
            int ratios = 0;
            for (int i = 0; i < samples.size(); i++) {
                if (decidedWithModel.get(i) == used) {
                    Sample sample = samples.get(i);
                    count++;
                    interrupted += Boolean.TRUE.equals(sample.interrupted()) ? 1 : 0;
                    if (sample.costRatio() != null) {
                        ratio += Objects.requireNonNull(sample.costRatio());
                        ratios++;
                    }
                }
            }
            out.printf(
                    Locale.ROOT,
                    "  %-14s %5d outcomes   interrupted %5.2f %%   mean cost ratio %.4f%n",
                    used ? "with a model" : "without",
                    count,
                    count == 0 ? 0 : 100.0 * interrupted / count,
                    ratios == 0 ? 0 : ratio / ratios);
        }
        out.println("columns: " + String.join(", ", PlacementFeatures.NAMES) + ", zone_interrupted, zone_cost_ratio");
    }

    private static String text(@Nullable Double value) {
        return value == null ? "-" : String.format(Locale.ROOT, "%.5f", value);
    }

    private static String edges(double[] edges) {
        StringBuilder text = new StringBuilder();
        for (double edge : edges) {
            text.append(text.isEmpty() ? "" : " ").append(String.format(Locale.ROOT, "%.3g", edge));
        }
        return text.isEmpty() ? "(one value)" : text.toString();
    }
}
