package io.swen.gitops.drift;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** However often drift is found, healing one workload keeps to its budget. */
class HealBudgetPropertyTests {

    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration WINDOW = Duration.ofHours(24);

    @Property(tries = 500)
    void neverHealsMoreOftenThanTheBudgetSays(
            @ForAll @Size(min = 1, max = 300) List<@IntRange(min = 0, max = 7200) Integer> secondsBetweenLooks,
            @ForAll @IntRange(min = 1, max = 6) int tries,
            @ForAll @IntRange(min = 1, max = 3600) int firstPauseSeconds) {
        HealBudget budget = new HealBudget(tries, WINDOW, Duration.ofSeconds(firstPauseSeconds));
        List<Instant> healed = new ArrayList<>();
        Instant now = BEGIN;
        for (int pause : secondsBetweenLooks) {
            now = now.plusSeconds(pause);
            if (budget.ask(healed, now) instanceof HealBudget.Answer.Now) {
                healed.add(now);
            }
        }

        for (int i = 0; i < healed.size(); i++) {
            Instant end = healed.get(i);
            long within = healed.stream()
                    .filter(at -> at.isAfter(end.minus(WINDOW)) && !at.isAfter(end))
                    .count();
            assertThat(within).isLessThanOrEqualTo(tries);
            if (i > 0) {
                assertThat(Duration.between(healed.get(i - 1), end))
                        .isGreaterThanOrEqualTo(Duration.ofSeconds(Math.min(firstPauseSeconds, WINDOW.toSeconds())));
            }
        }
    }

    @Property(tries = 200)
    void handsOverOnceItsTriesAreUsedUpAndBeginsAnewAfterTheWindow(@ForAll @IntRange(min = 1, max = 6) int tries) {
        HealBudget budget = new HealBudget(tries, WINDOW, Duration.ofSeconds(1));
        List<Instant> healed = new ArrayList<>();
        for (int i = 0; i < tries; i++) {
            healed.add(BEGIN.plusSeconds(i * 100L));
        }
        Instant soon = BEGIN.plusSeconds(tries * 100L);

        assertThat(budget.ask(healed, soon)).isInstanceOf(HealBudget.Answer.Never.class);
        assertThat(budget.ask(healed, soon.plus(WINDOW))).isInstanceOf(HealBudget.Answer.Now.class);
    }
}
