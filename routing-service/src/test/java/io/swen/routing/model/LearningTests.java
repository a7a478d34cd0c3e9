package io.swen.routing.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Learning, the gate, and what watches over models; without a database. */
class LearningTests {

    private static final int INPUTS = 10_000;
    private static List<Sample> samples = List.of();
    private static ForestTrainer.Trained trained = train();

    private static ForestTrainer.Trained train() {
        samples = Worlds.spot(600, 0, 0.5, 1);
        return ForestTrainer.train(samples, samples.getLast().endedAt(), 42);
    }

    @BeforeAll
    static void isTrained() {
        assertThat(trained.provenance()).containsOnlyKeys("cost_ratio", "interruption", "queue_seconds");
    }

    @AfterAll
    static void close() {
        trained.close();
    }

    @Test
    void flatForestsAnswerExactlyAsTribuoOnTenThousandInputs() {
        List<double[]> inputs = inputs();
        for (Target target : Target.values()) {
            double[] theirs = trained.tribuo(target, inputs);
            double[] ours = inputs.stream()
                    .mapToDouble(row -> trained.model().forest(target).predict(row))
                    .toArray();
            assertThat(ours).as(target.id()).isEqualTo(theirs);
            assertThat(Arrays.stream(ours).distinct().count()).isGreaterThan(20);
        }
    }

    @Test
    void noInputIsWorthMoreThanTheBound() {
        LearnedModel model = trained.model();
        long bound = new Expectation(
                        Target.COST_RATIO.bounded(
                                model.forest(Target.COST_RATIO).least()),
                        Target.INTERRUPTION.bounded(
                                model.forest(Target.INTERRUPTION).least()),
                        Target.QUEUE_SECONDS.bounded(
                                model.forest(Target.QUEUE_SECONDS).least()))
                .millionths();
        assertThat(inputs())
                .allSatisfy(row -> assertThat(model.expect(row).millionths()).isBetween(0L, bound));
    }

    @Test
    void aModelReadBackIsTheSame() {
        LearnedModel model = trained.model();
        LearnedModel back = LearnedModel.read(model.bytes());
        assertThat(back.id()).isEqualTo(model.id());
        assertThat(back.use()).isEqualTo(model.use());
        for (Sample sample : samples) {
            assertThat(back.expect(sample.row(), sample.zone())).isEqualTo(model.expect(sample.row(), sample.zone()));
        }
    }

    @Test
    void refusesBytesThatAreNoModel() {
        byte[] bytes = trained.model().bytes();
        assertThatThrownBy(() -> LearnedModel.read(Arrays.copyOf(bytes, bytes.length / 2)))
                .isInstanceOf(IllegalArgumentException.class);
        byte[] newer = bytes.clone();
        newer[3]++;
        assertThatThrownBy(() -> LearnedModel.read(newer)).hasMessageContaining("format 2");
    }

    @Test
    void differencesThatChangeNoDecisionNeitherPromoteNorDemote() {
        Assessment.Advantage tiny = new Assessment.Advantage(0.00003, 0.00001, 0.00005);
        Assessment.Advantage tinyLoss = new Assessment.Advantage(-0.00003, -0.00005, -0.00001);
        assertThat(tiny.isBetter()).isFalse();
        assertThat(tinyLoss.isWorse()).isFalse();
        assertThat(new Assessment.Advantage(0.005, 0.002, 0.009).isBetter()).isTrue();
        assertThat(new Assessment.Advantage(-0.005, -0.009, -0.002).isWorse()).isTrue();
        assertThat(new Assessment.Advantage(0.005, -0.001, 0.009).isBetter())
                .as("within noise")
                .isFalse();
    }

    @Test
    void trainingTwiceGivesTheSameModel() {
        try (ForestTrainer.Trained again = train()) {
            assertThat(again.model().id()).isEqualTo(trained.model().id());
        }
    }

    @Test
    void aChallengerThatKnowsMoreThanTheBaselinePasses() {
        Gate.Result result = Gate.meet(samples, null, 200, 42);
        assertThat(result).isInstanceOfSatisfying(Gate.Result.Met.class, met -> {
            met.challenger().close();
            assertThat(met.passes()).isTrue();
            assertThat(met.overBaseline().low()).isPositive();
            assertThat(met.trained() + met.heldOut()).isLessThanOrEqualTo(samples.size());
            assertThat(met.heldOut()).isGreaterThan(100);
        });
    }

