package io.swen.telemetry.cost;

import io.swen.telemetry.forecast.Forecast;
import io.swen.telemetry.forecast.ForecastPoint;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Foresees the month's end from the days before, or from what runs now where there are too few. */
final class MonthEndForecast {

    static final int FEWEST_DAYS = 3;
    private static final int RUN_RATE_DAYS = 14;
    private static final double Z80 = 1.2816;
    private static final double Z95 = 1.96;
    private static final int SCALE = 6;
    private static final double SECONDS_OF_A_DAY = 86_400;

    /**
     * What is known.
     *
     * @param days the cost of each complete day, oldest first, without a gap
     * @param spent since the month began
     * @param hourly what runs now costs an hour
     */
    record Known(List<BigDecimal> days, LocalDate lastDay, BigDecimal spent, BigDecimal hourly, Instant now) {

        Known {
            days = List.copyOf(days);
        }

        /** The first day of the next month. */
        LocalDate monthEnd() {
            return now.atOffset(ZoneOffset.UTC).toLocalDate().withDayOfMonth(1).plusMonths(1);
        }

        Duration left() {
            return Duration.between(now, Costs.start(monthEnd()));
        }

        /** The part of today that is still to come. */
        double leftOfToday() {
            Instant tomorrow =
                    Costs.start(now.atOffset(ZoneOffset.UTC).toLocalDate().plusDays(1));
            return Duration.between(now, tomorrow).toSeconds() / SECONDS_OF_A_DAY;
        }
    }

    private MonthEndForecast() {}

    static MonthEnd of(Known known) {
        return known.days().size() < FEWEST_DAYS ? currentRate(known) : runRate(known);
    }

    /**
     * The days that a forecast foresees, of which the first is today, added up. Their errors go on into each other as its own
     * errors did: days {@code n} apart are taken as correlated by {@code persistence^n}.
     */
    static MonthEnd of(Known known, Forecast forecast) {
        List<ForecastPoint> points = forecast.points();
        double coming = 0;
        for (int i = 0; i < points.size(); i++) {
            coming += part(known, i) * points.get(i).value();
        }
        return new MonthEnd(
                end(known, coming),
                end(
                        known,
                        coming
                                - width(
                                        known,
                                        forecast,
                                        point -> point.value()
                                                - point.interval80().low())),
                end(
                        known,
                        coming
                                + width(
                                        known,
                                        forecast,
                                        point -> point.interval80().high() - point.value())),
                end(
                        known,
                        coming
                                - width(
                                        known,
                                        forecast,
                                        point -> point.value()
                                                - point.interval95().low())),
                end(
                        known,
                        coming
                                + width(
                                        known,
                                        forecast,
                                        point -> point.interval95().high() - point.value())),
                forecast.model().id(),
                known.days().size());
    }

    private static double part(Known known, int step) {
        return step == 0 ? known.leftOfToday() : 1;
    }

    private static double width(Known known, Forecast forecast, ToDoubleFunction<ForecastPoint> half) {
        List<ForecastPoint> points = forecast.points();
        double square = 0;
        for (int i = 0; i < points.size(); i++) {
            for (int j = 0; j < points.size(); j++) {
                square += part(known, i)
                        * Math.max(0, half.applyAsDouble(points.get(i)))
                        * part(known, j)
                        * Math.max(0, half.applyAsDouble(points.get(j)))
                        * Math.pow(forecast.persistence(), Math.abs(i - j));
            }
        }
        return Math.sqrt(square);
    }

    private static MonthEnd currentRate(Known known) {
        BigDecimal hours =
                BigDecimal.valueOf(known.left().toSeconds()).divide(BigDecimal.valueOf(3600), MathContext.DECIMAL64);
        BigDecimal usd = known.spent().add(known.hourly().multiply(hours));
        return new MonthEnd(
                usd.setScale(SCALE, RoundingMode.HALF_EVEN),
                null,
                null,
                null,
                null,
                "current_rate",
                known.days().size());
    }

    /** The mean goes on; the interval is that of a sum of independent days whose mean is itself an estimate. */
    private static MonthEnd runRate(Known known) {
        List<BigDecimal> days = known.days()
                .subList(
                        Math.max(0, known.days().size() - RUN_RATE_DAYS),
                        known.days().size());
        double mean =
                days.stream().mapToDouble(BigDecimal::doubleValue).average().orElse(0);
        double variance = days.stream()
                        .mapToDouble(day -> Math.pow(day.doubleValue() - mean, 2))
                        .sum()
                / (days.size() - 1);
        double left = known.left().toSeconds() / SECONDS_OF_A_DAY;
        double deviation = Math.sqrt(variance * (left + left * left / days.size()));
        return around(known, mean * left, Z80 * deviation, Z95 * deviation, "run_rate");
    }

    static MonthEnd around(Known known, double coming, double half80, double half95, String model) {
        return new MonthEnd(
                end(known, coming),
                end(known, coming - half80),
                end(known, coming + half80),
                end(known, coming - half95),
                end(known, coming + half95),
                model,
                known.days().size());
    }

    /** What is spent stays spent, whatever comes. */
    static BigDecimal end(Known known, double coming) {
        return known.spent().add(BigDecimal.valueOf(Math.max(0, coming))).setScale(SCALE, RoundingMode.HALF_EVEN);
    }
}
