package io.swen.telemetry.forecast;

/**
 * The optimised Theta model of a seasonally adjusted series.
 *
 * <p>Assimakopoulos and Nikolopoulos, "The theta model", International Journal of Forecasting 16 (2000); as a state space model with
 * the angle theta learnt: Fiorucci, Pellegrini, Louzada, Petropoulos and Koehler, ibid. 32 (2016).
 */
final class Theta implements Method {

    private static final double[] LOW = {0.02, 1};
    private static final double[] START = {0.4, 2};
    private static final double[] HIGH = {0.98, 6};

    @Override
    public ForecastModel model() {
        return ForecastModel.THETA;
    }

    @Override
    public int fewest(int season) {
        return season == 1 ? 6 : 2 * season + season / 2;
    }

    @Override
    public Fitted fit(double[] values, int season) {
        double[] pattern = season == 1 ? new double[1] : Seasonality.pattern(values, season);
        double[] adjusted = adjust(values, values.length, pattern);
        int skip = Math.min(values.length / 4, Math.max(season, 5));
        double[] best =
                Bounded.minimise(p -> new State(adjusted, adjusted.length, p[0], p[1]).loss(skip), START, LOW, HIGH);
        return (series, length, horizon) -> {
            double[] next = new State(adjust(series, length, pattern), length, best[0], best[1]).ahead(horizon);
            for (int h = 0; h < horizon; h++) {
                next[h] += pattern[(length + h) % season];
            }
            return next;
        };
    }

    private static double[] adjust(double[] values, int length, double[] pattern) {
        double[] adjusted = new double[length];
        for (int i = 0; i < length; i++) {
            adjusted[i] = values[i] - pattern[i % pattern.length];
        }
        return adjusted;
    }

    /** Simple exponential smoothing of the theta line, with the share of the straight line that it lacks. */
    private static final class State {
        private final double[] values;
        private final int length;
        private final double alpha;
        private final double share;
        private final double intercept;
        private final double slope;

        State(double[] values, int length, double alpha, double theta) {
            this.values = values;
            this.length = length;
            this.alpha = alpha;
            this.share = 1 - 1 / theta;
            double meanTime = (length + 1) / 2.0;
            double mean = 0;
            for (int i = 0; i < length; i++) {
                mean += values[i] / length;
            }
            double covariance = 0;
            double variance = 0;
            for (int i = 0; i < length; i++) {
                double time = i + 1 - meanTime;
                covariance += time * (values[i] - mean);
                variance += time * time;
            }
            slope = variance == 0 ? 0 : covariance / variance;
            intercept = mean - slope * meanTime;
        }

        double loss(int skip) {
            double level = values[0] - share * intercept;
            double kept = 1;
            double loss = 0;
            for (int i = 0; i < length; i++) {
                double expected = level + share * (kept * intercept + (1 - kept * (1 - alpha)) / alpha * slope);
                if (i >= skip) {
                    loss += Math.abs(values[i] - expected);
                }
                level += alpha * (values[i] - level);
                kept *= 1 - alpha;
            }
            return loss / (length - skip);
        }

        double[] ahead(int horizon) {
            double level = values[0] - share * intercept;
            double kept = 1;
            for (int i = 0; i < length; i++) {
                level += alpha * (values[i] - level);
                kept *= 1 - alpha;
            }
            double[] next = new double[horizon];
            for (int h = 0; h < horizon; h++) {
                next[h] = level + share * (kept * intercept + (h + (1 - kept * (1 - alpha)) / alpha) * slope);
            }
            return next;
        }
    }
}
