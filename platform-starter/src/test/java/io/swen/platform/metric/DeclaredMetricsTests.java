package io.swen.platform.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeclaredMetricsTests {

    private enum Example implements Declared {
        SOLD(Declaration.counter("swen.sold", "Things sold")
                .by("kind", "fruit", "bread")
                .by("shop")),
        LOST(Declaration.counter("swen.lost", "Things lost").in("pieces")),
        FOUND(Declaration.counter("swen.found", "Things found").where("somebody looks")),
        OPEN(Declaration.gauge("swen.open", "Shops that are open").by("kind", "fruit", "bread"));

        private final Declaration declaration;

        Example(Declaration declaration) {
            this.declaration = declaration;
        }

        @Override
        public Declaration declaration() {
            return declaration;
        }
    }

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void registersCountersAtZeroForEveryCombinationOfKnownTagValues() {
        DeclaredMetrics.of(Example.values()).knowing("shop", List.of("a", "b")).bindTo(registry);

        assertThat(registry.find("swen.sold").counters()).hasSize(4).allMatch(counter -> counter.count() == 0);
        assertThat(registry.get("swen.sold")
                        .tags("kind", "bread", "shop", "b")
                        .counter()
                        .count())
                .isZero();
        assertThat(registry.get("swen.lost").counter().getId().getBaseUnit()).isEqualTo("pieces");
    }

    @Test
    void registersNothingWhoseTagsAreNotKnownOrThatIsNotAlwaysThere() {
        DeclaredMetrics.of(Example.values()).bindTo(registry);

        assertThat(registry.find("swen.sold").counters()).isEmpty();
        assertThat(registry.find("swen.found").counters()).isEmpty();
        assertThat(registry.find("swen.open").meters()).isEmpty();
    }

    @Test
    void setsAllValuesOfAGaugeTogether() {
        GaugeValues open = GaugeValues.register(Example.OPEN, registry);
        open.set(Map.of("fruit", 2, "bread", 3));
        open.set(Map.of("bread", 1, "undeclared", 9));

        assertThat(registry.get("swen.open").tag("kind", "fruit").gauge().value())
                .isZero();
        assertThat(registry.get("swen.open").tag("kind", "bread").gauge().value())
                .isEqualTo(1);
        assertThat(registry.find("swen.open").gauges()).hasSize(2);
    }

    @Test
    void refusesNamesThatAreNotThePlatforms() {
        assertThatIllegalArgumentException().isThrownBy(() -> Declaration.counter("http.calls", "Calls"));
    }
}
