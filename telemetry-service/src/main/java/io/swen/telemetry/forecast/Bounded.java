package io.swen.telemetry.forecast;

import java.util.Arrays;
import org.apache.commons.math3.analysis.MultivariateFunction;
import org.apache.commons.math3.exception.MathIllegalStateException;
import org.apache.commons.math3.optim.InitialGuess;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.PointValuePair;
import org.apache.commons.math3.optim.SimpleBounds;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.nonlinear.scalar.ObjectiveFunction;
import org.apache.commons.math3.optim.nonlinear.scalar.noderiv.BOBYQAOptimizer;

/** Minimises a function of a few bounded parameters without derivatives (BOBYQA, M. J. D. Powell 2009). */
final class Bounded {

    private static final int EVALUATIONS = 250;
    private static final double FIRST_RADIUS = 0.2;
    private static final double LAST_RADIUS = 1e-3;

    private Bounded() {}

    /** The best parameters found; they are never worse than the start. */
    static double[] minimise(MultivariateFunction loss, double[] start, double[] low, double[] high) {
        int dimensions = start.length;
        double[] best = start.clone();
        double[] bestLoss = {loss.value(start)};
        // Parameters are stretched to the unit cube, so that one radius suits all.
        MultivariateFunction watched = unit -> {
            double[] point = new double[dimensions];
            for (int i = 0; i < dimensions; i++) {
                point[i] = low[i] + Math.clamp(unit[i], 0, 1) * (high[i] - low[i]);
            }
            double value = loss.value(point);
            if (value < bestLoss[0]) {
                bestLoss[0] = value;
                System.arraycopy(point, 0, best, 0, dimensions);
            }
            return Double.isFinite(value) ? value : Double.MAX_VALUE;
        };
        double[] unitStart = new double[dimensions];
        for (int i = 0; i < dimensions; i++) {
            unitStart[i] = (start[i] - low[i]) / (high[i] - low[i]);
        }
        double[] ones = new double[dimensions];
        Arrays.fill(ones, 1);
        try {
            PointValuePair end = new BOBYQAOptimizer(2 * dimensions + 1, FIRST_RADIUS, LAST_RADIUS)
                    .optimize(
                            new MaxEval(EVALUATIONS),
                            new ObjectiveFunction(watched),
                            GoalType.MINIMIZE,
                            new SimpleBounds(new double[dimensions], ones),
                            new InitialGuess(unitStart));
            watched.value(end.getPoint());
        } catch (MathIllegalStateException stopped) {
            // Out of evaluations or of numerical precision; the best point so far is what is wanted then.
            return best;
        }
        return best;
    }
}
