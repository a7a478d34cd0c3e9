package io.swen.routing.batch;

import java.util.Arrays;

/**
 * A bound for every solution, by Lagrangian relaxation: capacities are not limited but have prices, so that every item can
 * take the best of its candidates on its own. Whatever the prices, no solution is worth more than that and the price of
 * all capacities together (Fisher 1981); subgradient steps (Held, Wolfe and Crowder 1974) look for prices that make it least.
 */
final class PricedCapacities {

    private static final int STEPS = 300;
    /** Made whatever the time, so that there always is a bound. */
    private static final int LEAST_STEPS = 10;

    private static final int PATIENCE = 12;
    private static final double FIRST_STEP = 1.5;
    private static final double LEAST_STEP = 1e-4;
    /** Covers what the sums of doubles may be off. */
    private static final double ROUNDING = 1e-9;

    private final AssignmentProblem problem;
    private double[] prices;
    private double bound = Double.POSITIVE_INFINITY;
    private int[] incumbent;
    private long incumbentValue;

    PricedCapacities(AssignmentProblem problem, int[] start) {
        this.problem = problem;
        this.prices = new double[problem.rows()];
        this.incumbent = start.clone();
        this.incumbentValue = problem.value(start);
    }

    /** No solution is worth more. */
    long bound() {
        return (long) Math.floor(bound * (1 + ROUNDING));
    }

    /** The best solution met on the way, at least as good as the start. */
    int[] incumbent() {
        return incumbent.clone();
    }

    long incumbentValue() {
        return incumbentValue;
    }

    double[] prices() {
        return prices.clone();
    }

    /** Searches until the steps are too small to matter, or until {@code System.nanoTime()} has come to the deadline. */
    void search(long deadline) {
        double[] now = new double[problem.rows()];
        double[] used = new double[problem.rows()];
        int[] taken = new int[problem.items().size()];
        double step = FIRST_STEP;
        int since = 0;
        for (int i = 0; i < STEPS && step > LEAST_STEP && (i < LEAST_STEPS || System.nanoTime() < deadline); i++) {
            double value = relax(now, used, taken);
            if (value < bound * (1 - 1e-7)) {
                bound = value;
                prices = now.clone();
                since = 0;
            } else {
                bound = Math.min(bound, value);
                if (++since >= PATIENCE) {
                    step /= 2;
                    since = 0;
                    now = prices.clone();
                    continue;
                }
            }
            if (i % 5 == 0 || since == 0) {
                repair(now);
            }
            if (bound - incumbentValue < 1) {
                return;
            }
            if (!move(now, used, value, step)) {
                return;
            }
        }
    }

    private double relax(double[] at, double[] used, int[] taken) {
        Arrays.fill(used, 0);
        double sum = 0;
        for (int i = 0; i < taken.length; i++) {
            AssignmentProblem.Item item = problem.items().get(i);
            int best = best(item, at);
            taken[i] = best;
            sum += worth(item, best, at);
            if (best != AssignmentProblem.NONE) {
                int[] rows = item.rows();
                for (int r = 0; r < rows.length; r++) {
                    used[rows[r]] += item.use(best, r);
                }
                if (item.zone(best) != AssignmentProblem.NONE) {
                    used[item.zone(best)] += 1;
                }
            }
        }
        for (int row = 0; row < at.length; row++) {
            sum += at[row] * problem.capacity(row);
        }
        return sum;
    }

    /** What an item adds to the bound: its best candidate, or what was left out if that might be worth more. */
    static double worth(AssignmentProblem.Item item, int best, double[] at) {
        return Math.max(item.optimistic(), best == AssignmentProblem.NONE ? 0 : item.reduced(best, at));
    }

    /** The candidate of the highest value less prices, or none where all would cost more than they are worth. */
    static int best(AssignmentProblem.Item item, double[] at) {
        int best = AssignmentProblem.NONE;
        double most = 0;
        for (int candidate = 0; candidate < item.size(); candidate++) {
            double reduced = item.reduced(candidate, at);
            if (reduced > most) {
                most = reduced;
                best = candidate;
            }
        }
        return best;
    }

    /** Raises the prices of what is used too much and lowers those of what is left over; false where nothing is to move. */
    private boolean move(double[] at, double[] used, double value, double step) {
        double length = 0;
        for (int row = 0; row < at.length; row++) {
            double scale = Math.max(1, problem.capacity(row));
            double excess = (used[row] - problem.capacity(row)) / scale;
            if (excess > 0 || at[row] > 0) {
                length += excess * excess;
            }
        }
        if (length < 1e-18) {
            return false;
        }
        double size = step * Math.max(value - incumbentValue, 1e-6 * value) / length;
        for (int row = 0; row < at.length; row++) {
            double scale = Math.max(1, problem.capacity(row));
            double excess = (used[row] - problem.capacity(row)) / scale;
            // Prices are per unit of a row, steps in shares of its capacity, so that rows of any unit move alike.
            at[row] = Math.max(0, at[row] + size * excess / scale);
        }
        return true;
    }

    /** Makes a solution of the prices: what is worth most beside them comes first; then whoever can do better does. */
    private void repair(double[] at) {
        int[] choice = new int[problem.items().size()];
        long[] left = problem.capacities();
        Integer[] order = new Integer[choice.length];
        double[] worth = new double[choice.length];
        for (int i = 0; i < choice.length; i++) {
            order[i] = i;
            AssignmentProblem.Item item = problem.items().get(i);
            int best = best(item, at);
            worth[i] = best == AssignmentProblem.NONE ? 0 : item.reduced(best, at);
        }
        Arrays.sort(order, (a, b) -> Double.compare(worth[b], worth[a]));
        for (int i : order) {
            AssignmentProblem.Item item = problem.items().get(i);
            int best = AssignmentProblem.NONE;
            double most = Double.NEGATIVE_INFINITY;
            for (int candidate = 0; candidate < item.size(); candidate++) {
                double reduced = item.reduced(candidate, at);
                if (reduced > most && item.fits(candidate, left)) {
                    most = reduced;
                    best = candidate;
                }
            }
            choice[i] = best;
            if (best != AssignmentProblem.NONE) {
                item.take(best, left, 1);
            }
        }
        Greedy.improve(problem, choice);
        long value = problem.value(choice);
        if (value > incumbentValue) {
            incumbentValue = value;
            incumbent = choice;
        }
    }
}
