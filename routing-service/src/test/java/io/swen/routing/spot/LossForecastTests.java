package io.swen.routing.spot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LossForecastTests {

    private static final LossCurve CURVE = LossCurve.of(CarriedTraces.all());

    @Property(tries = 200)
    void aLongerTimeIsNeverLessLikelyToSeeALoss(
            @ForAll @IntRange(min = 0, max = 9) int bucket,
            @ForAll @DoubleRange(min = 0, max = 100) double hours,
            @ForAll @DoubleRange(min = 0, max = 100) double more,
            @ForAll @DoubleRange(min = 0, max = 5) double factor) {
        double shorter = CURVE.probability(bucket, hours, factor);

        assertThat(shorter).isBetween(0.0, 1.0);
        assertThat(CURVE.probability(bucket, hours + more, factor)).isGreaterThanOrEqualTo(shorter);
    }

    @Test
    void capacityThatHasJustComeIsLikelierToGoThanWhatHasStayedForLong() {
        assertThat(CURVE.probability(0, 1, 1)).isGreaterThan(2 * CURVE.probability(AgeBuckets.COUNT - 1, 1, 1));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 6, 24})
    void isBetterThanTheBaseRateAndThanExpectingNoChangeOnZonesItNeverSaw(double hours) {
        double ours = 0;
        double base = 0;
        double persistence = 0;
        for (SpotTrace zone : CarriedTraces.all()) {
            TraceForecast.Quality quality = TraceForecast.measure(zone, others(zone), hours);
            ours += quality.brier() * quality.forecasts();
            base += quality.base() * quality.forecasts();
            persistence += quality.persistence() * quality.forecasts();
        }

        assertThat(ours).isLessThan(0.95 * base);
        assertThat(ours).isLessThan(0.6 * persistence);
    }

    @Property(tries = 30, shrinking = ShrinkingMode.OFF)
    void aForecastDoesNotKnowTheFuture(@ForAll @IntRange(min = 1, max = 3_894) int from) {
        SpotTrace zone = LearningPolicyTests.trace("us-west-2b_k80_8");
        boolean[] otherwise = zone.window(0, zone.length());
        for (int t = from; t < otherwise.length; t++) {
            otherwise[t] = !otherwise[t];
        }

        double[] chances = TraceForecast.chances(zone, CURVE, 6);
        double[] chancesOtherwise = TraceForecast.chances(new SpotTrace("other", 600, otherwise), CURVE, 6);

        for (int t = 0; t < from; t++) {
            assertThat(chancesOtherwise[t]).isEqualTo(chances[t]);
        }
    }

    @Test
    void whatWasLostMoreOftenThanExpectedIsExpectedToBeLostMoreOften() {
        LossCount count = LossCount.NOTHING.plus(6, 2);

        assertThat(count.factor(2)).isEqualTo(2);
        assertThat(count.faded(48, 48).factor(2)).isBetween(1.0, 2.0);
        assertThat(LossCount.NOTHING.factor(2)).isEqualTo(1);
    }

    private static List<SpotTrace> others(SpotTrace zone) {
        return CarriedTraces.all().stream()
                .filter(other -> !other.isSameAs(zone))
                .toList();
    }
}
