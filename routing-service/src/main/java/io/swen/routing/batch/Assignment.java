package io.swen.routing.batch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A solution of an {@link AssignmentProblem} with a bound on how much better any other could be.
 *
 * <p>First every item is decided greedily. Prices of the capacities give a bound for all candidates ({@link
 * PricedCapacities}), and with it a proof which candidates no better solution can have: taking a candidate whose value less
 * prices is {@code d} below its item's best makes the bound {@code d} lower, so where that is not above the best solution
 * known the candidate is left out for good. Of those that are left, the most promising go to the solver, which starts from
 * the best solution known; what does not fit into its problem is part of the bound again.
 *
 * @param choice for each item the id of its candidate, or {@link AssignmentProblem#NONE}
 * @param value the sum of values
 * @param bound what no choice is worth more than
 * @param greedyValue what deciding one after the other comes to
 * @param solver what found the solution: {@code scip} or {@code greedy}
 * @param candidates how many candidates there were, {@code kept} how many the solver got
 * @param proven whether candidates that the solver did not get are proven to be in no better solution
 */
record Assignment(
        int[] choice,
        long value,
        long bound,
        long greedyValue,
        String solver,
        long candidates,
        long kept,
        boolean proven,
        Duration time) {

    static final String SCIP = "scip";
    static final String GREEDY = "greedy";

    /**
     * How to solve.
     *
     * @param limit for all of it
     * @param enough the relative gap at which the solver stops
     * @param most how many candidates of all items together the solver is given
     * @param solver whether to use it; it is also done without where it is missing
     */
    record Effort(Duration limit, double enough, int most, boolean solver) {}

    /** How far the value may be below the best there is, in per cent of the bound. */
    double gapPercent() {
        return bound <= 0 ? 0 : 100.0 * Math.max(0, bound - value) / bound;
    }

    /** How far deciding one after the other is below the bound, in per cent of it. */
    double greedyPercent() {
        return bound <= 0 ? 0 : 100.0 * Math.max(0, bound - greedyValue) / bound;
    }

    static Assignment of(AssignmentProblem whole, Effort effort) {
        long begin = System.nanoTime();
        long deadline = begin + effort.limit().toNanos();
        AssignmentProblem problem = whole.with(
                whole.items().stream().map(AssignmentProblem.Item::undominated).toList());
        int[] greedy = Greedy.choose(problem);
        long greedyValue = problem.value(greedy);
        boolean solves = effort.solver() && Scip.isAvailable();
        PricedCapacities priced = new PricedCapacities(problem, greedy);
        priced.search(solves ? begin + effort.limit().toNanos() / 2 : deadline);
        Best best = new Best(priced.incumbent(), priced.incumbentValue(), priced.bound(), GREEDY, 0, true);
        if (solves && best.bound > best.value) {
            best = solve(
                    problem,
                    priced,
                    deadline,
                    effort,
                    () -> new Best(priced.incumbent(), priced.incumbentValue(), priced.bound(), GREEDY, 0, true));
        }
        int[] ids = new int[best.choice.length];
        long candidates = 0;
        for (int i = 0; i < ids.length; i++) {
            ids[i] = best.choice[i] == AssignmentProblem.NONE
                    ? AssignmentProblem.NONE
                    : problem.items().get(i).id(best.choice[i]);
            candidates += whole.items().get(i).size();
        }
        return new Assignment(
                ids,
                best.value,
                Math.max(best.bound, best.value),
                greedyValue,
                best.solver,
                candidates,
                best.kept,
                best.proven,
                Duration.ofNanos(System.nanoTime() - begin));
    }

    private record Best(int[] choice, long value, long bound, String solver, long kept, boolean proven) {}

    private record Kept(AssignmentProblem problem, int[][] candidates, long count, long boundOfOthers) {}

    private static Best solve(
            AssignmentProblem problem,
            PricedCapacities priced,
            long deadline,
            Effort effort,
            Supplier<Best> otherwise) {
        Kept kept = promising(problem, priced, effort.most());
        int[] start = new int[kept.candidates.length];
        for (int i = 0; i < start.length; i++) {
            int chosen = priced.incumbent()[i];
            start[i] = chosen == AssignmentProblem.NONE
                    ? AssignmentProblem.NONE
                    : Arrays.binarySearch(kept.candidates[i], chosen);
        }
        Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
        Optional<Scip.Solution> solved = Scip.solve(kept.problem, start, left, effort.enough());
        Best known = otherwise.get();
        if (solved.isEmpty()) {
            return known;
        }
        Scip.Solution solution = solved.get();
        long bound = Math.min(priced.bound(), Math.max(solution.bound(), kept.boundOfOthers));
        if (solution.value() < known.value) {
            return new Best(known.choice, known.value, bound, GREEDY, kept.count, kept.boundOfOthers <= known.value);
        }
        int[] choice = new int[start.length];
        for (int i = 0; i < choice.length; i++) {
            choice[i] = solution.choice()[i] == AssignmentProblem.NONE
                    ? AssignmentProblem.NONE
                    : kept.candidates[i][solution.choice()[i]];
        }
        return new Best(choice, solution.value(), bound, SCIP, kept.count, kept.boundOfOthers <= known.value);
    }

    /** What may be in a better solution than the best known, the most promising if that is too much. */
    private static Kept promising(AssignmentProblem problem, PricedCapacities priced, int most) {
        double[] prices = priced.prices();
        long gap = priced.bound() - priced.incumbentValue();
        int[] incumbent = priced.incumbent();
        List<double[]> behind = new ArrayList<>();
        double nearestLeftOut = Double.POSITIVE_INFINITY;
        int possible = 0;
        for (AssignmentProblem.Item item : problem.items()) {
            int best = PricedCapacities.best(item, prices);
            double top = PricedCapacities.worth(item, best, prices);
            if (item.optimistic() > 0) {
                nearestLeftOut = Math.min(nearestLeftOut, top - item.optimistic());
            }
            double[] distance = new double[item.size()];
            for (int candidate = 0; candidate < distance.length; candidate++) {
                distance[candidate] = Math.max(0, top - item.reduced(candidate, prices));
                if (distance[candidate] < gap) {
                    possible++;
                }
            }
            behind.add(distance);
        }
        double reach = possible <= most ? gap : reach(behind, most, gap);
        List<AssignmentProblem.Item> items = new ArrayList<>();
        int[][] candidates = new int[incumbent.length][];
        long count = 0;
        for (int i = 0; i < incumbent.length; i++) {
            double[] distance = behind.get(i);
            int[] taken = new int[distance.length];
            int n = 0;
            for (int candidate = 0; candidate < distance.length; candidate++) {
                if (distance[candidate] < reach || candidate == incumbent[i]) {
                    taken[n++] = candidate;
                } else {
                    nearestLeftOut = Math.min(nearestLeftOut, distance[candidate]);
                }
            }
            candidates[i] = Arrays.copyOf(taken, n);
            items.add(problem.items().get(i).only(candidates[i]));
            count += n;
        }
        long others = nearestLeftOut == Double.POSITIVE_INFINITY
                ? Long.MIN_VALUE
                : (long) Math.floor(priced.bound() - nearestLeftOut * (1 - 1e-9));
        return new Kept(problem.with(items), candidates, count, others);
    }

    /** The distance within which there are {@code most} candidates. */
    private static double reach(List<double[]> behind, int most, double gap) {
        double[] all = behind.stream()
                .flatMapToDouble(Arrays::stream)
                .filter(distance -> distance < gap)
                .sorted()
                .toArray();
        return all[Math.min(most, all.length - 1)];
    }
}
