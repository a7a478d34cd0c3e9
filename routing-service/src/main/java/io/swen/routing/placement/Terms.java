package io.swen.routing.placement;

import io.swen.routing.candidate.OfferIndex;
import io.swen.routing.candidate.PurchaseOption;
import io.swen.routing.candidate.Shape;
import io.swen.routing.placement.Agreements.Commitment;
import io.swen.routing.placement.Agreements.Discount;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The agreements as they hold for one index on one day: which discounts meet which shapes and regions is worked out once, so that
 * an offer takes a few bit operations.
 *
 * <p>Of savings plans and reserved capacity the best counts, of negotiated factors the best counts, and both multiply.
 */
final class Terms {

    private final OfferIndex index;
    private final List<Discount> discounts;
    private final long[] shapeBits;
    private final long[] regionBits;
    private final long[] optionBits = new long[PurchaseOption.values().length];
    private long[] masks = new long[4];
    private double[] factors = new double[4];
    private int known;

    Terms(Agreements agreements, OfferIndex index, Instant now) {
        this.index = index;
        LocalDate day = now.atOffset(ZoneOffset.UTC).toLocalDate();
        this.discounts = agreements.discounts().stream()
                .filter(discount -> discount.isValid(day))
                .toList();
        this.shapeBits = new long[discounts.isEmpty() ? 0 : index.shapes()];
        this.regionBits = new long[discounts.isEmpty() ? 0 : index.regions()];
        for (int d = 0; d < discounts.size(); d++) {
            Discount discount = discounts.get(d);
            long bit = 1L << d;
            for (int i = 0; i < shapeBits.length; i++) {
                Shape shape = index.shape(i);
                if (shape.provider().equals(discount.provider())
                        && Families.holds(discount.family(), shape.instanceType())) {
                    shapeBits[i] |= bit;
                }
            }
            for (int i = 0; i < regionBits.length; i++) {
                if (discount.region() == null || discount.region().equals(index.regionName(i))) {
                    regionBits[i] |= bit;
                }
            }
            for (PurchaseOption option : PurchaseOption.values()) {
                if (discount.option() == option || (discount.option() == null && option != PurchaseOption.SPOT)) {
                    optionBits[option.ordinal()] |= bit;
                }
            }
        }
    }

    /** USD per hour and replica after discounts, in units of {@link OfferIndex#MONEY_SCALE} decimals. */
    long price(int offer) {
        long price = index.price(offer);
        if (discounts.isEmpty()) {
            return price;
        }
        long mask = mask(offer);
        return mask == 0 ? price : Math.max(1, Math.round(price * factor(mask)));
    }

    /** The discounts that make an offer's price, none where it has its list price. */
    List<Discount> discounts(int offer) {
        List<Discount> used = new ArrayList<>();
        long mask = discounts.isEmpty() ? 0 : mask(offer);
        for (boolean negotiated : new boolean[] {false, true}) {
            int best = best(mask, negotiated);
            if (best >= 0) {
                used.add(discounts.get(best));
            }
        }
        return used;
    }

    private long mask(int offer) {
        return shapeBits[index.shapeOf(offer)]
                & regionBits[index.regionOf(offer)]
                & optionBits[index.option(offer).ordinal()];
    }

    /** There are only a few different combinations, so each is worked out once. */
    private double factor(long mask) {
        for (int i = 0; i < known; i++) {
            if (masks[i] == mask) {
                return factors[i];
            }
        }
        BigDecimal factor = BigDecimal.ONE;
        for (boolean negotiated : new boolean[] {false, true}) {
            int best = best(mask, negotiated);
            factor = best < 0 ? factor : factor.multiply(discounts.get(best).factor());
        }
        if (known == masks.length) {
            masks = Arrays.copyOf(masks, known * 2);
            factors = Arrays.copyOf(factors, known * 2);
        }
        masks[known] = mask;
        factors[known] = factor.doubleValue();
        return factors[known++];
    }

    private int best(long mask, boolean negotiated) {
        int best = -1;
        for (int d = 0; d < discounts.size(); d++) {
            Discount discount = discounts.get(d);
            if ((mask & (1L << d)) != 0
                    && (discount.kind() == Agreements.Kind.NEGOTIATED) == negotiated
                    && (best < 0
                            || discount.factor().compareTo(discounts.get(best).factor()) < 0)) {
                best = d;
            }
        }
        return best;
    }

    /** Commitments that leaving an offer would strand, each with what it costs over the run. */
    static final class Stranded {

        static final Stranded NOTHING = new Stranded(List.of(), new double[0], null);

        private final List<Commitment> commitments;
        private final double[] costs;
        private final @org.jspecify.annotations.Nullable OfferIndex index;

        private Stranded(
                List<Commitment> commitments, double[] costs, @org.jspecify.annotations.Nullable OfferIndex index) {
            this.commitments = commitments;
            this.costs = costs;
            this.index = index;
        }

        /**
         * What a run of so many hours elsewhere would strand of what the offer uses now.
         *
         * @param hourlyCost what the workload costs there, in USD
         */
        static Stranded leaving(
                Agreements agreements, OfferIndex index, int offer, double hourlyCost, Instant now, double hours) {
            LocalDate day = now.atOffset(ZoneOffset.UTC).toLocalDate();
            List<Commitment> used = new ArrayList<>();
            List<Double> costs = new ArrayList<>();
            double left = hourlyCost;
            for (Commitment commitment : agreements.commitments()) {
                if (left > 0 && commitment.isValid(day) && covers(commitment, index, offer)) {
                    double part = Math.min(left, commitment.hourlyCost().doubleValue());
                    Instant end = commitment.until().plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC);
                    used.add(commitment);
                    costs.add(part * Math.min(hours, Duration.between(now, end).toMillis() / 3_600_000.0));
                    left -= part;
                }
            }
            return used.isEmpty()
                    ? NOTHING
                    : new Stranded(
                            used,
                            costs.stream().mapToDouble(Double::doubleValue).toArray(),
                            index);
        }

        boolean isNothing() {
            return costs.length == 0;
        }

        /** USD over the run that would be paid for nothing if the workload ran on this offer instead. */
        double cost(int offer) {
            double sum = 0;
            for (int i = 0; i < costs.length; i++) {
                if (index != null && !covers(commitments.get(i), index, offer)) {
                    sum += costs[i];
                }
            }
            return sum;
        }

        private static boolean covers(Commitment commitment, OfferIndex index, int offer) {
            return !index.isSpot(offer)
                    && index.provider(offer).equals(commitment.provider())
                    && (commitment.region() == null
                            || commitment.region().equals(index.regionName(index.regionOf(offer))))
                    && Families.holds(
                            commitment.family(),
                            index.shape(index.shapeOf(offer)).instanceType());
        }
    }
}
