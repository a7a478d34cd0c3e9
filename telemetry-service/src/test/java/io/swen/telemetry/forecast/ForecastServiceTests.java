package io.swen.telemetry.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.swen.telemetry.metrics.Point;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ForecastServiceTests {

    private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int DAY = 24;

    private final ForecastService service = new ForecastService();

    @Test
    void foreseesADailyPatternBetterThanRepeatingTheLastDay() {
        Forecast forecast = forecast(noisyDays(1, 21), DAY);

        assertThat(forecast.season()).isEqualTo(Duration.ofDays(1));
        assertThat(forecast.mase()).isLessThan(1);
        assertThat(forecast.errors())
                .containsKeys(
                        ForecastModel.SEASONAL_NAIVE,
                        ForecastModel.EXPONENTIAL_SMOOTHING,
                        ForecastModel.THETA,
                        ForecastModel.GRADIENT_BOOSTING,
                        ForecastModel.COMBINATION);
        for (int h = 0; h < DAY; h++) {
            assertThat(forecast.points().get(h).value()).isCloseTo(daily(h), within(12.0));
            assertThat(forecast.points().get(h).time()).isEqualTo(START.plus(HOUR.multipliedBy(21L * DAY + h)));
        }
    }

    @Test
    void findsAWeeklyPattern() {
        List<Point> history = history(6 * 7, i -> i % 7 >= 5 ? 20 : 100 + i % 7, Duration.ofDays(1));

        Forecast forecast = (Forecast) service.forecast(history, Duration.ofDays(1), 7);

        assertThat(forecast.season()).isEqualTo(Duration.ofDays(7));
        assertThat(forecast.points().get(5).value()).isCloseTo(20, within(5.0));
        assertThat(forecast.points().get(1).value()).isCloseTo(101, within(5.0));
    }

    @Test
    void aConstantSeriesStaysConstantAndIsCertain() {
        Forecast forecast = forecast(i -> 7.5, DAY);

        assertThat(forecast.points()).allSatisfy(point -> {
            assertThat(point.value()).isCloseTo(7.5, within(1e-9));
            assertThat(point.interval95().low()).isCloseTo(7.5, within(1e-9));
            assertThat(point.interval95().high()).isCloseTo(7.5, within(1e-9));
        });
        assertThat(forecast.mase()).isCloseTo(0, within(1e-6));
    }

    @Test
    void saysHowMuchHistoryIsMissingInsteadOfGuessing() {
        ForecastOutcome outcome = service.forecast(history(30, i -> i, HOUR), HOUR, DAY);

        assertThat(outcome).isInstanceOfSatisfying(TooLittleHistory.class, lacking -> {
            assertThat(lacking.known()).isEqualTo(30);
            assertThat(lacking.needed()).isEqualTo(48);
            assertThat(lacking.reason()).contains("48", "30");
        });
        assertThat(service.forecast(List.of(), HOUR, 1)).isInstanceOf(TooLittleHistory.class);
    }

    @Test
    void aSeriesThatIsMostlyGapsIsTooLittleHistory() {
        List<Point> gappy = IntStream.range(0, 300)
                .filter(i -> i % 3 == 0)
                .mapToObj(i -> new Point(START.plus(HOUR.multipliedBy(i)), i))
                .toList();

        assertThat(service.forecast(gappy, HOUR, DAY)).isInstanceOf(TooLittleHistory.class);
    }

    @Test
    void bridgesGapsAndValuesThatAreNotNumbersAndCountsThem() {
        List<Point> history = new ArrayList<>(history(14 * DAY, noisyDays(2, 14), HOUR));
        history.set(100, new Point(history.get(100).time(), Double.NaN));
        history.subList(200, 205).clear();
        Collections.shuffle(history, new java.util.Random(1));

        Forecast forecast = (Forecast) service.forecast(history, HOUR, DAY);

        assertThat(forecast.filled()).isEqualTo(6);
        assertThat(forecast.points().getFirst().time()).isEqualTo(START.plus(Duration.ofDays(14)));
    }

    @Test
    void theSameHistoryGivesTheSameForecast() {
        List<Point> history = history(14 * DAY, noisyDays(3, 14), HOUR);

        assertThat(service.forecast(history, HOUR, DAY)).isEqualTo(service.forecast(history, HOUR, DAY));
    }

    @Test
    void whatWasNeverNegativeIsNotForeseenToBeSo() {
        SplittableRandom random = new SplittableRandom(4);
        Forecast forecast = forecast(i -> random.nextInt(10) == 0 ? 50 : random.nextDouble(), DAY);

        assertThat(forecast.points())
                .allSatisfy(point -> assertThat(point.interval95().low()).isNotNegative());
    }

    @Test
    void intervalsHoldWhatTheyPromiseOnSeriesThatWereNotSeen() {
        int[] covered = new int[3];
        int points = 0;
        for (int series = 0; series < 12; series++) {
            IntToDoubleFunction values = noisyDays(100 + series, 25);
            for (int days = 16; days < 24; days += 4) {
                Forecast forecast = (Forecast) service.forecast(history(days * DAY, values, HOUR), HOUR, DAY);
                for (int h = 0; h < DAY; h++) {
                    double came = values.applyAsDouble(days * DAY + h);
                    ForecastPoint point = forecast.points().get(h);
                    covered[0] += point.interval50().contains(came) ? 1 : 0;
                    covered[1] += point.interval80().contains(came) ? 1 : 0;
                    covered[2] += point.interval95().contains(came) ? 1 : 0;
                    points++;
                }
            }
        }
        // Wider than the three points that the benchmark shows on more data: errors of one day go together.
        assertThat(100.0 * covered[0] / points).isBetween(43.0, 57.0);
        assertThat(100.0 * covered[1] / points).isBetween(74.0, 86.0);
        assertThat(100.0 * covered[2] / points).isBetween(91.0, 99.0);
    }

    @Property(tries = 25)
    void intervalsLieWithinEachOtherAndNothingIsNaN(
            @ForAll @Size(min = 40, max = 120) List<@DoubleRange(min = -1e9, max = 1e9) Double> values,
            @ForAll @IntRange(min = 1, max = 16) int horizon) {
        Forecast forecast = (Forecast) service.forecast(history(values.size(), values::get, HOUR), HOUR, horizon);

        assertThat(forecast.points()).hasSize(horizon).allSatisfy(point -> {
            assertThat(point.value()).isFinite();
            assertThat(point.interval95().low())
                    .isFinite()
                    .isLessThanOrEqualTo(point.interval80().low());
            assertThat(point.interval80().low())
                    .isLessThanOrEqualTo(point.interval50().low());
            assertThat(point.interval50().high())
                    .isLessThanOrEqualTo(point.interval80().high());
            assertThat(point.interval80().high())
                    .isLessThanOrEqualTo(point.interval95().high());
            assertThat(point.interval95().high()).isFinite();
        });
        assertThat(forecast.mase()).isNotNaN();
    }

    /** Powers of two, and sums that stay exact, so that no rounding tips the choice between equal models. */
    @Property(tries = 10)
    void aScaledSeriesHasAScaledForecast(
            @ForAll @IntRange(min = 1, max = 1_000) int seed, @ForAll @IntRange(min = -8, max = 8) int power) {
        double factor = Math.pow(2, power);
        IntToDoubleFunction values = noisyDays(seed, 5);
        Forecast plain = (Forecast) service.forecast(history(5 * DAY, values, HOUR), HOUR, DAY);
        Forecast scaled =
                (Forecast) service.forecast(history(5 * DAY, i -> factor * values.applyAsDouble(i), HOUR), HOUR, DAY);
        Assume.that(plain.model() == scaled.model());

        assertThat(scaled.mase()).isCloseTo(plain.mase(), within(0.02));
        for (int h = 0; h < DAY; h++) {
            assertThat(scaled.points().get(h).value() / factor)
                    .isCloseTo(plain.points().get(h).value(), within(1.0));
            assertThat(scaled.points().get(h).interval80().high() / factor)
                    .isCloseTo(plain.points().get(h).interval80().high(), within(2.0));
        }
    }

    @Property(tries = 10)
    void aShiftedSeriesHasAShiftedForecast(@ForAll @IntRange(min = 1, max = 1_000) int seed) {
        double shift = 4_096;
        IntToDoubleFunction values = noisyDays(seed, 5);
        Forecast plain = (Forecast) service.forecast(history(5 * DAY, values, HOUR), HOUR, DAY);
        Forecast shifted =
                (Forecast) service.forecast(history(5 * DAY, i -> shift + values.applyAsDouble(i), HOUR), HOUR, DAY);
        Assume.that(plain.model() == shifted.model());

        for (int h = 0; h < DAY; h++) {
            assertThat(shifted.points().get(h).value() - shift)
                    .isCloseTo(plain.points().get(h).value(), within(1.0));
        }
    }

    @Test
    void aSteadilyRisingSeriesHasIntervalsAroundItsContinuation() {
        Forecast forecast = (Forecast) service.forecast(
                history(16 * DAY, i -> 2 * (i / DAY + 1) + (i % DAY >= 8 && i % DAY < 16 ? 2 : 0), HOUR), HOUR, 72);

        assertThat(forecast.points()).allSatisfy(point -> {
            assertThat(point.interval95().low()).isLessThanOrEqualTo(point.value());
            assertThat(point.interval95().high()).isBetween(point.value(), 80.0);
        });
    }

    @Test
    void refusesAStepOrHorizonWithoutMeaning() {
        assertThatIllegalArgumentException().isThrownBy(() -> service.forecast(List.of(), Duration.ZERO, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> service.forecast(List.of(), HOUR, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> service.forecast(List.of(), HOUR, 1_001));
    }

    private Forecast forecast(IntToDoubleFunction values, int horizon) {
        return (Forecast) service.forecast(history(21 * DAY, values, HOUR), HOUR, horizon);
    }

    private static double daily(int hour) {
        return 200 + 50 * Math.sin(2 * Math.PI * hour / DAY);
    }

    private static IntToDoubleFunction noisyDays(long seed, int days) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] noise = random.doubles((long) (days + 1) * DAY, -10, 10).toArray();
        return i -> daily(i) + noise[i];
    }

    private static List<Point> history(int steps, IntToDoubleFunction values, Duration step) {
        return IntStream.range(0, steps)
                .mapToObj(i -> new Point(START.plus(step.multipliedBy(i)), values.applyAsDouble(i)))
                .toList();
    }
}
