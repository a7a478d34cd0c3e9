package io.swen.routing.spot;

import java.util.Collection;

/**
 * Forecasts, tick by tick through a trace, whether capacity that is there is lost within some hours: the curve of other traces,
 * with a factor learned from how this one's own earlier forecasts came out. This is what the platform forecasts with, too.
 */
public final class TraceForecast {

    /** What the curve is worth against the trace's own record: the losses expected of twice the horizon. */
    private static final double PRIOR = 2;

    private static final double HALF_LIFE_SECONDS = 48 * 3600.0;
    private static final double SECONDS = 3600;

    /**
     * How good forecasts were; smaller is better.
     *
     * @param forecasts how many there were
     * @param brier mean squared difference of chance and outcome
     * @param base the same for always saying how often it happened in the other traces
     * @param persistence the same for always saying that nothing changes
     * @param calibration mean difference of chance and frequency, over ten bands of chances
     */
    public record Quality(int forecasts, double brier, double base, double persistence, double calibration) {}

    private static final int BANDS = 10;

    private TraceForecast() {}

    /** Measures forecasts on a trace; none of {@code others} may be the same. */
    public static Quality measure(SpotTrace trace, Collection<SpotTrace> others, double hours) {
        LossCurve curve = LossCurve.of(others);
        double base = curve.probability(LossCurve.anyAge(), hours, 1);
        int horizon = (int) Math.round(hours * SECONDS / trace.gapSeconds());
        double[] chances = chances(trace, curve, hours);
        int[] next = LossCurve.nextLoss(trace);
        int count = 0;
        double brier = 0;
        double baseBrier = 0;
        double persistence = 0;
        double[] said = new double[BANDS];
        double[] happened = new double[BANDS];
        for (int t = 0; t + horizon < trace.length(); t++) {
            if (trace.available(t)) {
                double outcome = next[t] <= t + horizon ? 1 : 0;
                brier += (chances[t] - outcome) * (chances[t] - outcome);
                baseBrier += (base - outcome) * (base - outcome);
                persistence += outcome;
                int band = Math.min(BANDS - 1, (int) (chances[t] * BANDS));
                said[band] += chances[t];
                happened[band] += outcome;
                count++;
            }
        }
        double calibration = 0;
        for (int band = 0; band < BANDS; band++) {
            calibration += Math.abs(said[band] - happened[band]);
        }
        double all = Math.max(1, count);
        return new Quality(count, brier / all, baseBrier / all, persistence / all, calibration / all);
    }

    /** The chance said at each tick with capacity, from that tick and those before it alone. */
    static double[] chances(SpotTrace trace, LossCurve curve, double hours) {
        int horizon = (int) Math.round(hours * SECONDS / trace.gapSeconds());
        double prior = PRIOR * horizon * curve.probability(LossCurve.anyAge(), hours, 1);
        double[] chances = new double[trace.length()];
        RunAge age = new RunAge(trace.gapSeconds());
        LossCount count = LossCount.NOTHING;
        int lastLoss = -1;
        for (int t = 0; t < trace.length(); t++) {
            age.observe(trace.available(t));
            if (!trace.available(t)) {
                lastLoss = t;
            }
            count = count.faded(trace.gapSeconds(), HALF_LIFE_SECONDS);
            int settled = t - horizon;
            if (settled >= 0 && trace.available(settled)) {
                count = count.plus(lastLoss > settled ? 1 : 0, chances[settled]);
            }
            if (trace.available(t)) {
                chances[t] = curve.probability(age.bucket(), hours, count.factor(prior));
            }
        }
        return chances;
    }
}
