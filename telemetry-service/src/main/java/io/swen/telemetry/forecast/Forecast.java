package io.swen.telemetry.forecast;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is foreseen of a series.
 *
 * @param model the one that was best on the series' own past
 * @param season what it repeats after; null for nothing
 * @param points one a step, from the step after the last known value on
 * @param mase mean absolute error on the past, over the mean difference between values one season apart
 * @param errors the same of every model that was tried
 * @param persistence how much an error goes on into the next step: the correlation of neighbouring errors, 0 to 1
 * @param filled steps of the history without a value, which were interpolated to learn from
 */
public record Forecast(
        ForecastModel model,
        @Nullable Duration season,
        List<ForecastPoint> points,
        double mase,
        Map<ForecastModel, Double> errors,
        double persistence,
        int filled)
        implements ForecastOutcome {

    public Forecast {
        points = List.copyOf(points);
        errors = Map.copyOf(errors);
    }
}
