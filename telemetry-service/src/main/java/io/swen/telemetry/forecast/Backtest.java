package io.swen.telemetry.forecast;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rolling-origin evaluation of all methods on a series' own past: at each origin the future is foreseen from what came before it
 * alone, and compared with what came.
 */
final class Backtest {

    private static final int MOST_ORIGINS = 48;
    /** Methods learn anew so many times; between them what was learnt goes on with newer values. */
    private static final int FITS = 4;
    /** The part of the history that is only learnt from. */
    private static final double TAUGHT = 0.4;

    /** A method for a season that a series may have. */
    record Candidate(Method method, int season) {}

    /**
     * How a candidate did.
     *
     * @param errors what came minus what was foreseen, by origin and step; NaN where it is not known yet or was interpolated
     */
    record Result(ForecastModel model, @Nullable Candidate candidate, double meanError, double[][] errors) {}

    private final double[] values;
    private final boolean[] known;
    private final int horizon;
    private final int[] origins;
    private final int[] fits;

    Backtest(double[] values, boolean[] known, int horizon, int fewest) {
        this.values = values;
        this.known = known;
        this.horizon = horizon;
        int first = Math.max(fewest, (int) (values.length * TAUGHT));
        int last = values.length - Math.max(1, Math.min(horizon, 3));
        int stride = Math.max(1, Math.ceilDiv(last - first + 1, MOST_ORIGINS));
        // Counted from the end, so that the newest origin is always there.
        int count = Math.max(0, (last - first) / stride + 1);
        origins = new int[count];
        for (int i = 0; i < count; i++) {
            origins[i] = last - (count - 1 - i) * stride;
        }
        fits = new int[count];
        int block = Math.max(1, Math.ceilDiv(count, FITS));
        for (int i = 0; i < count; i++) {
            fits[i] = origins[i / block * block];
        }
    }

    int[] origins() {
        return origins;
    }

    /** Every candidate, and last the combination of them all. */
    List<Result> run(List<Candidate> candidates) {
        List<Result> results = new ArrayList<>();
        double[][][] all = new double[candidates.size()][][];
        for (int c = 0; c < candidates.size(); c++) {
            all[c] = forecasts(candidates.get(c));
            results.add(result(candidates.get(c).method().model(), candidates.get(c), all[c]));
        }
        double[][] combined = new double[origins.length][];
        for (int k = 0; k < origins.length; k++) {
            int origin = k;
            combined[k] = medians(Arrays.stream(all).map(each -> each[origin]).toList());
        }
        results.add(result(ForecastModel.COMBINATION, null, combined));
        return results;
    }

    /** The correlation of errors of one origin that are one step apart, 0 to 1. */
    static double persistence(double[][] errors) {
        double products = 0;
        double squares = 0;
        for (double[] row : errors) {
            for (int h = 1; h < row.length; h++) {
                double product = row[h - 1] * row[h];
                if (!Double.isNaN(product)) {
                    products += product;
                    squares += (row[h - 1] * row[h - 1] + row[h] * row[h]) / 2;
                }
            }
        }
        return squares == 0 ? 0 : Math.clamp(products / squares, 0, 1);
    }

    /** The median of several forecasts at each step. */
    static double[] medians(List<double[]> forecasts) {
        double[] medians = new double[forecasts.getFirst().length];
        int middle = forecasts.size() / 2;
        for (int h = 0; h < medians.length; h++) {
            int at = h;
            double[] sorted =
                    forecasts.stream().mapToDouble(each -> each[at]).sorted().toArray();
            medians[h] = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        }
        return medians;
    }

    private double[][] forecasts(Candidate candidate) {
        double[][] forecasts = new double[origins.length][];
        for (int k = 0; k < origins.length; ) {
            int fittedAt = fits[k];
            try (Method.Fitted fitted = candidate.method().fit(Arrays.copyOf(values, fittedAt), candidate.season())) {
                while (k < origins.length && fits[k] == fittedAt) {
                    forecasts[k] = fitted.forecast(values, origins[k], horizon);
                    k++;
                }
            }
        }
        return forecasts;
    }

    private Result result(ForecastModel model, @Nullable Candidate candidate, double[][] forecasts) {
        double[][] errors = new double[origins.length][horizon];
        double sum = 0;
        int count = 0;
        for (int k = 0; k < origins.length; k++) {
            for (int h = 0; h < horizon; h++) {
                int at = origins[k] + h;
                if (at < values.length && known[at]) {
                    errors[k][h] = values[at] - forecasts[k][h];
                    sum += Math.abs(errors[k][h]);
                    count++;
                } else {
                    errors[k][h] = Double.NaN;
                }
            }
        }
        return new Result(model, candidate, count == 0 ? Double.NaN : sum / count, errors);
    }
}
