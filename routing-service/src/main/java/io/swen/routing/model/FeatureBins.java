package io.swen.routing.model;

import io.swen.routing.outcome.PlacementFeatures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How a feature was spread among the samples that a model was trained on.
 *
 * @param edges between the bins, rising; a value equal to an edge is above it
 * @param shares of the samples in each bin
 */
public record FeatureBins(String feature, double[] edges, double[] shares) {

    private static final int BINS = 10;
    /** An empty bin counts for half a sample, so that the index stays finite. */
    private static final double HALF = 0.5;

    /** The tenths of every feature that varies. */
    static List<FeatureBins> of(List<Sample> samples) {
        List<FeatureBins> all = new ArrayList<>();
        for (int column = 0; column < PlacementFeatures.NAMES.size(); column++) {
            int at = column;
            double[] sorted = samples.stream()
                    .mapToDouble(sample -> sample.row()[at])
                    .sorted()
                    .toArray();
            double[] edges = new double[BINS - 1];
            for (int i = 1; i < BINS; i++) {
                edges[i - 1] = sorted[i * sorted.length / BINS];
            }
            edges = Arrays.stream(edges)
                    .distinct()
                    .filter(edge -> edge > sorted[0])
                    .toArray();
            FeatureBins empty = new FeatureBins(PlacementFeatures.NAMES.get(column), edges, new double[0]);
            all.add(new FeatureBins(empty.feature(), edges, empty.count(samples, column)));
        }
        return all;
    }

    /**
     * The population stability index Σ (a − e) ln(a / e) of newer samples: below 0.1 nothing changed, above 0.25 much did. What
     * as many samples of the same population are expected to show by chance, (bins − 1) (1/n + 1/m), is taken off.
     */
    public double stability(List<Sample> newer, int trained) {
        int column = PlacementFeatures.NAMES.indexOf(feature);
        double[] now = count(newer, column);
        double sum = 0;
        for (int i = 0; i < shares.length; i++) {
            double expected = Math.max(shares[i], HALF / trained);
            double actual = Math.max(now[i], HALF / newer.size());
            sum += (actual - expected) * Math.log(actual / expected);
        }
        double chance = (shares.length - 1) * (1.0 / newer.size() + 1.0 / trained);
        return Math.max(0, sum - chance);
    }

    private double[] count(List<Sample> samples, int column) {
        double[] counts = new double[edges.length + 1];
        for (Sample sample : samples) {
            int found = Arrays.binarySearch(edges, sample.row()[column]);
            counts[found >= 0 ? found + 1 : -found - 1]++;
        }
        for (int i = 0; i < counts.length; i++) {
            counts[i] /= samples.size();
        }
        return counts;
    }
}
