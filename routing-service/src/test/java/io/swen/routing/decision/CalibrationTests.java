package io.swen.routing.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.swen.routing.decision.Calibration.Sample;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CalibrationTests {

    /** By hand: of ten with a chance of 0.3 three were interrupted; Brier 0.3 × 0.7² + 0.7 × 0.3² = 0.21, as the base rate's. */
    @Test
    void comparesChancesWithFrequencies() {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            samples.add(sample(0.3, i < 3, "1", "1"));
        }
        samples.add(sample(0.9, null, "1", "1"));

        Calibration.Interruptions found = Calibration.of(samples).interruptions();

        assertThat(found.known()).isEqualTo(10);
        assertThat(found.unknown()).isEqualTo(1);
        assertThat(found.brier()).isEqualTo(0.21);
        assertThat(found.baseRateBrier()).isEqualTo(0.21);
        assertThat(found.curve()).singleElement().satisfies(bin -> {
            assertThat(bin.from()).isEqualTo(0.2);
            assertThat(bin.to()).isEqualTo(0.4);
            assertThat(bin.predicted()).isEqualTo(0.3);
            assertThat(bin.observed()).isEqualTo(0.3);
            // Wilson's interval for 3 of 10.
            assertThat(bin.low()).isEqualTo(0.1078, within(0.0001));
            assertThat(bin.high()).isEqualTo(0.6032, within(0.0001));
        });
    }

    @Test
    void comparesCostsInGroupsOfTheirSize() {
        Calibration.Costs costs = Calibration.of(List.of(
                        sample(0, false, "1", "1.5"),
                        sample(0, false, "3", "3"),
                        sample(0, false, "2", "1"),
                        sample(0, false, "0", "0")))
                .costs();

        assertThat(costs.count()).isEqualTo(3);
        assertThat(costs.ratio()).isEqualTo(0.916667);
        assertThat(costs.meanAbsolutePercent()).isEqualTo(33.333333);
        assertThat(costs.curve()).extracting(Calibration.Group::ratio).containsExactly(1.5, 0.5, 1.0);
    }

    @Test
    void saysNothingOfWhatHasNoOutcomes() {
        Calibration empty = Calibration.of(List.of());

        assertThat(empty.interruptions().observed()).isNull();
        assertThat(empty.costs().ratio()).isNull();
        assertThat(empty.costs().curve()).isEmpty();
    }

    private static Sample sample(double chance, @Nullable Boolean interrupted, String predicted, String realised) {
        return new Sample(chance, interrupted, new BigDecimal(predicted), new BigDecimal(realised));
    }
}