    @Test
    void aChallengerThatHasOnlySeenNoiseDoesNotPass() {
        SplittableRandom random = new SplittableRandom(3);
        List<Sample> noise = samples.stream()
                .map(sample -> new Sample(
                        sample.row(),
                        sample.zone(),
                        sample.decidedAt(),
                        sample.endedAt(),
                        1 + 0.1 * (random.nextDouble() - 0.5),
                        random.nextDouble() < Sample.analyticInterruption(sample.row()),
                        60 + 20 * random.nextDouble()))
                .toList();
        assertThat(Gate.meet(noise, null, 200, 42)).isInstanceOfSatisfying(Gate.Result.Met.class, met -> {
            met.challenger().close();
            assertThat(met.passes()).isFalse();
        });
    }

    @Test
    void aChallengerThatIsNoBetterThanTheChampionDoesNotPass() {
        assertThat(Gate.meet(samples, trained.model(), 200, 42)).isInstanceOfSatisfying(Gate.Result.Met.class, met -> {
            met.challenger().close();
            assertThat(met.overBaseline().isBetter()).isTrue();
            assertThat(met.passes()).isFalse();
        });
    }

    @Test
    void nothingIsLearnedFromTooFewOutcomesAndTheReasonSaysHowManyAreMissing() {
        assertThat(Gate.meet(samples.subList(0, 150), null, 200, 42))
                .isInstanceOfSatisfying(
                        Gate.Result.TooFew.class,
                        few -> assertThat(few.reason()).contains("150 of 200"));
    }

    @Test
    void nothingIsLearnedFromOutcomesThatEndedAfterThoseTheyAreJudgedOnWereDecided() {
        Instant end = samples.getLast().endedAt();
        List<Sample> atOnce = samples.stream()
                .map(sample -> new Sample(
                        sample.row(),
                        sample.zone(),
                        sample.decidedAt(),
                        end,
                        sample.costRatio(),
                        sample.interrupted(),
                        sample.queueSeconds()))
                .toList();

        assertThat(Gate.meet(atOnce, null, 200, 42))
                .isInstanceOfSatisfying(
                        Gate.Result.TooFew.class,
                        few -> assertThat(few.reason())
                                .matches("of the older outcomes, which are learned from, the cost ratio is known of 0"
                                        + " that had ended by \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d UTC; 30 are needed"));
    }

    @Test
    void aZoneIsRememberedOnlyByWhatHadEndedBefore() {
        List<double[]> rows = ForestTrainer.rows(samples);
        int column = LearnedModel.COLUMNS.indexOf("zone_interrupted");
        assertThat(rows.getFirst()[column]).isZero();
        double bad = trained.model().zones().of("aws:usw2-az1")[0];
        double good = trained.model().zones().of("aws:use1-az1")[0];
        assertThat(bad).isGreaterThan(good + 0.1);
        assertThat(trained.model().zones().of("aws:never-seen")[0]).isBetween(good, bad);
    }

    @Test
    void driftIsToldOfFeaturesThatMovedAndOfNoOthers() {
        List<FeatureBins> bins = FeatureBins.of(samples);
        List<Sample> same = Worlds.spot(200, 400_000, 0.5, 9);
        assertThat(bins)
                .allSatisfy(each -> assertThat(each.stability(same, samples.size()))
                        .as(each.feature())
                        .isLessThan(0.1));
        List<Sample> longer = same.stream()
                .map(sample -> {
                    double[] row = sample.row().clone();
                    row[0] += 4;
                    return new Sample(
                            row,
                            sample.zone(),
                            sample.decidedAt(),
                            sample.endedAt(),
                            sample.costRatio(),
                            sample.interrupted(),
                            sample.queueSeconds());
                })
                .toList();
        assertThat(bins.stream()
                        .filter(each -> each.stability(longer, samples.size()) >= 0.25)
                        .map(FeatureBins::feature))
                .containsExactly("hours");
    }

    private static List<double[]> inputs() {
        SplittableRandom random = new SplittableRandom(7);
        List<double[]> known = ForestTrainer.rows(samples);
        List<double[]> inputs = new ArrayList<>();
        for (int i = 0; i < INPUTS; i++) {
            double[] row = known.get(random.nextInt(known.size())).clone();
            for (int column = 0; column < row.length; column++) {
                if (random.nextInt(3) == 0) {
                    row[column] = known.get(random.nextInt(known.size()))[column];
                } else if (random.nextInt(50) == 0) {
                    row[column] = random.nextDouble(-1e6, 1e6);
                }
            }
            inputs.add(row);
        }
        return inputs;
    }
}
