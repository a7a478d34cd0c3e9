package io.swen.telemetry.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MonthEndForecastTests {

    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    @Test
    void goesOnWithWhatRunsNowWhereThereIsNoHistory() {
        MonthEnd end = MonthEndForecast.of(known(List.of(), "50", "2"));

        assertThat(end.usd()).isEqualByComparingTo(new BigDecimal(50 + 2 * 252));
        assertThat(end.model()).isEqualTo("current_rate");
        assertThat(end.low80()).isNull();
    }

    @Test
    void goesOnWithTheMeanOfTheDaysBefore() {
        MonthEnd end = MonthEndForecast.of(known(Collections.nCopies(10, BigDecimal.TEN), "195", "99"));

        assertThat(end.usd()).isEqualByComparingTo("300");
        assertThat(end.low95()).isEqualByComparingTo("300");
    }

    @Test
    void holdsTheOutcomeAsOftenAsItSays() {
        Random random = new Random(42);
        int in80 = 0;
        int in95 = 0;
        int tries = 2000;
        for (int i = 0; i < tries; i++) {
            List<BigDecimal> days = gaussian(random, 13);
            MonthEnd end = MonthEndForecast.of(known(days, "0", "0"));
            double truth = 0;
            for (BigDecimal day : gaussian(random, 10)) {
                truth += day.doubleValue();
            }
            truth += 50 + random.nextGaussian() * 10 * Math.sqrt(0.5);
            in80 += holds(end.low80(), end.high80(), truth) ? 1 : 0;
            in95 += holds(end.low95(), end.high95(), truth) ? 1 : 0;
        }
        assertThat(in80 / (double) tries).isBetween(0.76, 0.84);
        assertThat(in95 / (double) tries).isBetween(0.91, 0.98);
    }

    @Test
    void neverForeseesLessThanIsSpentAlready() {
        MonthEnd end = MonthEndForecast.of(
                known(List.of(new BigDecimal("0"), new BigDecimal("100"), new BigDecimal("0")), "120", "0"));

        assertThat(end.low95()).isEqualByComparingTo("120");
    }

    @Test
    void addsUpTheDaysOfAForecastWithTheirWeeks() {
        // Eight weeks of 100 on working days and 20 on weekends, until Thursday the 19th.
        LocalDate last = LocalDate.parse("2026-11-19");
        List<BigDecimal> days = new java.util.ArrayList<>();
        for (LocalDate day = last.minusDays(69); !day.isAfter(last); day = day.plusDays(1)) {
            days.add(BigDecimal.valueOf(day.getDayOfWeek().getValue() > 5 ? 20 : 100));
        }
        MonthEnd end = new MonthEnds(new io.swen.telemetry.forecast.ForecastService())
                .of(new MonthEndForecast.Known(days, last, new BigDecimal("1000"), BigDecimal.ZERO, NOON));

        // Half of Friday, two weekends and the six working days until Monday the 30th.
        assertThat(end.usd().doubleValue())
                .isCloseTo(1000 + 50 + 4 * 20 + 6 * 100, org.assertj.core.data.Offset.offset(15.0));
        assertThat(end.model()).isNotIn("run_rate", "current_rate");
        assertThat(end.low95()).isLessThanOrEqualTo(end.usd());
        assertThat(end.high95()).isGreaterThanOrEqualTo(end.usd());
    }

    private static List<BigDecimal> gaussian(Random random, int count) {
        return random.doubles(count)
                .mapToObj(any -> BigDecimal.valueOf(100 + 10 * random.nextGaussian()))
                .toList();
    }

    private static boolean holds(
            @org.jspecify.annotations.Nullable BigDecimal low,
            @org.jspecify.annotations.Nullable BigDecimal high,
            double value) {
        return low != null && high != null && low.doubleValue() <= value && value <= high.doubleValue();
    }

    private static MonthEndForecast.Known known(List<BigDecimal> days, String spent, String hourly) {
        return new MonthEndForecast.Known(
                days, LocalDate.parse("2026-11-19"), new BigDecimal(spent), new BigDecimal(hourly), NOON);
    }
}
