package io.swen.routing.model;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * A forest in arrays of primitives that answers exactly as the library that trained it does, on features that are not scaled.
 *
 * <p>A node's left child follows it, so that only right children are stored. Leaves are added as floats in order of the trees,
 * as XGBoost does it; {@link ForestFlattener} moved the scaling of features into the thresholds.
 */
public final class FlatForest {

    private static final int MOST_NODES = 4_000_000;

    private final int[] roots;
    /** Column that a node looks at, −1 for a leaf. */
    private final short[] column;
    /** Smallest double that goes right. */
    private final double[] threshold;

    private final int[] right;
    private final float[] leaf;
    private final float base;

    FlatForest(int[] roots, short[] column, double[] threshold, int[] right, float[] leaf, float base) {
        this.roots = roots;
        this.column = column;
        this.threshold = threshold;
        this.right = right;
        this.leaf = leaf;
        this.base = base;
    }

    /** The prediction for a row of features. */
    public double predict(double[] row) {
        float sum = base;
        for (int root : roots) {
            int node = root;
            int at = column[node];
            while (at >= 0) {
                node = row[at] < threshold[node] ? node + 1 : right[node];
                at = column[node];
            }
            sum += leaf[node];
        }
        return sum;
    }

    /** What no prediction is below. */
    double least() {
        float sum = base;
        for (int tree = 0; tree < roots.length; tree++) {
            float least = Float.POSITIVE_INFINITY;
            for (int node = roots[tree]; node < end(tree); node++) {
                least = column[node] < 0 ? Math.min(least, leaf[node]) : least;
            }
            // Rounded as predictions are: a sum of smaller floats in the same order is never larger.
            sum += least;
        }
        return sum;
    }

    public int trees() {
        return roots.length;
    }

    public int nodes() {
        return column.length;
    }

    private int end(int tree) {
        return tree + 1 < roots.length ? roots[tree + 1] : column.length;
    }

    void write(DataOutputStream out) throws IOException {
        out.writeFloat(base);
        out.writeInt(roots.length);
        out.writeInt(column.length);
        for (int root : roots) {
            out.writeInt(root);
        }
        for (int node = 0; node < column.length; node++) {
            out.writeShort(column[node]);
            if (column[node] < 0) {
                out.writeFloat(leaf[node]);
            } else {
                out.writeDouble(threshold[node]);
                out.writeInt(right[node]);
            }
        }
    }

    /** Reads what {@link #write} wrote, refusing what would lead out of the arrays or in a circle. */
    static FlatForest read(DataInputStream in, int columns) throws IOException {
        float base = in.readFloat();
        int trees = in.readInt();
        int nodes = in.readInt();
        if (trees < 1 || nodes < trees || nodes > MOST_NODES) {
            throw new IOException("a forest of " + trees + " trees and " + nodes + " nodes");
        }
        int[] roots = new int[trees];
        for (int tree = 0; tree < trees; tree++) {
            roots[tree] = in.readInt();
            if (roots[tree] < 0 || roots[tree] >= nodes || (tree > 0 && roots[tree] <= roots[tree - 1])) {
                throw new IOException("the root of tree " + tree + " is " + roots[tree]);
            }
        }
        short[] column = new short[nodes];
        double[] threshold = new double[nodes];
        int[] right = new int[nodes];
        float[] leaf = new float[nodes];
        for (int node = 0; node < nodes; node++) {
            column[node] = in.readShort();
            if (column[node] < 0) {
                leaf[node] = in.readFloat();
                continue;
            }
            threshold[node] = in.readDouble();
            right[node] = in.readInt();
            if (column[node] >= columns || right[node] <= node + 1 || right[node] >= nodes) {
                throw new IOException("node " + node + " leads out of the forest");
            }
        }
        if (column[nodes - 1] >= 0) {
            throw new IOException("the last node is no leaf");
        }
        return new FlatForest(roots, column, threshold, right, leaf, base);
    }
}
