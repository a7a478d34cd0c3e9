package io.swen.telemetry.anomaly;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class SeriesDetectorPropertyTests {

    @Property(tries = 200, seed = "42")
    void anySeriesGoesOnFromASavedStateWithTheSameScores(
            @ForAll @Size(min = 1, max = 400) double[] values, @ForAll @IntRange(min = 0, max = 400) int interrupted) {
        SeriesDetector straight = new SeriesDetector(DetectorSettings.DEFAULT);
        SeriesDetector resumed = new SeriesDetector(DetectorSettings.DEFAULT);
        for (int i = 0; i < values.length; i++) {
            if (i == interrupted) {
                resumed = SeriesDetector.restore(resumed.save(), DetectorSettings.DEFAULT)
                        .orElseThrow();
            }
            assertThat(resumed.observe(Shapes.time(i), values[i]))
                    .isEqualTo(straight.observe(Shapes.time(i), values[i]));
            assertThat(resumed.score()).isEqualTo(straight.score()).isBetween(0.0, 1.0);
        }
    }

    @Provide
    Arbitrary<double[]> values() {
        return Arbitraries.doubles()
                .between(1, 2)
                .array(double[].class)
                .ofMinSize(150)
                .ofMaxSize(400);
    }

    @Property(tries = 200, seed = "43")
    void scoresDoNotDependOnTheUnit(
            @ForAll("values") double[] values, @ForAll @IntRange(min = 1, max = 20) int exponent) {
        SeriesDetector plain = new SeriesDetector(DetectorSettings.DEFAULT);
        SeriesDetector scaled = new SeriesDetector(DetectorSettings.DEFAULT);
        double scale = Math.scalb(1.0, exponent);
        for (int i = 0; i < values.length; i++) {
            plain.observe(Shapes.time(i), values[i]);
            scaled.observe(Shapes.time(i), scale * values[i]);
            // A power of two changes no digit.
            assertThat(scaled.score()).isEqualTo(plain.score());
        }
    }
}
