package io.swen.telemetry.forecast;

/** The value of one season before, the baseline of all others; without a season the last value. */
final class SeasonalNaive implements Method {

    @Override
    public ForecastModel model() {
        return ForecastModel.SEASONAL_NAIVE;
    }

    @Override
    public int fewest(int season) {
        return season;
    }

    @Override
    public Fitted fit(double[] values, int season) {
        return (series, length, horizon) -> {
            double[] next = new double[horizon];
            for (int h = 0; h < horizon; h++) {
                next[h] = series[length - season + h % season];
            }
            return next;
        };
    }
}
