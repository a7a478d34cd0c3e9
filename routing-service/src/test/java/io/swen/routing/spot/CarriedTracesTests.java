package io.swen.routing.spot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CarriedTracesTests {

    private static final Path DATA = Path.of("../../shared/data/spot-traces");

    @Test
    void areWhatWasMeasured() throws IOException {
        assumeTrue(Files.isDirectory(DATA), "the measured traces are not beside the project");
        for (SpotTrace trace : CarriedTraces.all()) {
            JsonNode measured = new JsonMapper().readTree(Files.readString(DATA.resolve(trace.name() + ".json")));

            assertThat(trace.gapSeconds()).isEqualTo((int)
                    measured.path("metadata").path("gap_seconds").asDouble());
            assertThat(trace.length()).isEqualTo(measured.path("data").size());
            for (int t = 0; t < trace.length(); t++) {
                assertThat(trace.available(t))
                        .as("%s at %s", trace.name(), t)
                        .isEqualTo(measured.path("data").get(t).asInt() == 1);
            }
        }
    }

    @Test
    void holdTheSixZonesOfTheBenchmarkWithThirtyWindowsEach() {
        List<SpotTrace> six =
                CarriedTraces.all().stream().filter(CarriedTraces::inBenchmark).toList();

        assertThat(six).hasSize(6).allSatisfy(trace -> {
            CarriedTraces.Windows windows =
                    Objects.requireNonNull(CarriedTraces.windows().get(trace.name()));
            assertThat(windows.ticks()).isEqualTo(554);
            assertThat(windows.starts()).hasSize(30);
        });
    }

    @Test
    void zonesTakenTogetherHaveCapacityWhereAnyHas() {
        SpotTrace a = new SpotTrace("a", 600, new boolean[] {true, false, false, true});
        SpotTrace b = new SpotTrace("b", 600, new boolean[] {false, true, false});

        assertThat(SpotTrace.anyOf(List.of(a, b)).window(0, 3)).containsExactly(true, true, false);
        assertThatThrownBy(() -> SpotTrace.anyOf(List.of(a, new SpotTrace("c", 300, new boolean[1]))))
                .hasMessageContaining("different steps");
    }

    @Test
    void aWindowBeyondATraceIsRefused() {
        SpotTrace trace = new SpotTrace("a", 600, new boolean[4]);

        assertThatThrownBy(() -> trace.window(2, 3)).hasMessageContaining("does not lie within");
    }
}
