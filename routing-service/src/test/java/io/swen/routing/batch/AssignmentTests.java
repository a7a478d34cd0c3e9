package io.swen.routing.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class AssignmentTests {

    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Assignment.Effort WITH_SOLVER = new Assignment.Effort(LIMIT, 0, 10_000, true);
    private static final Assignment.Effort WITHOUT = new Assignment.Effort(LIMIT, 0, 10_000, false);

    @Test
    void theNativeLibraryLoadsWhereItIsShipped() {
        Assumptions.assumeTrue(
                System.getProperty("os.name").equals("Linux"), "the solver's library is shipped for Linux alone");

        assertThat(Scip.missing()).isEmpty();
    }

    @Property(tries = 150, seed = "20261128")
    void findsTheOptimumOfSmallProblemsAndNeverExceedsACapacity(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 5) int items,
            @ForAll @IntRange(min = 0, max = 3) int rows) {
        Assumptions.assumeTrue(Scip.isAvailable(), "there is no solver on this machine");
        AssignmentProblem problem = random(seed, items, rows, 6);
        long best = bruteForce(problem);

        Assignment found = Assignment.of(problem, WITH_SOLVER);

        assertThat(problem.value(choice(problem, found)))
                .isEqualTo(found.value())
                .isEqualTo(best);
        assertThat(found.bound()).isGreaterThanOrEqualTo(best);
        assertThat(found.greedyValue()).isLessThanOrEqualTo(best);
    }

    @Property(tries = 300, seed = "20261128")
    void withoutASolverTheBoundStillHolds(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 5) int items,
            @ForAll @IntRange(min = 0, max = 3) int rows) {
        AssignmentProblem problem = random(seed, items, rows, 6);
        long best = bruteForce(problem);

        Assignment found = Assignment.of(problem, WITHOUT);

        assertThat(problem.value(choice(problem, found))).isEqualTo(found.value());
        assertThat(found.value()).isBetween(found.greedyValue(), best);
        assertThat(found.bound()).isGreaterThanOrEqualTo(best);
        assertThat(found.solver()).isEqualTo(Assignment.GREEDY);
    }

    @Property(tries = 200, seed = "20261128")
    void leavingOutWhatOthersBeatLosesNoOptimum(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 4) int items,
            @ForAll @IntRange(min = 0, max = 3) int rows) {
        AssignmentProblem problem = random(seed, items, rows, 8);
        AssignmentProblem fewer = problem.with(problem.items().stream()
                .map(AssignmentProblem.Item::undominated)
                .toList());

        assertThat(bruteForce(fewer)).isEqualTo(bruteForce(problem));
        for (int i = 0; i < items; i++) {
            assertThat(fewer.items().get(i).size())
                    .isLessThanOrEqualTo(problem.items().get(i).size());
        }
    }

    @Property(tries = 100, seed = "20261128")
    void aSolverThatGetsOnlySomeCandidatesCountsTheOthersInTheGap(@ForAll long seed) {
        AssignmentProblem problem = random(seed, 5, 2, 8);

        Assignment found = Assignment.of(problem, new Assignment.Effort(LIMIT, 0, 5, true));

        assertThat(found.bound()).isGreaterThanOrEqualTo(bruteForce(problem));
        assertThat(problem.value(choice(problem, found))).isEqualTo(found.value());
    }

    @Test
    void whatWasLeftOutBeforeCountsInTheBound() {
        AssignmentProblem.Item item =
                new AssignmentProblem.Item(new int[0], new int[] {7}, new long[] {10}, new long[0], new int[] {-1}, 25);
        Assignment found = Assignment.of(new AssignmentProblem(List.of(item), List.of(), new long[0]), WITH_SOLVER);

        assertThat(found.value()).isEqualTo(10);
        assertThat(found.bound()).isEqualTo(25);
        assertThat(found.gapPercent()).isEqualTo(60);
        assertThat(found.choice()).containsExactly(7);
    }

    @Test
    void deciding300TogetherBeatsDecidingThemOneAfterTheOther() {
        AssignmentProblem problem = random(5, 300, 3, 40);

        Assignment found = Assignment.of(problem, WITHOUT);

        assertThat(found.value()).isGreaterThan(found.greedyValue());
        assertThat(found.gapPercent()).isLessThan(1);
    }

    private static int[] choice(AssignmentProblem problem, Assignment found) {
        int[] choice = new int[found.choice().length];
        for (int i = 0; i < choice.length; i++) {
            choice[i] = found.choice()[i] == AssignmentProblem.NONE
                    ? AssignmentProblem.NONE
                    : problem.items().get(i).find(found.choice()[i]);
        }
        return choice;
    }

    /** Rows that hold for some of the items, and two zones; capacities of about half of what all would like. */
    private static AssignmentProblem random(long seed, int items, int rows, int most) {
        SplittableRandom random = new SplittableRandom(seed);
        List<AssignmentProblem.Item> made = new ArrayList<>();
        long[] wanted = new long[rows + 2];
        boolean zoned = random.nextBoolean();
        for (int i = 0; i < items; i++) {
            int[] own = java.util.stream.IntStream.range(0, rows)
                    .filter(row -> random.nextInt(3) > 0)
                    .toArray();
            int size = random.nextInt(0, most + 1);
            int[] ids = new int[size];
            long[] values = new long[size];
            long[] uses = new long[size * own.length];
            int[] zones = new int[size];
            for (int c = 0; c < size; c++) {
                ids[c] = 100 + c;
                values[c] = random.nextLong(1, 2_000_000);
                zones[c] = zoned ? rows + random.nextInt(2) : AssignmentProblem.NONE;
                for (int r = 0; r < own.length; r++) {
                    uses[c * own.length + r] = random.nextLong(0, 1_000_000_000);
                    wanted[own[r]] += uses[c * own.length + r] / Math.max(1, size);
                }
            }
            made.add(new AssignmentProblem.Item(own, ids, values, uses, zones, 0));
        }
        long[] capacities = Arrays.stream(wanted).map(sum -> sum / 2).toArray();
        List<String> names = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            names.add("row " + row);
        }
        for (int zone = 0; zone < 2; zone++) {
            names.add("zone " + zone);
            capacities[rows + zone] = Math.max(1, items / 3);
        }
        return new AssignmentProblem(made, names, capacities);
    }

    private static long bruteForce(AssignmentProblem problem) {
        return best(problem, 0, problem.capacities());
    }

    private static long best(AssignmentProblem problem, int from, long[] left) {
        if (from == problem.items().size()) {
            return 0;
        }
        long best = best(problem, from + 1, left);
        AssignmentProblem.Item item = problem.items().get(from);
        for (int candidate = 0; candidate < item.size(); candidate++) {
            if (item.fits(candidate, left)) {
                item.take(candidate, left, 1);
                best = Math.max(best, item.value(candidate) + best(problem, from + 1, left));
                item.take(candidate, left, -1);
            }
        }
        return best;
    }
}
