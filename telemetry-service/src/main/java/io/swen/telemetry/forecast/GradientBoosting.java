package io.swen.telemetry.forecast;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import ml.dmlc.xgboost4j.java.Booster;
import org.tribuo.Example;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.common.xgboost.XGBoostModel;
import org.tribuo.datasource.ListDataSource;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.xgboost.XGBoostRegressionTrainer;

/**
 * Gradient-boosted trees on past values and the calendar, one model for all steps of the horizon.
 *
 * <p>It foresees the difference to the level of the last season in units of the usual deviation, so that a series that has moved
 * or grown since then is still within what the trees have seen.
 */
final class GradientBoosting implements Method {

    private static final int FEWEST = 150;
    private static final int ROWS = 2_500;
    private static final int RECENT = 4;
    private static final int TREES = 60;
    private static final double RATE = 0.08;
    private static final int DEPTH = 4;
    private static final double CHILD_WEIGHT = 5;
    private static final double SAMPLED = 0.8;
    private static final int LONGEST_TAUGHT = 48;
    private static final long SEED = 1;
    private static final String TARGET = "next";

    private final List<Integer> calendar;

    /** @param calendar lengths of day and week in steps, where the step divides them */
    GradientBoosting(List<Integer> calendar) {
        this.calendar = List.copyOf(calendar);
    }

    @Override
    public ForecastModel model() {
        return ForecastModel.GRADIENT_BOOSTING;
    }

    @Override
    public int fewest(int season) {
        return Math.max(FEWEST, 5 * season);
    }

    @Override
    public Fitted fit(double[] values, int season) {
        double scale = deviation(values, season);
        if (scale == 0) {
            return new SeasonalNaive().fit(values, season);
        }
        SplittableRandom random = new SplittableRandom(SEED);
        RegressionFactory outputs = new RegressionFactory();
        List<Example<Regressor>> rows = new ArrayList<>(ROWS);
        int first = 2 * season + RECENT;
        int span = values.length - first;
        int horizons = Math.min(span, Math.max(LONGEST_TAUGHT, season));
        for (int i = 0; i < ROWS; i++) {
            int ahead = random.nextInt(horizons);
            int length = first + random.nextInt(span - ahead);
            Features features = new Features(values, length, season, scale);
            double target = (values[length + ahead] - features.level) / scale;
            rows.add(features.row(ahead, new Regressor(TARGET, target)));
        }
        Model<Regressor> model = new XGBoostRegressionTrainer(
                        XGBoostRegressionTrainer.RegressionType.LINEAR,
                        TREES,
                        RATE,
                        0,
                        DEPTH,
                        CHILD_WEIGHT,
                        SAMPLED,
                        SAMPLED,
                        1,
                        0,
                        1,
                        true,
                        SEED)
                .train(new MutableDataset<>(new ListDataSource<>(
                        rows, outputs, new SimpleDataSourceProvenance("the series' own past", outputs))));
        return new Trees(model, season, scale);
    }

    private final class Trees implements Fitted {
        private final Model<Regressor> model;
        private final int season;
        private final double scale;

        Trees(Model<Regressor> model, int season, double scale) {
            this.model = model;
            this.season = season;
            this.scale = scale;
        }

        @Override
        public double[] forecast(double[] values, int length, int horizon) {
            Features features = new Features(values, length, season, scale);
            double[] next = new double[horizon];
            for (int h = 0; h < horizon; h++) {
                double foreseen = model.predict(features.row(h, RegressionFactory.UNKNOWN_REGRESSOR))
                        .getOutput()
                        .getValues()[0];
                next[h] = features.level + scale * foreseen;
            }
            return next;
        }

        /**
         * XGBoost keeps a cache by the booster's address in each thread. Left to the finalizer's thread it is not cleared here, and
         * the next booster at that address fails.
         */
        @Override
        public void close() {
            if (model instanceof XGBoostModel<Regressor> boosted) {
                boosted.getInnerModels().forEach(Booster::dispose);
            }
        }
    }

    /** Mean absolute deviation from the level, which is what differences are measured in. */
    private static double deviation(double[] values, int season) {
        double[] level = Seasonality.level(values, Math.max(season, RECENT));
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += Math.abs(values[i] - level[i]);
        }
        return sum / values.length;
    }

    /** What is known at a moment. */
    private final class Features {
        private final double[] values;
        private final int length;
        private final int season;
        private final double scale;
        private final double level;

        Features(double[] values, int length, int season, double scale) {
            this.values = values;
            this.length = length;
            this.season = season;
            this.scale = scale;
            level = Arrays.stream(values, length - Math.max(season, RECENT), length)
                    .average()
                    .orElseThrow();
        }

        ArrayExample<Regressor> row(int ahead, Regressor target) {
            ArrayExample<Regressor> row = new ArrayExample<>(target);
            int at = length + ahead;
            row.add("ahead", ahead);
            for (int lag = 1; lag <= RECENT; lag++) {
                row.add("lag" + lag, relative(length - lag));
            }
            if (season > 1) {
                int before = at - season * (ahead / season + 1);
                row.add("season1", relative(before));
                row.add("season1next", relative(Math.min(before + 1, length - 1)));
                row.add("season2", relative(before - season));
                row.add("season12", (relative(before) + relative(before - season)) / 2);
            }
            for (int period : calendar) {
                row.add("phase" + period, at % period);
            }
            return row;
        }

        private double relative(int index) {
            return (values[index] - level) / scale;
        }
    }
}
