package io.swen.routing.spot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;

class LearningPolicyTests {

    private static final SpotExperience EXPERIENCE = SpotExperience.of(CarriedTraces.all());
    private static final LossCurve CURVE = LossCurve.of(CarriedTraces.all());

    /** Traces of 72 ticks: any, rather steady, and rather hostile ones. */
    @Provide
    Arbitrary<boolean[]> traces() {
        Arbitrary<Long> seeds = Arbitraries.longs();
        Arbitrary<Double> flips = Arbitraries.doubles().between(0, 1);
        return seeds.flatMap(seed -> flips.map(flip -> random(new Random(seed), flip, 72)));
    }

    private static boolean[] random(Random random, double flip, int ticks) {
        boolean[] available = new boolean[ticks];
        boolean now = random.nextBoolean();
        for (int t = 0; t < ticks; t++) {
            now ^= random.nextDouble() < flip;
            available[t] = now;
        }
        return available;
    }

    /** Work from an hour to ten, anything from no slack to some hours of it, delays from none to longer than a tick. */
    @Provide
    Arbitrary<SpotTerms> terms() {
        Arbitrary<Double> share = Arbitraries.doubles().between(0, 1);
        return Combinators.combine(share, share, share).as((work, delay, slack) -> {
            double workHours = 1 + 9 * work;
            double delayHours = delay / 2;
            double least = (Math.ceil((workHours + delayHours) * 6) + 1e-6) / 6;
            double deadlineHours = least + slack * (12 - least);
            return new SpotTerms(600, workHours * 3600, deadlineHours * 3600, delayHours * 3600, 0.9731, 3.06);
        });
    }

    @Property(tries = 150, shrinking = ShrinkingMode.OFF)
    void neverMissesADeadlineThatOnDemandCapacityCanMeet(
            @ForAll("terms") SpotTerms terms, @ForAll("traces") boolean[] trace) {
        SpotSimulator.Outcome outcome =
                new SpotSimulator(terms).run(new DeadlinePlanner(terms, EXPERIENCE.pooledOnly()).policy(), trace);

        assertThat(outcome.met()).isTrue();
    }

    @Property(tries = 60, shrinking = ShrinkingMode.OFF)
    void neverMissesADeadlineOverSeveralRegions(
            @ForAll("terms") SpotTerms terms,
            @ForAll("traces") boolean[] first,
            @ForAll("traces") boolean[] second,
            @ForAll("traces") boolean[] third) {
        SpotSimulator.Outcome outcome =
                new SpotSimulator(terms, new int[] {0, 0, 1}, 0.5).run(regions(terms), List.of(first, second, third));

        assertThat(outcome.met()).isTrue();
    }

    private static DeadlinePolicy regions(SpotTerms terms) {
        return new RegionsPlanner(
                        terms,
                        List.of(
                                new RegionsPlanner.Region(List.of(0, 1), EXPERIENCE.pooledOnly()),
                                new RegionsPlanner.Region(List.of(2), EXPERIENCE.pooledOnly())),
                        CURVE,
                        0.5)
                .policy();
    }

    @Property(tries = 60, shrinking = ShrinkingMode.OFF)
    void choosesFromThePastAlone(
            @ForAll("terms") SpotTerms terms,
            @ForAll("traces") boolean[] trace,
            @ForAll("traces") boolean[] otherwise,
            @ForAll int change) {
        int from = Math.floorMod(change, trace.length);
        boolean[] other = trace.clone();
        System.arraycopy(otherwise, from, other, from, other.length - from);
        DeadlinePlanner planner = new DeadlinePlanner(terms, EXPERIENCE);

        List<SpotChoice> choices = choices(terms, planner.policy(), trace);
        List<SpotChoice> choicesOtherwise = choices(terms, planner.policy(), other);

        int same = Math.min(from, Math.min(choices.size(), choicesOtherwise.size()));
        assertThat(choices.subList(0, same)).isEqualTo(choicesOtherwise.subList(0, same));
    }

    private static List<SpotChoice> choices(SpotTerms terms, DeadlinePolicy policy, boolean[] trace) {
        List<SpotChoice> choices = new ArrayList<>();
        new SpotSimulator(terms)
                .run(
                        standing -> {
                            SpotChoice choice = policy.choose(standing);
                            choices.add(choice);
                            return choice;
                        },
                        trace);
        return choices;
    }

    @Property(tries = 60, shrinking = ShrinkingMode.OFF)
    void costsNoLessThanWhoKnowsTheFuture(@ForAll("traces") boolean[] trace) {
        SpotTerms terms = new SpotTerms(600, 6 * 3600, 8 * 3600, 180, 0.9731, 3.06);
        double best = new ClairvoyantOptimum(terms).cost(trace);

        assertThat(new SpotSimulator(terms)
                        .run(new DeadlinePlanner(terms, EXPERIENCE.pooledOnly()).policy(), trace)
                        .cost())
                .isGreaterThanOrEqualTo(best - 1e-9);
        for (ReferencePolicies policy : ReferencePolicies.values()) {
            assertThat(new SpotSimulator(terms).run(policy, trace).cost()).isGreaterThanOrEqualTo(best - 1e-9);
        }
    }

