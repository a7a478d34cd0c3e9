package io.swen.telemetry.forecast;

import io.swen.telemetry.metrics.Point;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Foresees a series with the model that was best on the series' own past.
 *
 * <p>A pure function: the same history gives the same forecast. A call takes some tenths of a second of one processor.
 */
@Component
public class ForecastService {

    /** Steps of history that are looked at; what is older is left out. */
    public static final int LONGEST_HISTORY = 3_000;

    public static final int LONGEST_HORIZON = 1_000;

    private static final int FEWEST = 24;
    private static final double MOST_MISSING = 0.3;
    /** A single model has to be better than the combination of all by this factor, since past luck does not last. */
    private static final double CLEARLY_BETTER = 0.9;
    /** The part of the history that a model may need before it can be tried on the rest. */
    private static final double LEARNABLE = 0.6;

    /**
     * A forecast, and what each model alone would have said; for measuring.
     *
     * @param byModel the values of the best season of each model
     */
    public record Comparison(ForecastOutcome outcome, Map<ForecastModel, double[]> byModel) {}

    private record Trial(
            Grid grid,
            int season,
            Backtest backtest,
            List<Backtest.Candidate> candidates,
            List<Backtest.Result> results) {}

    /**
     * Foresees the next values of a series.
     *
     * @param history in any order; gaps and values that are not finite are bridged to learn from, never scored
     * @param step the length of a step, from a second to a year
     * @param horizon how many steps, 1 to {@value #LONGEST_HORIZON}
     * @return a {@link Forecast}, or {@link TooLittleHistory}
     */
    public ForecastOutcome forecast(List<Point> history, Duration step, int horizon) {
        check(step, horizon);
        Grid grid = Grid.of(history, step, LONGEST_HISTORY);
        TooLittleHistory lacking = lacking(grid, horizon);
        return lacking != null ? lacking : forecast(tried(grid, step, horizon), step, horizon);
    }

    /** {@link #forecast}, with the forecasts of the models that were not chosen. */
    public Comparison compare(List<Point> history, Duration step, int horizon) {
        check(step, horizon);
        Grid grid = Grid.of(history, step, LONGEST_HISTORY);
        TooLittleHistory lacking = lacking(grid, horizon);
        if (lacking != null) {
            return new Comparison(lacking, Map.of());
        }
        Trial trial = tried(grid, step, horizon);
        Map<ForecastModel, Backtest.Result> best = new EnumMap<>(ForecastModel.class);
        for (Backtest.Result each : trial.results()) {
            best.merge(each.model(), each, (a, b) -> a.meanError() <= b.meanError() ? a : b);
        }
        Map<ForecastModel, double[]> byModel = new EnumMap<>(ForecastModel.class);
        best.forEach((model, result) -> byModel.put(model, ahead(result, trial, horizon)));
        return new Comparison(forecast(trial, step, horizon), byModel);
    }

    private static void check(Duration step, int horizon) {
        if (step.compareTo(Duration.ofSeconds(1)) < 0 || step.compareTo(Duration.ofDays(366)) > 0) {
            throw new IllegalArgumentException("step must be between PT1S and P366D: " + step);
        }
        if (horizon < 1 || horizon > LONGEST_HORIZON) {
            throw new IllegalArgumentException("horizon must be between 1 and " + LONGEST_HORIZON + ": " + horizon);
        }
    }

    private static @Nullable TooLittleHistory lacking(Grid grid, int horizon) {
        // Intervals need errors at the far end of the horizon, so that longer ones take a longer past.
        int needed = FEWEST + horizon;
        int length = grid.values().length;
        if (length < needed) {
            return new TooLittleHistory(
                    grid.knownCount(),
                    needed,
                    horizon + " steps ahead need " + needed + " past ones, there are " + length);
        }
        if (grid.knownCount() < (1 - MOST_MISSING) * length) {
            int wanted = (int) Math.ceil((1 - MOST_MISSING) * length);
            return new TooLittleHistory(
                    grid.knownCount(),
                    wanted,
                    "of the last " + length + " steps only " + grid.knownCount() + " have a value");
        }
        return null;
    }

    private static Trial tried(Grid grid, Duration step, int horizon) {
        double[] values = grid.values();
        List<Integer> calendar = Seasonality.candidates(step);
        int season = Seasonality.detect(values, calendar);
        List<Backtest.Candidate> candidates = candidates(values.length, season, calendar);
        int fewest = candidates.stream()
                .mapToInt(each -> each.method().fewest(each.season()))
                .max()
                .orElseThrow();
        Backtest backtest = new Backtest(values, grid.known(), horizon, fewest);
        return new Trial(grid, season, backtest, candidates, backtest.run(candidates));
    }

