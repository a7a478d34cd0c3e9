package io.swen.routing.decision;

import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was predicted against what was realised, over the newest outcomes that the caller may see.
 *
 * @param outcomes how many were looked at, at most 10,000
 */
@Schema(name = "Calibration")
record Calibration(int outcomes, Interruptions interruptions, Costs costs) {

    private static final double[] EDGES = {0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.7, 1};
    private static final int GROUPS = 10;
    private static final double Z = 1.96;

    /**
     * An outcome beside what was predicted of it.
     *
     * @param chance that any replica was lost within the horizon
     * @param interrupted null where it ended before that could be known
     */
    record Sample(double chance, @Nullable Boolean interrupted, BigDecimal predicted, BigDecimal realised) {}

    /**
     * Of the chance of an interruption within the horizon.
     *
     * @param known outcomes of which it is known whether they were interrupted
     * @param unknown those that ended too early to know
     * @param brier mean squared error of the predicted chances; null without outcomes
     * @param baseRateBrier the same of predicting the observed frequency for all
     */
    @Schema(name = "CalibrationInterruptions")
    record Interruptions(
            int known,
            int unknown,
            @Nullable Double observed,
            @Nullable Double predicted,
            @Nullable Double brier,
            @Nullable Double baseRateBrier,
            List<Bin> curve) {}

    /**
     * Outcomes with a predicted chance from {@code from} up to {@code to}.
     *
     * @param low lower end of the 95 % interval of the observed frequency (Wilson)
     */
    @Schema(name = "CalibrationBin")
    record Bin(double from, double to, int count, double predicted, double observed, double low, double high) {}

    /**
     * Of what ran.
     *
     * @param count outcomes that cost something
     * @param ratio realised over predicted, of the sums
     * @param meanAbsolutePercent mean distance from the prediction, in percent of it
     * @param curve tenths of the outcomes by predicted cost, the cheapest first
     */
    @Schema(name = "CalibrationCosts")
    record Costs(
            int count,
            BigDecimal predictedUsd,
            BigDecimal realisedUsd,
            @Nullable Double ratio,
            @Nullable Double meanAbsolutePercent,
            List<Group> curve) {}

    /** Outcomes of about one predicted cost. */
    @Schema(name = "CalibrationGroup")
    record Group(
            BigDecimal fromUsd,
            BigDecimal toUsd,
            int count,
            BigDecimal predictedUsd,
            BigDecimal realisedUsd,
            double ratio) {}

    static Calibration of(List<Sample> samples) {
        return new Calibration(samples.size(), interruptions(samples), costs(samples));
    }

    private static Interruptions interruptions(List<Sample> samples) {
        List<Sample> known =
                samples.stream().filter(sample -> sample.interrupted() != null).toList();
        int unknown = samples.size() - known.size();
        if (known.isEmpty()) {
            return new Interruptions(0, unknown, null, null, null, null, List.of());
        }
        double observed = known.stream().mapToDouble(Calibration::hit).average().orElseThrow();
        double brier = known.stream()
                .mapToDouble(sample -> square(sample.chance() - hit(sample)))
                .average()
                .orElseThrow();
        double base = known.stream()
                .mapToDouble(sample -> square(observed - hit(sample)))
                .average()
                .orElseThrow();
        List<Bin> curve = new ArrayList<>();
        for (int i = 0; i + 1 < EDGES.length; i++) {
            double from = EDGES[i];
            double to = EDGES[i + 1];
            boolean last = i + 2 == EDGES.length;
            List<Sample> inside = known.stream()
                    .filter(sample -> sample.chance() >= from && (sample.chance() < to || last))
                    .toList();
            if (!inside.isEmpty()) {
                curve.add(bin(from, to, inside));
            }
        }
        return new Interruptions(
                known.size(),
                unknown,
                rounded(observed),
                rounded(known.stream().mapToDouble(Sample::chance).average().orElseThrow()),
                rounded(brier),
                rounded(base),
                List.copyOf(curve));
    }

    private static Bin bin(double from, double to, List<Sample> inside) {
        int n = inside.size();
        double p = inside.stream().mapToDouble(Calibration::hit).average().orElseThrow();
        double middle = (p + Z * Z / (2 * n)) / (1 + Z * Z / n);
        double half = Z / (1 + Z * Z / n) * Math.sqrt(p * (1 - p) / n + Z * Z / (4.0 * n * n));
        return new Bin(
                from,
                to,
                n,
                rounded(inside.stream().mapToDouble(Sample::chance).average().orElseThrow()),
                rounded(p),
                rounded(Math.max(0, middle - half)),
                rounded(Math.min(1, middle + half)));
    }

    private static Costs costs(List<Sample> samples) {
        List<Sample> ran = samples.stream()
                .filter(sample -> sample.predicted().signum() > 0)
                .sorted(Comparator.comparing(Sample::predicted))
                .toList();
        BigDecimal predicted = sum(ran, true);
        BigDecimal realised = sum(ran, false);
        if (ran.isEmpty()) {
            return new Costs(0, predicted, realised, null, null, List.of());
        }
        double error = ran.stream()
                .mapToDouble(sample -> sample.realised()
                                .subtract(sample.predicted())
                                .abs()
                                .divide(sample.predicted(), MathContext.DECIMAL64)
                                .doubleValue()
                        * 100)
                .average()
                .orElseThrow();
        List<Group> curve = new ArrayList<>();
        int groups = Math.min(GROUPS, ran.size());
        for (int i = 0; i < groups; i++) {
            List<Sample> some = ran.subList(ran.size() * i / groups, ran.size() * (i + 1) / groups);
            curve.add(new Group(
                    some.getFirst().predicted(),
                    some.getLast().predicted(),
                    some.size(),
                    sum(some, true),
                    sum(some, false),
                    ratio(some)));
        }
        return new Costs(ran.size(), predicted, realised, ratio(ran), rounded(error), List.copyOf(curve));
    }

    private static BigDecimal sum(List<Sample> samples, boolean predicted) {
        return samples.stream()
                .map(sample -> predicted ? sample.predicted() : sample.realised())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static double ratio(List<Sample> samples) {
        return rounded(sum(samples, false)
                .divide(sum(samples, true), MathContext.DECIMAL64)
                .doubleValue());
    }

    private static double hit(Sample sample) {
        return Boolean.TRUE.equals(sample.interrupted()) ? 1 : 0;
    }

    private static double square(double value) {
        return value * value;
    }

    private static double rounded(double value) {
        return BigDecimal.valueOf(value).setScale(6, RoundingMode.HALF_UP).doubleValue();
    }
}
