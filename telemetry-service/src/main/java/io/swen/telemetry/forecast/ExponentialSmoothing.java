package io.swen.telemetry.forecast;

import java.util.Arrays;

/**
 * Exponential smoothing with damped trend and additive season (Holt 1957, Winters 1960, Gardner and McKenzie 1985).
 *
 * <p>The smoothing parameters minimise the mean absolute error of one-step forecasts, which a few outliers do not sway.
 */
final class ExponentialSmoothing implements Method {

    private static final double[] LOW = {0.01, 0.0001, 0.8, 0.0001};
    private static final double[] START = {0.3, 0.02, 0.95, 0.1};
    private static final double[] HIGH = {0.99, 0.5, 0.98, 0.9};

    @Override
    public ForecastModel model() {
        return ForecastModel.EXPONENTIAL_SMOOTHING;
    }

    @Override
    public int fewest(int season) {
        return season == 1 ? 6 : 2 * season + season / 2;
    }

    @Override
    public Fitted fit(double[] values, int season) {
        double[] pattern = season == 1 ? new double[1] : Seasonality.pattern(values, season);
        int parameters = season == 1 ? 3 : 4;
        // The first values only settle the state, which began as a rough guess.
        int skip = Math.min(values.length / 4, Math.max(season, 5));
        double[] best = Bounded.minimise(
                p -> new State(values, pattern, season, p).run(values, 0, values.length, skip),
                Arrays.copyOf(START, parameters),
                Arrays.copyOf(LOW, parameters),
                Arrays.copyOf(HIGH, parameters));
        double[] learnt = values.clone();
        return (series, length, horizon) -> {
            State state = new State(learnt, pattern, season, best);
            state.run(series, 0, length, 0);
            return state.ahead(length, horizon);
        };
    }

    private static final class State {
        private final double alpha;
        private final double beta;
        private final double phi;
        private final double gamma;
        private final int season;
        private final double[] seasonal;
        private double level;
        private double trend;

        State(double[] first, double[] pattern, int season, double[] parameters) {
            alpha = parameters[0];
            beta = parameters[1];
            phi = parameters[2];
            gamma = season == 1 ? 0 : parameters[3];
            this.season = season;
            seasonal = pattern.clone();
            int settled = Math.min(first.length, Math.max(season, 3));
            for (int i = 0; i < settled; i++) {
                level += (first[i] - seasonal[i % season]) / settled;
            }
        }

        /** Goes through values and returns the mean absolute error of the forecasts one step ahead. */
        double run(double[] values, int from, int to, int skip) {
            double loss = 0;
            for (int i = from; i < to; i++) {
                double damped = phi * trend;
                double expected = level + damped;
                int phase = i % season;
                double error = values[i] - expected - seasonal[phase];
                level = expected + alpha * error;
                trend = damped + alpha * beta * error;
                seasonal[phase] += gamma * (1 - alpha) * error;
                if (i >= skip) {
                    loss += Math.abs(error);
                }
            }
            return loss / (to - skip);
        }

        double[] ahead(int length, int horizon) {
            double[] next = new double[horizon];
            double sum = 0;
            double power = 1;
            for (int h = 0; h < horizon; h++) {
                power *= phi;
                sum += power;
                next[h] = level + sum * trend + seasonal[(length + h) % season];
            }
            return next;
        }
    }
}