    /** All models for the season, and those that can do without for none. */
    private static List<Backtest.Candidate> candidates(int length, int season, List<Integer> calendar) {
        List<Backtest.Candidate> candidates = new ArrayList<>();
        List<Method> methods =
                List.of(new SeasonalNaive(), new ExponentialSmoothing(), new Theta(), new GradientBoosting(calendar));
        for (Method method : methods) {
            for (int each : season == 1 ? new int[] {1} : new int[] {season, 1}) {
                boolean twice = method.model() == ForecastModel.GRADIENT_BOOSTING && each != season;
                if (method.fewest(each) <= LEARNABLE * length && !twice) {
                    candidates.add(new Backtest.Candidate(method, each));
                }
            }
        }
        return candidates;
    }

    private static Backtest.Result chosen(List<Backtest.Result> results) {
        Backtest.Result combination = results.getLast();
        Backtest.Result best = combination;
        for (Backtest.Result each : results) {
            if (each.meanError() < best.meanError()) {
                best = each;
            }
        }
        return best.meanError() < CLEARLY_BETTER * combination.meanError() ? best : combination;
    }

    private static Forecast forecast(Trial trial, Duration step, int horizon) {
        Backtest.Result best = chosen(trial.results());
        Grid grid = trial.grid();
        int length = grid.values().length;
        double scale = scale(grid.values(), trial.season());
        Map<ForecastModel, Double> errors = new EnumMap<>(ForecastModel.class);
        for (Backtest.Result each : trial.results()) {
            errors.merge(each.model(), mase(each.meanError(), scale), Math::min);
        }
        double[] next = ahead(best, trial, horizon);
        Conformal conformal = new Conformal(trial.backtest().origins(), best.errors(), horizon);
        double[][][] offsets = conformal.offsets(length);
        // A model that was mostly too low or too high is set right by the median of its errors.
        double[] bias = conformal.bias(length);
        // What was never negative does not become so: requests, bytes, prices.
        double floor = Arrays.stream(grid.values()).allMatch(value -> value >= 0) ? 0 : Double.NEGATIVE_INFINITY;
        List<ForecastPoint> points = new ArrayList<>(horizon);
        for (int h = 0; h < horizon; h++) {
            points.add(new ForecastPoint(
                    grid.start().plus(step.multipliedBy((long) length + h)),
                    Math.max(floor, next[h] + bias[h]),
                    interval(next[h], offsets[h][0], floor),
                    interval(next[h], offsets[h][1], floor),
                    interval(next[h], offsets[h][2], floor)));
        }
        return new Forecast(
                best.model(),
                trial.season() == 1 ? null : step.multipliedBy(trial.season()),
                points,
                mase(best.meanError(), scale),
                errors,
                Backtest.persistence(best.errors()),
                length - grid.knownCount());
    }

    private static double[] ahead(Backtest.Result result, Trial trial, int horizon) {
        Backtest.Candidate one = result.candidate();
        double[] values = trial.grid().values();
        if (one != null) {
            return ahead(one, values, horizon);
        }
        return Backtest.medians(trial.candidates().stream()
                .map(each -> ahead(each, values, horizon))
                .toList());
    }

    private static double[] ahead(Backtest.Candidate candidate, double[] values, int horizon) {
        try (Method.Fitted fitted = candidate.method().fit(values, candidate.season())) {
            return fitted.forecast(values, values.length, horizon);
        }
    }

    private static Interval interval(double value, double[] offsets, double floor) {
        double low = Math.max(floor, value + offsets[0]);
        return new Interval(low, Math.max(low, value + offsets[1]));
    }

    /** Mean absolute difference to the value of one season before (Hyndman and Koehler 2006). */
    private static double scale(double[] values, int season) {
        double sum = 0;
        for (int i = season; i < values.length; i++) {
            sum += Math.abs(values[i] - values[i - season]);
        }
        return sum / (values.length - season);
    }

    /** 0 where there is neither an error nor anything to measure it by; a constant series is foreseen exactly. */
    private static double mase(double error, double scale) {
        return scale == 0 ? (error == 0 ? 0 : Double.MAX_VALUE) : error / scale;
    }
}
