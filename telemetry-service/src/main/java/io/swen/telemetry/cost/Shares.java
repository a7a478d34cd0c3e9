package io.swen.telemetry.cost;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Divides amounts so that the parts add up to the whole exactly: what rounding leaves goes to the largest remainders. */
final class Shares {

    private Shares() {}

    /**
     * Parts of an amount in proportion to weights.
     *
     * @param total any sign; rounded to {@code scale} first
     * @param weights none negative, at least one positive
     */
    static List<BigDecimal> split(BigDecimal total, List<BigDecimal> weights, int scale) {
        BigDecimal all = weights.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        if (all.signum() <= 0 || weights.stream().anyMatch(weight -> weight.signum() < 0)) {
            throw new IllegalArgumentException("weights " + weights + " cannot divide anything");
        }
        BigInteger whole = total.setScale(scale, RoundingMode.HALF_EVEN).unscaledValue();
        BigInteger magnitude = whole.abs();
        int weightScale = weights.stream().mapToInt(BigDecimal::scale).max().orElse(0);
        BigInteger sum = all.setScale(weightScale, RoundingMode.UNNECESSARY).unscaledValue();
        List<BigInteger> parts = new ArrayList<>();
        List<BigInteger> remainders = new ArrayList<>();
        BigInteger left = magnitude;
        for (BigDecimal weight : weights) {
            BigInteger[] division = magnitude
                    .multiply(weight.setScale(weightScale, RoundingMode.UNNECESSARY)
                            .unscaledValue())
                    .divideAndRemainder(sum);
            parts.add(division[0]);
            remainders.add(division[1]);
            left = left.subtract(division[0]);
        }
        List<Integer> byRemainder = IntStream.range(0, parts.size())
                .boxed()
                .sorted(Comparator.comparing(remainders::get, Comparator.reverseOrder()))
                .toList();
        // Fewer are left than there are parts with a remainder, so none of weight zero gets any.
        for (int i = 0; i < left.intValueExact(); i++) {
            int index = byRemainder.get(i);
            parts.set(index, parts.get(index).add(BigInteger.ONE));
        }
        boolean negative = whole.signum() < 0;
        return parts.stream()
                .map(part -> new BigDecimal(negative ? part.negate() : part, scale))
                .toList();
    }

    /** Rounds amounts so that they add up to their rounded sum. */
    static List<BigDecimal> round(List<BigDecimal> amounts, int scale) {
        BigDecimal total =
                amounts.stream().reduce(BigDecimal.ZERO, BigDecimal::add).setScale(scale, RoundingMode.HALF_EVEN);
        List<BigDecimal> rounded = new ArrayList<>(amounts.stream()
                .map(amount -> amount.setScale(scale, RoundingMode.FLOOR))
                .toList());
        BigDecimal unit = BigDecimal.ONE.movePointLeft(scale);
        List<Integer> byRemainder = IntStream.range(0, amounts.size())
                .boxed()
                .sorted(Comparator.comparing(
                        index -> amounts.get(index).subtract(rounded.get(index)), Comparator.reverseOrder()))
                .toList();
        int left = total.subtract(rounded.stream().reduce(BigDecimal.ZERO, BigDecimal::add))
                .divideToIntegralValue(unit)
                .intValueExact();
        for (int i = 0; i < left; i++) {
            int index = byRemainder.get(i);
            rounded.set(index, rounded.get(index).add(unit));
        }
        return List.copyOf(rounded);
    }
}
