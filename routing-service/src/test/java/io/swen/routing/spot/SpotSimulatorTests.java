package io.swen.routing.spot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SpotSimulatorTests {

    private static final Path SCORER = Path.of("../../shared/tools/spot-benchmark/score.py");

    /** The order in which the reference scorer runs them. */
    private static final List<ReferencePolicies> POLICIES = List.of(
            ReferencePolicies.ON_DEMAND,
            ReferencePolicies.SPOT_ELSE_ON_DEMAND,
            ReferencePolicies.GREEDY,
            ReferencePolicies.UNIFORM_PROGRESS);

    private static final List<String> ZONES = List.of(
            "us-west-2a_k80_8",
            "us-west-2b_k80_1",
            "us-west-2b_k80_8",
            "us-west-2a_v100_1",
            "us-west-2a_v100_8",
            "us-west-2b_v100_1");

    @Test
    void givesThePublishedPoliciesTheScoresOfTheReferenceScorer() {
        Map<ReferencePolicies, Double> scores = new LinkedHashMap<>();
        Map<ReferencePolicies, Double> means = new LinkedHashMap<>();
        for (ReferencePolicies policy : POLICIES) {
            double mean = runs(policy).stream().mapToDouble(Run::cost).average().orElseThrow();
            means.put(policy, mean);
            scores.put(policy, TestTerms.benchmark(52, 0.02).score(mean));
        }

        assertThat(scores.get(ReferencePolicies.ON_DEMAND)).isCloseTo(-0.51, within(0.005));
        assertThat(scores.get(ReferencePolicies.SPOT_ELSE_ON_DEMAND)).isCloseTo(42.16, within(0.005));
        assertThat(scores.get(ReferencePolicies.GREEDY)).isCloseTo(27.80, within(0.005));
        assertThat(scores.get(ReferencePolicies.UNIFORM_PROGRESS)).isCloseTo(45.12, within(0.005));
        assertThat(means.get(ReferencePolicies.UNIFORM_PROGRESS)).isCloseTo(101.68, within(0.005));
    }

    @Test
    void agreesWithTheReferenceScorerInEveryRun() throws IOException, InterruptedException {
        assumeTrue(Files.isRegularFile(SCORER), "the reference scorer is not beside the project");
        List<String> expected = reference();
        assumeTrue(!expected.isEmpty(), "there is no python3 to run the reference scorer");

        List<String> ours = new ArrayList<>();
        for (ReferencePolicies policy : POLICIES) {
            for (Run run : runs(policy)) {
                ours.add(String.format(
                        Locale.ROOT,
                        "%s,%d,%s,%s,%s,%d",
                        run.zone(),
                        run.window(),
                        run.deadline(),
                        run.delay(),
                        // As Python rounds: the exact value of the binary number.
                        new BigDecimal(run.cost()).setScale(4, RoundingMode.HALF_EVEN),
                        run.met() ? 1 : 0));
            }
        }

        assertThat(ours).isEqualTo(expected);
    }

    private record Run(String zone, int window, double deadline, double delay, double cost, boolean met) {}

    private static List<Run> runs(ReferencePolicies policy) {
        List<Run> runs = new ArrayList<>();
        for (String zone : ZONES) {
            SpotTrace trace = CarriedTraces.all().stream()
                    .filter(one -> one.name().equals(zone))
                    .findFirst()
                    .orElseThrow();
            CarriedTraces.Windows windows =
                    Objects.requireNonNull(CarriedTraces.windows().get(zone));
            for (int window = 0; window < windows.starts().size(); window++) {
                boolean[] part = trace.window(windows.starts().get(window), windows.ticks());
                for (double deadline : new double[] {52, 70}) {
                    for (double delay : new double[] {0.02, 0.05, 0.1}) {
                        SpotSimulator.Outcome outcome =
                                new SpotSimulator(TestTerms.benchmark(deadline, delay)).run(policy, part);
                        runs.add(new Run(zone, window, deadline, delay, outcome.cost(), outcome.met()));
                    }
                }
            }
        }
        return runs;
    }

    private static List<String> reference() throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder("python3", SCORER.toString(), "--csv", "--deadlines", "52.0,70.0")
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException noPython) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            reader.lines().forEach(lines::add);
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        return lines;
    }

    @Test
    void countsAStartAfterALossAndADelayBeforeProgress() {
        boolean[] available = new boolean[60];
        java.util.Arrays.fill(available, true);
        available[3] = false;
        SpotTerms terms = new SpotTerms(600, 6_000, 36_000, 300, 1, 3);

        SpotSimulator.Outcome outcome = new SpotSimulator(terms)
                .run(standing -> standing.anyAvailable() ? SpotChoice.SPOT : SpotChoice.WAIT, available);

        // Two starts lose half a tick each, so ten ticks of work take eleven ticks of running.
        assertThat(outcome.starts()).isEqualTo(2);
        assertThat(outcome.cost()).isCloseTo(11 / 6.0, within(1e-9));
        assertThat(outcome.met()).isTrue();
    }

    @Test
    void paysForTheMoveToAnotherRegionButNotToAnotherZone() {
        boolean[] early = {true, true, false, false, false, false, false, false, false, false, false, false};
        boolean[] late = {false, false, true, true, true, true, true, true, true, true, true, true};
        SpotTerms terms = new SpotTerms(600, 3_000, 7_200, 0, 1, 3);
        DeadlinePolicy follow = standing -> SpotChoice.spot(standing.firstAvailable());

        SpotSimulator.Outcome near = new SpotSimulator(terms, new int[] {0, 0}, 5).run(follow, List.of(early, late));
        SpotSimulator.Outcome far = new SpotSimulator(terms, new int[] {0, 1}, 5).run(follow, List.of(early, late));

        assertThat(near.moves()).isZero();
        assertThat(far.moves()).isEqualTo(1);
        assertThat(far.cost() - near.cost()).isCloseTo(5, within(1e-9));
    }
}
