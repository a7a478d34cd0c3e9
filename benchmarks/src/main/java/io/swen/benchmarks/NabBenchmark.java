package io.swen.benchmarks;

import com.amazon.randomcutforest.RandomCutForest;
import io.swen.benchmarks.NabCorpus.Labelled;
import io.swen.benchmarks.NabScore.Best;
import io.swen.benchmarks.NabScore.Scored;
import io.swen.telemetry.anomaly.DetectorSettings;
import io.swen.telemetry.anomaly.SeriesDetector;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How well the detector that watches every series finds what people labelled in the series of the Numenta Anomaly Benchmark,
 * beside a random cut forest.
 *
 * <p>Both see each value once, in order, with the same settings for every series; one threshold for all series is chosen for each
 * of them as the benchmark does it. What the detector scores at the threshold that the service ships with is printed as well.
 * Options: {@code --data DIR} with folders of {@code timestamp,value} files, {@code --windows FILE}, {@code --out DIR} for the
 * results in the benchmark's own form. Goal: 70 or more over the whole corpus.
 */
public final class NabBenchmark {

    private static final Path DATA = Path.of("../shared/data/nab");
    private static final String DETECTOR = "swen";

    /** Of shingles of 1, 4, 8, 24 and 48 values with 50 or 100 trees, this scored best on the CloudWatch series. */
    private static final int SHINGLE = 1;

    private static final int TREES = 50;
    private static final int SAMPLES = 256;
    private static final long SEED = 42;

    private NabBenchmark() {}

    /** Prints a row a series, the score of each folder, and the whole in the last line. */
    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try {
            Map<String, Path> options = Options.paths(arguments, "--data", "--windows", "--out");
            Path data = options.getOrDefault("--data", DATA);
            Path windows = options.getOrDefault("--windows", data.resolve("windows.json"));
            if (!Files.isDirectory(data) || !Files.isRegularFile(windows)) {
                throw new IOException("the corpus is not at " + data + " with its windows in " + windows
                        + "; --data and --windows say where it is");
            }
            measure(NabCorpus.read(data, windows), options.get("--out"), out);
        } catch (IOException | IllegalArgumentException failed) {
            out.println("nab could not be measured: " + failed.getMessage());
            System.exit(1);
        }
    }

    private static void measure(List<Labelled> corpus, @Nullable Path results, PrintStream out) throws IOException {
        List<Scored> ours = score(corpus, NabBenchmark::detector);
        List<Scored> forest = score(corpus, NabBenchmark::forest);
        if (results != null) {
            for (int i = 0; i < corpus.size(); i++) {
                NabCorpus.write(results, DETECTOR, corpus.get(i), ours.get(i).scores());
            }
        }
        Best best = NabScore.best(ours);
        Best baseline = NabScore.best(forest);
        double fixed = DetectorSettings.DEFAULT.threshold();
        out.println("                                                          found  false    forest: found  false");
        for (int i = 0; i < corpus.size(); i++) {
            int[] our = NabScore.counts(ours.get(i), best.threshold());
            int[] theirs = NabScore.counts(forest.get(i), baseline.threshold());
            int labelled = corpus.get(i).windows().size();
            out.printf(
                    Locale.ROOT,
                    "%-56s  %d of %d  %5d          %d of %d  %5d%n",
                    corpus.get(i).key(),
                    our[0],
                    labelled,
                    our[1],
                    theirs[0],
                    labelled,
                    theirs[1]);
        }
        Map<String, List<Integer>> folders = new LinkedHashMap<>();
        for (int i = 0; i < corpus.size(); i++) {
            folders.computeIfAbsent(folder(corpus.get(i)), name -> new ArrayList<>())
                    .add(i);
        }
        folders.forEach((folder, members) -> {
            if (members.stream().anyMatch(i -> !corpus.get(i).windows().isEmpty())) {
                out.printf(
                        Locale.ROOT,
                        "%-40s score=%.2f baseline=%.2f%n",
                        folder,
                        NabScore.at(members.stream().map(ours::get).toList(), best.threshold()),
                        NabScore.at(members.stream().map(forest::get).toList(), baseline.threshold()));
            } else {
                out.printf(Locale.ROOT, "%-40s no anomalies%n", folder);
            }
        });
        out.printf(
                Locale.ROOT,
                "nab score=%.2f baseline=%.2f threshold=%.6g fixed_threshold=%.6g score_at_fixed=%.2f series=%d%n",
                best.score(),
                baseline.score(),
                best.threshold(),
                fixed,
                NabScore.at(ours, fixed),
                corpus.size());
    }

    private static String folder(Labelled series) {
        return String.valueOf(Path.of(series.key()).getParent());
    }

    private static List<Scored> score(List<Labelled> corpus, Function<Labelled, double[]> detector) {
        return corpus.stream()
                .map(series -> new Scored(series.key(), series.windows(), detector.apply(series)))
                .toList();
    }

    private static double[] detector(Labelled series) {
        SeriesDetector detector = new SeriesDetector(DetectorSettings.DEFAULT);
        double[] scores = new double[series.values().length];
        for (int i = 0; i < scores.length; i++) {
            detector.observe(series.times()[i], series.values()[i]);
            scores[i] = detector.score();
        }
        return scores;
    }

    private static double[] forest(Labelled series) {
        RandomCutForest forest = RandomCutForest.builder()
                .dimensions(SHINGLE)
                .numberOfTrees(TREES)
                .sampleSize(SAMPLES)
                .randomSeed(SEED)
                .build();
        double[] scores = new double[series.values().length];
        float[] shingle = new float[SHINGLE];
        for (int i = 0; i < scores.length; i++) {
            System.arraycopy(shingle, 1, shingle, 0, SHINGLE - 1);
            shingle[SHINGLE - 1] = (float) series.values()[i];
            if (i >= SHINGLE - 1) {
                scores[i] = forest.getAnomalyScore(shingle);
                forest.update(shingle.clone());
            }
        }
        return scores;
    }
}
