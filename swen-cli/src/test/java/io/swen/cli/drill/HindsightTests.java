package io.swen.cli.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HindsightTests {

    private static final Instant START = Instant.parse("2026-11-23T00:00:00Z");
    private static final Instant END = START.plus(Duration.ofHours(10));

    /** By hand: an hour at 1, a move for 0.2 × 5 min and 1 × 6 min, nine hours at 0.2. */
    @Test
    void movesAtTheMomentFromWhichThatPays() {
        NavigableMap<Instant, Double> other = new TreeMap<>(Map.of(START, 2.0, START.plus(Duration.ofHours(1)), 0.2));
        Hindsight.Costs costs =
                Hindsight.of(Map.of("here", new TreeMap<>(Map.of(START, 1.0)), "there", other), "here", START, END);
        assertThat(costs.staying()).isCloseTo(10, within(1e-9));
        assertThat(costs.best()).isCloseTo(1 + 0.2 * 5 / 60 + 0.1 + 9 * 0.2, within(1e-9));
    }

    @Test
    void staysWhereNoMoveWouldPayForItself() {
        Hindsight.Costs costs = Hindsight.of(
                Map.of("here", new TreeMap<>(Map.of(START, 1.0)), "there", new TreeMap<>(Map.of(START, 0.99))),
                "here",
                START,
                END);
        assertThat(costs.best()).isEqualTo(costs.staying());
    }

    @Test
    void leavesOutPlacesWithoutAPriceAtTheBeginning() {
        NavigableMap<Instant, Double> late = new TreeMap<>(Map.of(START.plus(Duration.ofHours(1)), 0.0));
        Hindsight.Costs costs =
                Hindsight.of(Map.of("here", new TreeMap<>(Map.of(START, 1.0)), "late", late), "here", START, END);
        assertThat(costs.best()).isCloseTo(10, within(1e-9));
        assertThatThrownBy(() -> Hindsight.of(Map.of("late", late), "late", START, END))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
