package io.swen.telemetry.cost;

import static org.assertj.core.api.Assertions.assertThat;

import io.swen.telemetry.cost.Reconciliation.Metered;
import io.swen.telemetry.cost.Reconciliation.Outcome;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReconciliationTests {

    private static final Instant TEN = Instant.parse("2026-11-23T10:00:00Z");
    private static final Metered A1 = slice(1, 0, "i-a", "research", "2");
    private static final Metered A2 = slice(1, 1, "i-a", "research", "4");
    private static final Metered B1 = slice(2, 0, "i-b", "platform", "10");

    @Test
    void replacesWhatWasMeteredOfAnInstanceByItsOwnLine() {
        Outcome outcome = Reconciliation.of(List.of(A1, A2, B1), List.of(line("1", "i-a", null, "5.00", true)));

        assertThat(outcome.billed().get(A1)).isEqualByComparingTo("1.666666666667");
        assertThat(sum(outcome, A1, A2)).isEqualByComparingTo("5");
        assertThat(outcome.billed()).doesNotContainKey(B1);
        assertThat(outcome.rest().get("1")).isZero();
    }

    @Test
    void spreadsTheLineOfATeamOverWhatThatTeamRan() {
        Outcome outcome = Reconciliation.of(List.of(A1, A2, B1), List.of(line("1", null, "platform", "11.5", true)));

        assertThat(outcome.billed()).hasSize(1);
        assertThat(outcome.billed().get(B1)).isEqualByComparingTo("11.5");
    }

    @Test
    void keepsApartWhatAnUntaggedLineHasBeyondWhatWasMetered() {
        Outcome outcome = Reconciliation.of(List.of(A1, A2, B1), List.of(line("1", null, null, "100", true)));

        assertThat(outcome.billed()).isEmpty();
        assertThat(outcome.rest().get("1")).isEqualByComparingTo("84");
    }

    @Test
    void lowersWhatWasMeteredToAnUntaggedLineThatIsLess() {
        Outcome outcome = Reconciliation.of(List.of(A1, A2, B1), List.of(line("1", null, null, "8", true)));

        assertThat(outcome.billed().get(B1)).isEqualByComparingTo("5");
        assertThat(outcome.billed().values().stream().reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo("8");
    }

    @Test
    void settlesTheMostSpecificLinesFirst() {
        Outcome outcome = Reconciliation.of(
                List.of(A1, A2, B1),
                List.of(
                        line("rest", null, null, "3", true),
                        line("team", null, "research", "7", true),
                        line("own", "i-b", null, "9", true)));

        assertThat(outcome.billed().get(B1)).isEqualByComparingTo("9");
        assertThat(sum(outcome, A1, A2)).isEqualByComparingTo("7");
        // Nothing metered is left for it.
        assertThat(outcome.rest().get("rest")).isEqualByComparingTo("3");
    }

    @Test
    void neverSpreadsWhatIsNoRunningTimeOfInstances() {
        Outcome outcome = Reconciliation.of(List.of(A1), List.of(line("disk", "i-a", null, "3", false)));

        assertThat(outcome.billed()).isEmpty();
        assertThat(outcome.rest().get("disk")).isEqualByComparingTo("3");
    }

    @Test
    void countsWhatIsBilledForAnInstanceThatWasNeverMetered() {
        Outcome outcome = Reconciliation.of(List.of(A1), List.of(line("1", "i-unknown", null, "3", true)));

        assertThat(outcome.rest().get("1")).isEqualByComparingTo("3");
    }

    private static BigDecimal sum(Outcome outcome, Metered... slices) {
        return java.util.Arrays.stream(slices)
                .map(slice -> outcome.billed().getOrDefault(slice, BigDecimal.ZERO))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static Metered slice(long instance, int hour, String resource, String team, String usd) {
        return new Metered(
                instance,
                TEN.plusSeconds(3600L * hour),
                new BigDecimal("1"),
                new BigDecimal(usd),
                resource,
                "aws:us-east-1",
                "m7i.large",
                "wl-" + instance,
                team,
                "dev");
    }

    private static BilledLine line(
            String line, @Nullable String resource, @Nullable String team, String usd, boolean compute) {
        return new BilledLine(
                line,
                null,
                "ec2",
                "Compute",
                "Usage",
                compute,
                null,
                null,
                resource,
                null,
                null,
                null,
                "test",
                null,
                team,
                null,
                null,
                null,
                "USD",
                new BigDecimal(usd),
                new BigDecimal(usd),
                null,
                null,
                false,
                true);
    }
}