    @Test
    void paysOnlySpotPricesWhereCapacityIsNeverLost() {
        boolean[] always = new boolean[72];
        java.util.Arrays.fill(always, true);
        SpotTerms terms = new SpotTerms(600, 6 * 3600, 10 * 3600, 0, 1, 3);

        assertThat(new SpotSimulator(terms).run(new DeadlinePlanner(terms, EXPERIENCE).policy(), always))
                .satisfies(outcome -> assertThat(outcome.cost()).isCloseTo(6, within(1e-9)))
                .satisfies(outcome -> assertThat(outcome.starts()).isEqualTo(1));
    }

    @Test
    void refusesADeadlineThatNobodyCanPromise() {
        SpotTerms terms = new SpotTerms(600, 6 * 3600, 6 * 3600, 180, 1, 3);

        assertThatThrownBy(() -> new DeadlinePlanner(terms, EXPERIENCE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("does not fit before its deadline");
    }

    @Test
    void isWorthMoreThanUniformProgressOnAZoneItNeverSaw() {
        SpotTrace zone = trace("us-west-2b_v100_1");
        List<SpotTrace> others = CarriedTraces.all().stream()
                .filter(other -> !other.isSameAs(zone))
                .toList();
        SpotTerms terms = TestTerms.benchmark(52, 0.05);
        DeadlinePlanner planner = new DeadlinePlanner(terms, SpotExperience.of(others));
        double ours = 0;
        double uniform = 0;
        CarriedTraces.Windows windows =
                Objects.requireNonNull(CarriedTraces.windows().get(zone.name()));
        for (int start : windows.starts()) {
            boolean[] part = zone.window(start, windows.ticks());
            ours += new SpotSimulator(terms).run(planner.policy(), part).cost();
            uniform += new SpotSimulator(terms)
                    .run(ReferencePolicies.UNIFORM_PROGRESS, part)
                    .cost();
        }

        assertThat(terms.score(ours / windows.starts().size()))
                .isGreaterThan(terms.score(uniform / windows.starts().size()) + 3);
    }

    @Test
    void expectsWhatRunsUnderItsOwnHazardsCostOnAverage() {
        SpotTerms terms = new SpotTerms(600, 8 * 3600, 12 * 3600, 180, 0.9731, 3.06);
        RunHazards hazards = EXPERIENCE.pooled();
        WaitingValues values = new WaitingValues(terms, hazards, 4, true);
        double[] costs = values.costs(terms.ticks(), terms.workSeconds(), true, 0, WaitingValues.WAIT);
        double expected = Math.min(costs[0], Math.min(costs[1], costs[2]));

        Random random = new Random(7);
        double sum = 0;
        int runs = 4_000;
        for (int n = 0; n < runs; n++) {
            boolean[] trace = new boolean[72];
            boolean now = true;
            int age = 1;
            for (int t = 0; t < trace.length; t++) {
                trace[t] = now;
                boolean ends = random.nextDouble() < hazards.end(now, AgeBuckets.of(age));
                now ^= ends;
                age = ends ? 1 : age + 1;
            }
            sum += new SpotSimulator(terms).run(knownAge(terms, values), trace).cost();
        }

        assertThat(sum / runs).isCloseTo(expected, within(0.25));
    }

    /** The table's own choice, for a first run whose age is known. */
    private static DeadlinePolicy knownAge(SpotTerms terms, WaitingValues values) {
        return new DeadlinePolicy() {
            private boolean before = true;
            private int age;

            @Override
            public SpotChoice choose(SpotStanding standing) {
                boolean now = standing.anyAvailable();
                age = now == before ? age + 1 : 1;
                before = now;
                int running = switch (standing.running()) {
                    case SpotChoice.Wait wait -> WaitingValues.WAIT;
                    case SpotChoice.Spot spot -> WaitingValues.SPOT;
                    case SpotChoice.OnDemand onDemand -> WaitingValues.ON_DEMAND;
                };
                int left = (int) (standing.ticksLeftSeconds() / terms.tickSeconds());
                double work = standing.leftSeconds() + (running == 0 ? 0 : standing.warmupSeconds());
                double[] costs = values.costs(left, work, now, AgeBuckets.of(age), running);
                if (costs[0] <= costs[1] && costs[0] <= costs[2]) {
                    return SpotChoice.WAIT;
                }
                return costs[1] <= costs[2] ? SpotChoice.SPOT : SpotChoice.ON_DEMAND;
            }
        };
    }

    static SpotTrace trace(String name) {
        return CarriedTraces.all().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
