package io.swen.routing.model;

import com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil;
import com.oracle.labs.mlrg.olcut.provenance.io.FlatMarshalledProvenance;
import com.oracle.labs.mlrg.olcut.provenance.io.ListMarshalledProvenance;
import com.oracle.labs.mlrg.olcut.provenance.io.MapMarshalledProvenance;
import com.oracle.labs.mlrg.olcut.provenance.io.ObjectMarshalledProvenance;
import com.oracle.labs.mlrg.olcut.provenance.io.SimpleMarshalledProvenance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import ml.dmlc.xgboost4j.java.Booster;
import org.tribuo.Example;
import org.tribuo.MutableDataset;
import org.tribuo.common.xgboost.XGBoostModel;
import org.tribuo.datasource.ListDataSource;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.xgboost.XGBoostRegressionTrainer;
import org.tribuo.transform.TransformTrainer;
import org.tribuo.transform.TransformationMap;
import org.tribuo.transform.TransformedModel;
import org.tribuo.transform.transformations.MeanStdDevTransformation;

/** Trains a random forest for each target on standardised features, through Tribuo. */
public final class ForestTrainer {

    static final int TREES = 100;
    static final int DEPTH = 8;
    static final int LEAST_IN_LEAF = 8;
    private static final float BASE = 0.5f;
    private static final int MOST_COMPARED = 1_000;

    /**
     * A trained model with what it came from.
     *
     * @param inner what Tribuo answers with, to compare with
     * @param provenance by target, as Tribuo tells it
     */
    public record Trained(
            LearnedModel model, Map<Target, TransformedModel<Regressor>> inner, Map<String, Object> provenance)
            implements AutoCloseable {

        /** What Tribuo says of a full row. */
        public double tribuo(Target target, double[] all) {
            return Objects.requireNonNull(inner.get(target))
                    .predict(example(all, RegressionFactory.UNKNOWN_REGRESSOR, columnsOf(target)))
                    .getOutput()
                    .getValues()[0];
        }

        /** What Tribuo says of many full rows, asked at once. */
        public double[] tribuo(Target target, List<double[]> all) {
            RegressionFactory outputs = new RegressionFactory();
            List<String> columns = columnsOf(target);
            List<Example<Regressor>> examples = new ArrayList<>();
            for (double[] row : all) {
                examples.add(example(row, new Regressor(target.id(), 0), columns));
            }
            var rows = new MutableDataset<>(new ListDataSource<>(
                    examples, outputs, new SimpleDataSourceProvenance("rows to compare", outputs)));
            return Objects.requireNonNull(inner.get(target)).predict(rows).stream()
                    .mapToDouble(each -> each.getOutput().getValues()[0])
                    .toArray();
        }

        /** Refuses a model whose flat forests answer anything but what Tribuo answers for the newest of these samples. */
        void requireExact(List<Sample> samples) {
            List<double[]> rows = rows(samples);
            List<double[]> newest = rows.subList(Math.max(0, rows.size() - MOST_COMPARED), rows.size());
            for (Target target : Target.values()) {
                double[] theirs = tribuo(target, newest);
                for (int i = 0; i < theirs.length; i++) {
                    double flat = model.forest(target).predict(newest.get(i));
                    if (flat != theirs[i]) {
                        throw new IllegalStateException("the flat forest of " + target.id() + " answers " + flat
                                + " where Tribuo answers " + theirs[i]);
                    }
                }
            }
        }

        private List<String> columnsOf(Target target) {
            return Objects.requireNonNull(inner.get(target)).getTransformerMap().entrySet().stream()
                    .map(Map.Entry::getKey)
                    .toList();
        }

        /**
         * XGBoost keeps a cache by the booster's address in each thread; left to the finalizer's thread it is not cleared here, and
         * the next booster at that address fails.
         */
        @Override
        public void close() {
            for (TransformedModel<Regressor> each : inner.values()) {
                if (each.getInnerModel() instanceof XGBoostModel<Regressor> boosted) {
                    boosted.getInnerModels().forEach(Booster::dispose);
                }
            }
        }
    }

    private ForestTrainer() {}

    /** The samples with the columns of their zones, each as it could be known when it was decided. */
    public static List<double[]> rows(List<Sample> samples) {
        ZoneMemory memory = new ZoneMemory();
        List<Sample> byEnd =
                samples.stream().sorted(Comparator.comparing(Sample::endedAt)).toList();
        Integer[] byDecision = new Integer[samples.size()];
        Arrays.setAll(byDecision, i -> i);
        Arrays.sort(
                byDecision, Comparator.comparing((Integer i) -> samples.get(i).decidedAt()));
        double[][] rows = new double[samples.size()][];
        int ended = 0;
        for (int i : byDecision) {
            Sample sample = samples.get(i);
            while (ended < byEnd.size() && byEnd.get(ended).endedAt().isBefore(sample.decidedAt())) {
                memory.learn(byEnd.get(ended++));
            }
            double[] row = Arrays.copyOf(sample.row(), LearnedModel.COLUMNS.size());
            double[] zone = memory.at(sample.decidedAt(), sample.zone());
            System.arraycopy(zone, 0, row, sample.row().length, zone.length);
            rows[i] = row;
        }
        return List.of(rows);
    }

