package io.swen.routing.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.tribuo.common.xgboost.XGBoostModel;
import org.tribuo.regression.Regressor;
import org.tribuo.transform.TransformedModel;
import org.tribuo.transform.Transformer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Turns what Tribuo trained into a {@link FlatForest}.
 *
 * <p>Tribuo scales a feature as a double, XGBoost then takes it as a float and goes left if it is smaller than the split. Both
 * steps never turn an order around, so there is one double from which on features go right; it is searched for by asking
 * Tribuo's own transformer, which makes the flat forest exact whatever the transformer does.
 */
final class ForestFlattener {

    private static final JsonMapper JSON = new JsonMapper();

    private final List<Short> columns = new ArrayList<>();
    private final List<Double> thresholds = new ArrayList<>();
    private final List<Integer> rights = new ArrayList<>();
    private final List<Float> leaves = new ArrayList<>();
    private final Map<String, DoubleUnaryOperator> scalers;
    /** Columns by the number that the booster knows a feature under. */
    private final Map<String, Short> columnOf;

    private final Map<String, String> nameOf;

    private ForestFlattener(
            Map<String, DoubleUnaryOperator> scalers, Map<String, Short> columnOf, Map<String, String> nameOf) {
        this.scalers = scalers;
        this.columnOf = columnOf;
        this.nameOf = nameOf;
    }

    /**
     * @param columns the features' names in the order of the rows that the forest is to be asked about
     * @param base the score that the booster begins with
     */
    static FlatForest flatten(TransformedModel<Regressor> model, List<String> columns, float base) {
        if (!(model.getInnerModel() instanceof XGBoostModel<Regressor> boosted)
                || boosted.getInnerModels().size() != 1) {
            throw new IllegalArgumentException("only a forest of one target can be flattened");
        }
        Map<String, DoubleUnaryOperator> scalers = new java.util.HashMap<>();
        Map<String, Short> columnOf = new java.util.HashMap<>();
        Map<String, String> nameOf = new java.util.HashMap<>();
        model.getTransformerMap().entrySet().forEach(entry -> scalers.put(entry.getKey(), scaler(entry.getValue())));
        for (var feature : boosted.getFeatureIDMap()) {
            int id = boosted.getFeatureIDMap().get(feature.getName()).getID();
            int column = columns.indexOf(feature.getName());
            if (column < 0) {
                throw new IllegalArgumentException("the model knows a feature " + feature.getName());
            }
            columnOf.put("f" + id, (short) column);
            nameOf.put("f" + id, feature.getName());
        }
        ForestFlattener flattener = new ForestFlattener(scalers, columnOf, nameOf);
        return flattener.flatten(boosted.getInnerModels().getFirst(), base);
    }

    private static DoubleUnaryOperator scaler(List<Transformer> steps) {
        return value -> {
            double scaled = value;
            for (Transformer step : steps) {
                scaled = step.transform(scaled);
            }
            return scaled;
        };
    }

    private FlatForest flatten(Booster booster, float base) {
        String[] trees;
        try {
            trees = booster.getModelDump("", false, "json");
        } catch (XGBoostError e) {
            throw new IllegalStateException("the forest cannot be read", e);
        }
        int[] roots = new int[trees.length];
        for (int tree = 0; tree < trees.length; tree++) {
            roots[tree] = columns.size();
            add(JSON.readTree(trees[tree]));
        }
        int nodes = columns.size();
        short[] column = new short[nodes];
        double[] threshold = new double[nodes];
        int[] right = new int[nodes];
        float[] leaf = new float[nodes];
        for (int node = 0; node < nodes; node++) {
            column[node] = columns.get(node);
            threshold[node] = thresholds.get(node);
            right[node] = rights.get(node);
            leaf[node] = leaves.get(node);
        }
        return new FlatForest(roots, column, threshold, right, leaf, base);
    }

    /** Adds a node and all below it; its left child comes next. */
    private void add(JsonNode node) {
        int at = columns.size();
        if (node.has("leaf")) {
            add((short) -1, 0, Float.parseFloat(node.path("leaf").toString()));
            return;
        }
        String feature = node.path("split").asString();
        Short column = columnOf.get(feature);
        DoubleUnaryOperator scaler = scalers.get(nameOf.getOrDefault(feature, ""));
        if (column == null || scaler == null) {
            throw new IllegalArgumentException("a split on " + feature + ", which is not known");
        }
        add(
                column,
                smallestGoingRight(
                        scaler, Float.parseFloat(node.path("split_condition").toString())),
                0);
        add(child(node, node.path("yes").asInt()));
        rights.set(at, columns.size());
        add(child(node, node.path("no").asInt()));
    }

    private void add(short column, double threshold, float leaf) {
        columns.add(column);
        thresholds.add(threshold);
        rights.add(0);
        leaves.add(leaf);
    }

    private static JsonNode child(JsonNode node, int id) {
        return node.path("children")
                .valueStream()
                .filter(child -> child.path("nodeid").asInt() == id)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("node " + id + " is missing"));
    }

    /** The smallest double whose scaled float is not smaller than a split, by halving the ordered bits of all doubles. */
    private static double smallestGoingRight(DoubleUnaryOperator scaler, float split) {
        long low = ordered(Double.NEGATIVE_INFINITY);
        long high = ordered(Double.POSITIVE_INFINITY);
        while (low < high) {
            long middle = (low & high) + ((low ^ high) >> 1);
            double value = value(middle);
            if ((float) scaler.applyAsDouble(value) < split) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return value(low);
    }

    /** A whole number that is ordered as the doubles are. */
    private static long ordered(double value) {
        long bits = Double.doubleToLongBits(value);
        return bits < 0 ? ~bits ^ Long.MIN_VALUE : bits;
    }

    private static double value(long ordered) {
        return Double.longBitsToDouble(ordered < 0 ? ~(ordered ^ Long.MIN_VALUE) : ordered);
    }
}
