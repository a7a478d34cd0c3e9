package io.swen.routing.placement;

import io.swen.platform.json.ContentHash;
import io.swen.routing.candidate.OfferIndex;
import io.swen.routing.candidate.Origin;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The forecast of the monthly rates that come with the offers: a constant hazard {@code −ln(1 − rate) / 730} an hour. Rates are
 * told apart to a thousandth.
 */
public final class MonthlyRates implements InterruptionForecast {

    public static final MonthlyRates INSTANCE = new MonthlyRates();

    private static final byte[] BYTES = "monthly-rates/1".getBytes(StandardCharsets.UTF_8);
    private static final String ID = ContentHash.of(BYTES);
    private static final int RATES = 1_000;

    private MonthlyRates() {}

    /** Whether these are the bytes of this forecast, which has no content of its own. */
    public static boolean wrote(byte[] bytes) {
        return Arrays.equals(BYTES, bytes);
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public byte[] bytes() {
        return BYTES.clone();
    }

    @Override
    public double probability(OfferIndex index, int offer, double hours) {
        return -StrictMath.expm1(-hazard(index.interruptionPermille(offer)) * hours);
    }

    @Override
    public Horizon at(OfferIndex index, double hours) {
        return new Table(index, hours);
    }

    @Override
    public String explain(OfferIndex index, int offer) {
        float rate = index.interruptionRate(offer);
        if (rate == 0) {
            return index.isOnDemand(offer) ? "on-demand capacity is not taken back" : "no interruptions are known";
        }
        Origin origin = index.interruptionOrigin(offer);
        return Texts.percent(rate) + " of such instances are interrupted in a month"
                + (origin == null ? "" : " (" + origin.id() + ")");
    }

    private static double hazard(int permille) {
        return -StrictMath.log(1 - Math.min(permille / (double) RATES, 0.99)) / PlacementEngine.HOURS_PER_MONTH;
    }

    /** There are only a few different rates, so each is computed once. */
    private static final class Table implements Horizon {
        private final OfferIndex index;
        private final double hours;
        private final double[] expected = new double[RATES + 1];
        private final double[] probability = new double[RATES + 1];

        Table(OfferIndex index, double hours) {
            this.index = index;
            this.hours = hours;
            Arrays.fill(expected, Double.NaN);
        }

        @Override
        public double probability(int offer) {
            return probability[rate(offer)];
        }

        @Override
        public double interruptions(int offer) {
            return expected[rate(offer)];
        }

        private int rate(int offer) {
            int rate = index.interruptionPermille(offer);
            if (Double.isNaN(expected[rate])) {
                expected[rate] = hazard(rate) * hours;
                probability[rate] = -StrictMath.expm1(-expected[rate]);
            }
            return rate;
        }
    }
}
