package io.swen.telemetry.anomaly;

import static org.assertj.core.api.Assertions.assertThat;

import io.swen.telemetry.anomaly.Finding.Ending;
import io.swen.telemetry.anomaly.Finding.Over;
import io.swen.telemetry.anomaly.Finding.Seen;
import io.swen.telemetry.anomaly.Shapes.At;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class SeriesDetectorTests {

    private static final int WEEK = 7 * Shapes.DAY;

    private final SeriesDetector detector = new SeriesDetector(DetectorSettings.DEFAULT);

    @Test
    void findsASpikeAndThatItIsOver() {
        IntToDoubleFunction calm = Shapes.noise(1, 50, 2);
        Shapes.watch(detector, 0, WEEK, calm);

        List<At> told = Shapes.watch(detector, WEEK, WEEK + 50, i -> calm.applyAsDouble(i) + (i == WEEK + 5 ? 60 : 0));

        assertThat(told.getFirst().index()).isEqualTo(WEEK + 5);
        assertThat(told.getFirst().finding()).isInstanceOfSatisfying(Finding.Spike.class, spike -> {
            assertThat(spike.observed()).isGreaterThan(100);
            assertThat(spike.high()).isBetween(52.0, 70.0);
            assertThat(spike.low()).isBetween(30.0, 48.0);
            assertThat(spike.reason("cpu_utilization"))
                    .matches(
                            "cpu_utilization is 1\\S+, above the \\S+ to \\S+ expected while its recent level is [45]\\d\\S*");
        });
        assertThat(told)
                .filteredOn(at -> at.finding() instanceof Over)
                .first()
                .satisfies(at -> assertThat(((Over) at.finding()).ending()).isEqualTo(Ending.BACK_TO_NORMAL));
        assertThat(Shapes.seen(told)).hasSize(1);
    }

    @Test
    void callsASpikeThatStaysALevelShiftAndInTimeTheNewNormal() {
        IntToDoubleFunction calm = Shapes.noise(2, 50, 2);
        Shapes.watch(detector, 0, WEEK, calm);

        List<At> told = Shapes.watch(detector, WEEK, WEEK + 2 * Shapes.DAY, i -> calm.applyAsDouble(i) + 40);

        assertThat(Shapes.seen(told))
                .extracting(Seen::kind)
                .containsExactly(AnomalyKind.SPIKE, AnomalyKind.LEVEL_SHIFT);
        assertThat(told.getLast().finding())
                .isInstanceOfSatisfying(
                        Over.class, over -> assertThat(over.ending()).isEqualTo(Ending.NEW_NORMAL));
        assertThat(detector.isOpen()).isFalse();
    }

    @Test
    void findsALevelThatNoSingleValueGivesAway() {
        // Values swing between 20 and 80; then they stay at 80, where every other one was.
        Random random = new Random(3);
        Shapes.watch(detector, 0, WEEK, i -> (i % 2 == 0 ? 20 : 80) + random.nextGaussian());

        List<At> told = Shapes.watch(detector, WEEK, WEEK + 100, i -> 80 + random.nextGaussian());

        assertThat(Shapes.seen(told).getFirst()).isInstanceOfSatisfying(Finding.LevelShift.class, shift -> {
            assertThat(shift.observed()).isBetween(60.0, 82.0);
            assertThat(shift.lasting()).isFalse();
            assertThat(shift.reason("x")).startsWith("the level of x over about ");
        });
    }

    @Test
    void findsALineThatBecameFlatAndThatItMovesAgain() {
        IntToDoubleFunction calm = Shapes.noise(4, 50, 2);
        Shapes.watch(detector, 0, WEEK, calm);

        List<At> told = Shapes.watch(detector, WEEK, WEEK + 40, i -> 50);
        assertThat(Shapes.seen(told)).singleElement().isInstanceOfSatisfying(Finding.FlatLine.class, flat -> {
            assertThat(flat.run()).isBetween(5, 20);
            assertThat(flat.reason("x"))
                    .isEqualTo("x has been exactly 50 for 15 samples; before, 0 % of the samples had the"
                            + " value of the one before them");
        });

        assertThat(Shapes.watch(detector, WEEK + 40, WEEK + 41, calm))
                .extracting(At::finding)
                .containsExactly(new Over(Shapes.time(WEEK + 40), AnomalyKind.FLAT_LINE, Ending.BACK_TO_NORMAL));
    }

    @Test
    void doesNotCallASeriesFlatThatRestsNowAndThen() {
        Random random = new Random(5);
        // Idle for hours at night, and at its upper limit for a while at noon.
        IntToDoubleFunction resting = i -> {
            int hour = i % Shapes.DAY / 12;
            return hour < 6 ? 0 : hour == 12 ? 100 : 30 + random.nextGaussian();
        };

        assertThat(Shapes.seen(Shapes.watch(detector, 0, 3 * WEEK, resting)))
                .extracting(Seen::kind)
                .doesNotContain(AnomalyKind.FLAT_LINE);
    }

    @Test
    void findsADayWithoutItsUsualHighHours() {
        IntToDoubleFunction daily = Shapes.daily(6);
        Shapes.watch(detector, 0, 2 * Shapes.DAY, daily);
        assertThat(Shapes.seen(Shapes.watch(detector, 2 * Shapes.DAY, 3 * WEEK, daily)))
                .isEmpty();

        IntToDoubleFunction night = Shapes.noise(7, 20, 2);
        List<At> told = Shapes.watch(detector, 3 * WEEK, 3 * WEEK + Shapes.DAY, night);

        assertThat(Shapes.seen(told))
                .filteredOn(seen -> seen.kind() == AnomalyKind.SEASONAL)
                .first()
                .isInstanceOfSatisfying(Finding.Unseasonal.class, unseasonal -> {
                    assertThat(unseasonal.hour()).isBetween(9, 17);
                    assertThat(unseasonal.observed()).isBetween(15.0, 25.0);
                    assertThat(unseasonal.low()).isBetween(60.0, 80.0);
                    assertThat(unseasonal.reason("x")).contains("expected at this hour of a working day (usually ");
                });
    }

    @Test
    void tellsOfAnAnomalyOnceWhileItLasts() {
        IntToDoubleFunction calm = Shapes.noise(8, 50, 2);
        Shapes.watch(detector, 0, WEEK, calm);
        Random random = new Random(9);

        List<At> told = Shapes.watch(detector, WEEK, WEEK + 100, i -> 200 + 100 * random.nextDouble());

        assertThat(Shapes.seen(told))
                .extracting(Seen::kind)
                .containsExactly(AnomalyKind.SPIKE, AnomalyKind.LEVEL_SHIFT);
    }

    @Test
    void isRarelyWrongAboutNoise() {
        int inTheFirstWeek = 0;
        int later = 0;
        int series = 40;
        for (int seed = 0; seed < series; seed++) {
            SeriesDetector one = new SeriesDetector(DetectorSettings.DEFAULT);
            IntToDoubleFunction noise = Shapes.noise(seed, 100, 7);
            inTheFirstWeek += Shapes.seen(Shapes.watch(one, 0, WEEK, noise)).size();
            later += Shapes.seen(Shapes.watch(one, WEEK, 5 * WEEK, noise)).size();
        }
        assertThat(inTheFirstWeek).isLessThanOrEqualTo(2 * series);
        // Four weeks are 8,064 samples each.
        assertThat(later).isLessThanOrEqualTo(4 * series);
    }

    @Test
    void isRarelyWrongAboutASeasonThatItHasSeen() {
        int told = 0;
        int series = 40;
        for (int seed = 0; seed < series; seed++) {
            SeriesDetector one = new SeriesDetector(DetectorSettings.DEFAULT);
            IntToDoubleFunction daily = Shapes.daily(seed);
            Shapes.watch(one, 0, 2 * Shapes.DAY, daily);
            told += Shapes.seen(Shapes.watch(one, 2 * Shapes.DAY, 4 * WEEK, daily))
                    .size();
        }
        assertThat(told).isLessThanOrEqualTo(series);
    }

    @Test
    void takesTrendsAndLargeNumbersWithSmallChangesCalmly() {
        SeriesDetector trend = new SeriesDetector(DetectorSettings.DEFAULT);
        assertThat(Shapes.seen(Shapes.watch(trend, 0, 4 * WEEK, i -> 3.0 * i))).isEmpty();

        Random random = new Random(10);
        assertThat(Shapes.seen(Shapes.watch(detector, 0, WEEK, i -> 1e15 + random.nextInt(1000))))
                .isEmpty();
    }

    @Test
    void leavesOutWhatIsNoNumberOrNotLater() {
        IntToDoubleFunction calm = Shapes.noise(11, 50, 2);
        Shapes.watch(detector, 0, WEEK, calm);
        byte[] before = detector.save();

        for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            assertThat(detector.observe(Shapes.time(WEEK), value)).isNull();
        }
        assertThat(detector.observe(Shapes.time(WEEK - 1), 1e9)).isNull();

        SeriesDetector same =
                SeriesDetector.restore(before, DetectorSettings.DEFAULT).orElseThrow();
        assertThat(results(detector, WEEK, 2 * WEEK, calmAgain(12)))
                .isEqualTo(results(same, WEEK, 2 * WEEK, calmAgain(12)));
    }

    @Test
    void bearsTheLargestNumbers() {
        IntToDoubleFunction extreme = i -> i % 3 == 0 ? Double.MAX_VALUE : i % 3 == 1 ? -Double.MAX_VALUE : 0;
        for (int i = 0; i < WEEK; i++) {
            detector.observe(Shapes.time(i), extreme.applyAsDouble(i));
            assertThat(detector.score()).isBetween(0.0, 1.0);
        }
    }

    @Test
    void goesOnFromASavedStateWithTheSameResults() {
        IntToDoubleFunction[] kinds = {
            Shapes.noise(13, 50, 2),
            Shapes.daily(14),
            i -> i % 97 == 0 ? 500 : i % 10,
            i -> Math.floor(i / 500.0) * 20 + i % 7
        };
        for (IntToDoubleFunction kind : kinds) {
            double[] values = new double[4 * WEEK];
            for (int i = 0; i < values.length; i++) {
                values[i] = kind.applyAsDouble(i);
            }
            SeriesDetector straight = new SeriesDetector(DetectorSettings.DEFAULT);
            SeriesDetector interrupted = new SeriesDetector(DetectorSettings.DEFAULT);
            for (int from = 0; from < values.length; from += 333) {
                int to = Math.min(values.length, from + 333);
                assertThat(results(interrupted, from, to, i -> values[i]))
                        .isEqualTo(results(straight, from, to, i -> values[i]));
                byte[] state = interrupted.save();
                assertThat(state).hasSizeLessThan(2048);
                interrupted =
                        SeriesDetector.restore(state, DetectorSettings.DEFAULT).orElseThrow();
            }
        }
    }

    @Test
    void doesNotReadStatesOfOtherVersionsOrBrokenOnes() {
        Shapes.watch(detector, 0, WEEK, Shapes.noise(15, 50, 2));
        byte[] state = detector.save();
        byte[] other = state.clone();
        other[0]++;

        assertThat(SeriesDetector.restore(other, DetectorSettings.DEFAULT)).isEmpty();
        assertThat(SeriesDetector.restore(new byte[0], DetectorSettings.DEFAULT))
                .isEmpty();
        for (int length : new int[] {1, 10, state.length / 2, state.length - 1}) {
            assertThat(SeriesDetector.restore(Arrays.copyOf(state, length), DetectorSettings.DEFAULT))
                    .isEmpty();
        }
        assertThat(SeriesDetector.restore(Arrays.copyOf(state, state.length + 1), DetectorSettings.DEFAULT))
                .isEmpty();
    }

    private static IntToDoubleFunction calmAgain(long seed) {
        return Shapes.noise(seed, 50, 2);
    }

    private static List<Object> results(SeriesDetector detector, int from, int to, IntToDoubleFunction value) {
        List<Object> results = new ArrayList<>();
        for (int i = from; i < to; i++) {
            Finding finding = detector.observe(Shapes.time(i), value.applyAsDouble(i));
            results.add(detector.score());
            if (finding != null) {
                results.add(finding);
            }
        }
        return results;
    }
}
