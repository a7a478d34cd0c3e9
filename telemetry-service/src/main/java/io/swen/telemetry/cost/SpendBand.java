package io.swen.telemetry.cost;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Judges the cost of a day by the days before it: their median, and how far they usually lie from it. */
final class SpendBand {

    /** Fewer days say nothing about what is usual. */
    static final int FEWEST_DAYS = 7;

    private static final int WEEK = 7;
    private static final int FEWEST_SAME_WEEKDAYS = 3;
    /** Makes a median absolute deviation comparable with a standard deviation. */
    private static final double MAD_TO_SIGMA = 1.4826;

    private static final double SIGMAS = 4;
    /** Even the steadiest spend may change by this part without a word. */
    private static final double TOLERATED_PART = 0.1;

    /** What was expected, and why what came is not that. */
    record Finding(BigDecimal low, BigDecimal high, String reason) {}

    private record Band(double median, double low, double high) {

        boolean holds(double value) {
            return value >= low && value <= high;
        }
    }

    private SpendBand() {}

    /**
     * What is unusual about a day, if anything.
     *
     * @param before the days before it, oldest first, the last is the day before
     * @param complete whether the day is over; before that only too much can be told
     */
    static Optional<Finding> judge(
            List<BigDecimal> before, LocalDate day, BigDecimal usd, boolean complete, BigDecimal leastUsd) {
        if (before.size() < FEWEST_DAYS) {
            return Optional.empty();
        }
        Band band = band(before, leastUsd.doubleValue());
        double value = usd.doubleValue();
        if (band.holds(value) || (!complete && value < band.low())) {
            return Optional.empty();
        }
        // A day like the same days of the weeks before is no surprise, however much weekends differ from the rest.
        Band weekly = weekly(before, leastUsd.doubleValue());
        if (weekly != null && (weekly.holds(value) || (!complete && value < weekly.low()))) {
            return Optional.empty();
        }
        Band expected = weekly == null
                ? band
                : new Band(weekly.median(), Math.min(weekly.low(), band.low()), Math.max(weekly.high(), band.high()));
        String reason = String.format(
                Locale.ROOT,
                "%s cost %.2f USD%s, %s the usual %.2f to %.2f USD (median %.2f of %d days before%s)",
                day,
                value,
                complete ? "" : " so far",
                value > expected.high() ? "above" : "below",
                expected.low(),
                expected.high(),
                band.median(),
                before.size(),
                weekly == null ? "" : String.format(Locale.ROOT, ", %.2f on the same weekday", weekly.median()));
        return Optional.of(new Finding(money(expected.low()), money(expected.high()), reason));
    }

    private static Band band(List<BigDecimal> days, double least) {
        double[] values =
                days.stream().mapToDouble(BigDecimal::doubleValue).sorted().toArray();
        double median = median(values);
        double[] distances = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            distances[i] = Math.abs(values[i] - median);
        }
        java.util.Arrays.sort(distances);
        double width =
                Math.max(SIGMAS * MAD_TO_SIGMA * median(distances), Math.max(TOLERATED_PART * Math.abs(median), least));
        return new Band(median, Math.max(0, median - width), median + width);
    }

    private static @Nullable Band weekly(List<BigDecimal> before, double least) {
        List<BigDecimal> same = java.util.stream.IntStream.iterate(
                        before.size() - WEEK, index -> index >= 0, index -> index - WEEK)
                .mapToObj(before::get)
                .toList();
        return same.size() < FEWEST_SAME_WEEKDAYS ? null : band(same, least);
    }

    private static double median(double[] sorted) {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static BigDecimal money(double usd) {
        return BigDecimal.valueOf(usd).setScale(6, RoundingMode.HALF_EVEN);
    }
}
