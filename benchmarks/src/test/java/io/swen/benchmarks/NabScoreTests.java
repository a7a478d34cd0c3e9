package io.swen.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.swen.benchmarks.NabScore.Scored;
import io.swen.benchmarks.NabScore.Window;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NabScoreTests {

    private static final Path SCORER = Path.of("../../shared/tools/nab/score.py");
    private static final Pattern ANSWER = Pattern.compile("all .* score=(\\S+) threshold=(\\S+)");

    @Test
    void givesAHundredForFindingEachWindowAtItsBeginningAndNothingElse() {
        double[] scores = new double[1000];
        scores[300] = 1;
        scores[700] = 1;
        Scored perfect = new Scored("a/b.csv", List.of(new Window(300, 350), new Window(700, 750)), scores);

        assertThat(NabScore.at(List.of(perfect), 0.5)).isCloseTo(100, within(1e-9));
        assertThat(NabScore.best(List.of(perfect)).threshold()).isEqualTo(1);
    }

    @Test
    void givesNothingForSilenceAndTakesForFalseAlarms() {
        double[] scores = new double[1000];
        Scored silent = new Scored("a/b.csv", List.of(new Window(300, 350)), scores.clone());
        scores[200] = 1;
        Scored wrong = new Scored("a/b.csv", List.of(new Window(300, 350)), scores);

        assertThat(NabScore.at(List.of(silent), 0.5)).isZero();
        assertThat(NabScore.at(List.of(wrong), 0.5)).isCloseTo(-5.5, within(1e-9));
    }

    @Test
    void countsNothingDuringTheProbation() {
        double[] scores = new double[1000];
        Arrays.fill(scores, 0, 150, 1);
        Scored early = new Scored("a/b.csv", List.of(new Window(300, 350)), scores);

        assertThat(NabScore.at(List.of(early), 0.5)).isZero();
    }

    @Test
    void agreesWithTheReferenceScorer(@TempDir Path folder) throws IOException, InterruptedException {
        assumeTrue(Files.isRegularFile(SCORER), "the reference scorer is not beside the project");
        assumeTrue(hasPython(), "there is no python3 to run the reference scorer");
        Random random = new Random(11);
        List<Scored> all = new ArrayList<>();
        StringBuilder windows = new StringBuilder("{");
        for (int n = 0; n < 6; n++) {
            int count = 600 + random.nextInt(3000);
            double[] scores =
                    random.doubles(count).map(score -> Math.pow(score, 30)).toArray();
            List<Window> labelled = new ArrayList<>();
            for (int k = 0; k < n % 4; k++) {
                int first = (int) (count * (0.2 + 0.25 * k));
                labelled.add(new Window(first, first + count / 20));
            }
            String key = "made/series" + n + ".csv";
            Scored series = new Scored(key, labelled, scores);
            all.add(series);
            List<String> timestamps = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                timestamps.add(timestamp(i));
            }
            NabCorpus.write(
                    folder,
                    "swen",
                    new NabCorpus.Labelled(key, timestamps, new long[count], new double[count], labelled),
                    scores);
            windows.append(n == 0 ? "" : ",").append('"').append(key).append("\":[");
            for (int k = 0; k < labelled.size(); k++) {
                windows.append(k == 0 ? "" : ",")
                        .append("[\"%s\",\"%s\"]"
                                .formatted(
                                        timestamp(labelled.get(k).first()),
                                        timestamp(labelled.get(k).last())));
            }
            windows.append(']');
        }
        Path windowsFile = Files.writeString(folder.resolve("windows.json"), windows.append('}'));

        String optimum = run(folder, windowsFile, List.of());
        NabScore.Best best = NabScore.best(all);
        assertThat(best.score()).isCloseTo(figure(optimum, 1), within(0.006));
        assertThat(best.threshold()).isCloseTo(figure(optimum, 2), within(1e-5));
        String fixed = run(folder, windowsFile, List.of("--threshold", "0.3"));
        assertThat(NabScore.at(all, 0.3)).isCloseTo(figure(fixed, 1), within(0.006));
    }

    private static boolean hasPython() throws InterruptedException {
        try {
            return new ProcessBuilder("python3", "--version")
                            .redirectErrorStream(true)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException notThere) {
            return false;
        }
    }

    private static String timestamp(int minute) {
        return Instant.EPOCH
                .plusSeconds(60L * minute)
                .toString()
                .replace('T', ' ')
                .replace("Z", "");
    }

    private static double figure(String answer, int group) {
        Matcher matcher = ANSWER.matcher(answer);
        assertThat(matcher.find()).as(answer).isTrue();
        return Double.parseDouble(matcher.group(group));
    }

    private static String run(Path results, Path windows, List<String> more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "python3", SCORER.toString(), "--results", results.toString(), "--windows", windows.toString()));
        command.addAll(more);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(answer).isZero();
        return answer;
    }
}
