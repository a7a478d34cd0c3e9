package io.swen.routing.batch;

/** One item after the other, as if each were decided alone: the best candidate that still fits. */
final class Greedy {

    private Greedy() {}

    /** The choice in the order of the items. */
    static int[] choose(AssignmentProblem problem) {
        int[] choice = new int[problem.items().size()];
        long[] left = problem.capacities();
        for (int i = 0; i < choice.length; i++) {
            choice[i] = bestFitting(problem.items().get(i), left);
            if (choice[i] != AssignmentProblem.NONE) {
                problem.items().get(i).take(choice[i], left, 1);
            }
        }
        return choice;
    }

    static int bestFitting(AssignmentProblem.Item item, long[] left) {
        int best = AssignmentProblem.NONE;
        for (int candidate = 0; candidate < item.size(); candidate++) {
            if ((best == AssignmentProblem.NONE || item.value(candidate) > item.value(best))
                    && item.fits(candidate, left)) {
                best = candidate;
            }
        }
        return best;
    }

    /**
     * Goes over the items until none can do better: each moves to its best candidate that fits in what is left, which only
     * ever raises the value.
     */
    static void improve(AssignmentProblem problem, int[] choice) {
        long[] left = problem.capacities();
        for (int i = 0; i < choice.length; i++) {
            if (choice[i] != AssignmentProblem.NONE) {
                problem.items().get(i).take(choice[i], left, 1);
            }
        }
        boolean moved = true;
        while (moved) {
            moved = false;
            for (int i = 0; i < choice.length; i++) {
                AssignmentProblem.Item item = problem.items().get(i);
                if (choice[i] != AssignmentProblem.NONE) {
                    item.take(choice[i], left, -1);
                }
                int best = bestFitting(item, left);
                if (best != AssignmentProblem.NONE
                        && (choice[i] == AssignmentProblem.NONE || item.value(best) > item.value(choice[i]))) {
                    choice[i] = best;
                    moved = true;
                }
                if (choice[i] != AssignmentProblem.NONE) {
                    item.take(choice[i], left, 1);
                }
            }
        }
    }
}