    /**
     * Trains; the caller closes it.
     *
     * @param samples with at least one of which each target is known
     * @param until the moment up to which everything is known
     * @param seed of subsampling
     */
    public static Trained train(List<Sample> samples, Instant until, long seed) {
        List<double[]> rows = rows(samples);
        Map<Target, TransformedModel<Regressor>> inner = new EnumMap<>(Target.class);
        Map<Target, FlatForest> forests = new EnumMap<>(Target.class);
        Map<String, Object> provenance = new LinkedHashMap<>();
        for (Target target : Target.values()) {
            TransformedModel<Regressor> model = train(target, samples, rows, until, seed);
            inner.put(target, model);
            forests.put(target, ForestFlattener.flatten(model, LearnedModel.COLUMNS, BASE));
            provenance.put(target.id(), provenance(model));
        }
        ZoneMemory memory = new ZoneMemory();
        samples.stream().sorted(Comparator.comparing(Sample::endedAt)).forEach(memory::learn);
        String description = "trained on " + samples.size() + " outcomes that ended by " + until;
        return new Trained(new LearnedModel(description, forests, memory.at(until)), inner, provenance);
    }

    private static TransformedModel<Regressor> train(
            Target target, List<Sample> samples, List<double[]> rows, Instant until, long seed) {
        RegressionFactory outputs = new RegressionFactory();
        List<double[]> known = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            double value = samples.get(i).value(target);
            if (!Double.isNaN(value)) {
                known.add(rows.get(i));
                values.add(value);
            }
        }
        List<String> columns = varying(known);
        if (columns.isEmpty()) {
            throw new IllegalArgumentException(
                    "nothing can be learned of " + target.id() + ": all " + known.size() + " samples look the same");
        }
        List<Example<Regressor>> examples = new ArrayList<>();
        for (int i = 0; i < known.size(); i++) {
            examples.add(example(known.get(i), new Regressor(target.id(), values.get(i)), columns));
        }
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("objective", "reg:squarederror");
        parameters.put("base_score", (double) BASE);
        parameters.put("num_parallel_tree", TREES);
        parameters.put("max_depth", DEPTH);
        parameters.put("min_child_weight", (double) LEAST_IN_LEAF);
        parameters.put("eta", 1.0);
        parameters.put("lambda", 0.0);
        parameters.put("subsample", 0.63);
        parameters.put("colsample_bynode", 0.5);
        parameters.put("tree_method", "hist");
        parameters.put("nthread", 1);
        parameters.put("verbosity", 0);
        parameters.put("seed", seed);
        XGBoostRegressionTrainer forest =
                new XGBoostRegressionTrainer(XGBoostRegressionTrainer.RegressionType.LINEAR, 1, parameters);
        TransformTrainer<Regressor> trainer =
                new TransformTrainer<>(forest, new TransformationMap(List.of(new MeanStdDevTransformation())));
        return (TransformedModel<Regressor>) trainer.train(new MutableDataset<>(new ListDataSource<>(
                examples,
                outputs,
                new SimpleDataSourceProvenance(known.size() + " outcomes that ended by " + until, outputs))));
    }

    /** A column that never varies cannot be scaled, and tells nothing. */
    private static List<String> varying(List<double[]> rows) {
        List<String> varying = new ArrayList<>();
        for (int column = 0; column < LearnedModel.COLUMNS.size(); column++) {
            int at = column;
            if (rows.stream().mapToDouble(row -> row[at]).distinct().limit(2).count() > 1) {
                varying.add(LearnedModel.COLUMNS.get(column));
            }
        }
        return varying;
    }

    private static Example<Regressor> example(double[] row, Regressor output, List<String> columns) {
        ArrayExample<Regressor> example = new ArrayExample<>(output);
        for (String column : columns) {
            example.add(column, row[LearnedModel.COLUMNS.indexOf(column)]);
        }
        return example;
    }

    /** Tribuo's provenance as plain maps and lists. */
    private static Map<String, Object> provenance(TransformedModel<Regressor> model) {
        Map<String, Object> objects = new LinkedHashMap<>();
        for (ObjectMarshalledProvenance each : ProvenanceUtil.marshalProvenance(model.getProvenance())) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("class", each.getObjectClassName());
            each.getMap().forEach((key, value) -> object.put(key, plain(value)));
            objects.put(each.getName(), object);
        }
        return objects;
    }

    private static Object plain(FlatMarshalledProvenance value) {
        return switch (value) {
            case SimpleMarshalledProvenance simple -> simple.getValue();
            case ListMarshalledProvenance list -> {
                List<Object> all = new ArrayList<>();
                list.forEach(each -> all.add(plain(each)));
                yield all;
            }
            case MapMarshalledProvenance map -> {
                Map<String, Object> all = new LinkedHashMap<>();
                map.forEach(each -> all.put(each.getA(), plain(each.getB())));
                yield all;
            }
            default -> value.toString();
        };
    }
}
