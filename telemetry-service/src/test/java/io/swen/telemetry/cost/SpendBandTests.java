package io.swen.telemetry.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SpendBandTests {

    private static final LocalDate DAY = LocalDate.parse("2026-11-23");

    @Test
    void findsADayThatCostMuchMoreThanUsualAndSaysWhy() {
        Optional<SpendBand.Finding> found = judge(noisy(28, 100), "190", true);

        assertThat(found).isPresent();
        found.ifPresent(finding -> {
            assertThat(finding.reason())
                    .startsWith("2026-11-23 cost 190.00 USD, above the usual")
                    .contains("28 days");
            assertThat(finding.high()).isBetween(new BigDecimal("105"), new BigDecimal("150"));
        });
    }

    @Test
    void findsADayThatCostMuchLess() {
        assertThat(judge(noisy(28, 100), "20", true)).isPresent();
    }

    @Test
    void takesAWeekendForWhatItIs() {
        // 2026-11-23 is a Monday, so the last two of the days before are a weekend.
        List<BigDecimal> days = IntStream.range(0, 28)
                .mapToObj(i -> BigDecimal.valueOf(i % 7 < 5 ? 100 : 30))
                .toList();

        assertThat(judge(days, "100", true)).isEmpty();
        // A Saturday like the Saturdays before it, among working days.
        assertThat(judge(days.subList(0, 26), "30", true)).isEmpty();
        assertThat(judge(days, "30", true)).isPresent();
    }

    @Test
    void isQuietAboutFewDaysSmallMoneyAndSteadySpendThatMovesALittle() {
        assertThat(judge(Collections.nCopies(6, BigDecimal.TEN), "1000", true)).isEmpty();
        assertThat(judge(Collections.nCopies(20, new BigDecimal("0.01")), "0.9", true))
                .isEmpty();
        assertThat(judge(Collections.nCopies(20, new BigDecimal("100")), "109", true))
                .isEmpty();
    }

    @Test
    void tellsOfADayThatIsNotOverOnlyWhenItCostTooMuchAlready() {
        assertThat(judge(noisy(28, 100), "3", false)).isEmpty();
        Optional<SpendBand.Finding> found = judge(noisy(28, 100), "300", false);
        assertThat(found).isPresent();
        found.ifPresent(finding -> assertThat(finding.reason()).contains("so far"));
    }

    private static Optional<SpendBand.Finding> judge(List<BigDecimal> before, String usd, boolean complete) {
        return SpendBand.judge(before, DAY, new BigDecimal(usd), complete, BigDecimal.ONE);
    }

    private static List<BigDecimal> noisy(int days, double mean) {
        Random random = new Random(7);
        return random.doubles(days, mean * 0.95, mean * 1.05)
                .mapToObj(BigDecimal::valueOf)
                .toList();
    }
}
