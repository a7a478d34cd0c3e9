package io.swen.routing.batch;

import com.google.ortools.Loader;
import com.google.ortools.linearsolver.MPConstraint;
import com.google.ortools.linearsolver.MPObjective;
import com.google.ortools.linearsolver.MPSolver;
import com.google.ortools.linearsolver.MPSolverParameters;
import com.google.ortools.linearsolver.MPVariable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** SCIP, the branch-and-cut solver of OR-Tools, where its native library can be loaded. */
final class Scip {

    private static final Logger LOG = LoggerFactory.getLogger(Scip.class);
    private static final String NAME = "SCIP";
    /** Capacities of any unit become numbers that doubles and tolerances of 1e-6 suit. */
    private static final double LARGEST = 100_000;

    private static final double VALUE_UNIT = 1e6;
    /** Covers the solver's tolerances. */
    private static final double ROUNDING = 1e-6;

    /** @param bound what no solution of this problem is worth more than */
    record Solution(int[] choice, long value, long bound) {}

    /** Loaded at most once in a process; what failed is not tried again. */
    private static final class Library {
        static final Optional<String> PROBLEM = load();

        private static Optional<String> load() {
            try {
                Loader.loadNativeLibraries();
                return MPSolver.supportsProblemType(MPSolver.OptimizationProblemType.SCIP_MIXED_INTEGER_PROGRAMMING)
                        ? Optional.empty()
                        : Optional.of("this OR-Tools is without SCIP");
            } catch (RuntimeException | LinkageError e) {
                LOG.warn(
                        "batches are decided without OR-Tools, whose native library cannot be loaded: {}",
                        e.toString());
                return Optional.of(e.toString());
            }
        }
    }

    private Scip() {}

    /** Loads the library at the first call, which takes a second or more. */
    static boolean isAvailable() {
        return Library.PROBLEM.isEmpty();
    }

    /** Why it is not available, for people. */
    static Optional<String> missing() {
        return Library.PROBLEM;
    }

    /**
     * Improves on a start within the time given.
     *
     * @param enough the relative gap at which it stops
     * @return empty where not even the start could be confirmed in time
     */
    static Optional<Solution> solve(AssignmentProblem problem, int[] start, Duration limit, double enough) {
        MPSolver solver = MPSolver.createSolver(NAME);
        if (solver == null) {
            return Optional.empty();
        }
        MPSolverParameters parameters = new MPSolverParameters();
        try {
            MPVariable[][] takes = model(solver, problem, start);
            solver.setTimeLimit(Math.max(10, limit.toMillis()));
            parameters.setDoubleParam(MPSolverParameters.DoubleParam.RELATIVE_MIP_GAP, enough);
            MPSolver.ResultStatus status = solver.solve(parameters);
            if (status != MPSolver.ResultStatus.OPTIMAL && status != MPSolver.ResultStatus.FEASIBLE) {
                LOG.info("SCIP ended as {} after {} ms", status, solver.wallTime());
                return Optional.empty();
            }
            int[] choice = exact(problem, takes);
            double bound = solver.objective().bestBound() * VALUE_UNIT * (1 + ROUNDING);
            return Optional.of(new Solution(
                    choice,
                    problem.value(choice),
                    Double.isFinite(bound) && bound < Long.MAX_VALUE ? (long) Math.ceil(bound) : Long.MAX_VALUE));
        } finally {
            parameters.delete();
            solver.delete();
        }
    }

    private static MPVariable[][] model(MPSolver solver, AssignmentProblem problem, int[] start) {
        double[] scales = new double[problem.rows()];
        MPConstraint[] rows = new MPConstraint[problem.rows()];
        for (int row = 0; row < rows.length; row++) {
            scales[row] = Math.max(1, problem.capacity(row) / LARGEST);
            rows[row] = solver.makeConstraint(0, problem.capacity(row) / scales[row]);
        }
        MPObjective objective = solver.objective();
        MPVariable[][] takes = new MPVariable[start.length][];
        List<MPVariable> variables = new ArrayList<>();
        List<Double> hints = new ArrayList<>();
        for (int i = 0; i < start.length; i++) {
            AssignmentProblem.Item item = problem.items().get(i);
            MPConstraint one = solver.makeConstraint(0, 1);
            takes[i] = new MPVariable[item.size()];
            for (int candidate = 0; candidate < item.size(); candidate++) {
                MPVariable take = solver.makeBoolVar("");
                takes[i][candidate] = take;
                one.setCoefficient(take, 1);
                objective.setCoefficient(take, item.value(candidate) / VALUE_UNIT);
                for (int r = 0; r < item.rows().length; r++) {
                    int row = item.rows()[r];
                    if (item.use(candidate, r) > 0) {
                        rows[row].setCoefficient(take, item.use(candidate, r) / scales[row]);
                    }
                }
                if (item.zone(candidate) != AssignmentProblem.NONE) {
                    rows[item.zone(candidate)].setCoefficient(take, 1);
                }
                variables.add(take);
                hints.add(candidate == start[i] ? 1.0 : 0.0);
            }
        }
        objective.setMaximization();
        solver.setHint(
                variables.toArray(MPVariable[]::new),
                hints.stream().mapToDouble(Double::doubleValue).toArray());
        return takes;
    }

    /** The solver's choice in whole numbers: what its tolerances let through takes the next best that fits. */
    private static int[] exact(AssignmentProblem problem, MPVariable[][] takes) {
        int[] choice = new int[takes.length];
        long[] left = problem.capacities();
        for (int i = 0; i < choice.length; i++) {
            AssignmentProblem.Item item = problem.items().get(i);
            choice[i] = AssignmentProblem.NONE;
            for (int candidate = 0; candidate < takes[i].length; candidate++) {
                if (takes[i][candidate].solutionValue() > 0.5) {
                    choice[i] = item.fits(candidate, left) ? candidate : Greedy.bestFitting(item, left);
                }
            }
            if (choice[i] != AssignmentProblem.NONE) {
                item.take(choice[i], left, 1);
            }
        }
        Greedy.improve(problem, choice);
        return choice;
    }
}
