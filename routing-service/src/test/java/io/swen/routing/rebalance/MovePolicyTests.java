package io.swen.routing.rebalance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MovePolicyTests {

    private static final Instant START = Instant.parse("2026-11-23T00:00:00Z");
    private static final Duration TICK = Duration.ofMinutes(10);
    private static final double HOUR = 6;
    private static final UUID DECISION = new UUID(0, 1);
    private static final MovePolicy.Terms TERMS = new MovePolicy.Terms(
            0.2, Duration.ofMinutes(10), Duration.ofHours(1), Duration.ofHours(24), 4, Duration.ofHours(3), TICK);

    /** A market of places whose prices somebody sets, in which a workload is moved as the policy says. */
    private static final class Market {
        final MovePolicy policy = new MovePolicy(TERMS);
        final double[] prices;
        final double disruptionHours;
        final List<String> visited = new ArrayList<>(List.of("p0"));
        final List<Instant> movedAt = new ArrayList<>();
        Account account;
        Instant now = START;
        int place;
        int optional;
        int returns;
        double dearestWayHome;
        /** The same sums as the account's, kept apart from it. */
        double spent;

        double stayed;

        Market(double[] prices, double disruptionHours) {
            this.prices = prices;
            this.disruptionHours = disruptionHours;
            this.account = Account.open(DECISION, "p0", START, prices[0], policy.allowance(prices[0]));
        }

        /** What going from the place at hand to another costs: both run for a while. */
        double disruption(int to) {
            return disruptionHours * (prices[place] + prices[to]);
        }

        void tick() {
            spent += prices[place] / HOUR;
            stayed += prices[0] / HOUR;
            now = now.plus(TICK);
        }

        /** Shows the policy the prices of now, and does what it says. */
        MovePolicy.Verdict look() {
            List<String> barred = policy.barred(account, now);
            int best = -1;
            for (int i = 0; i < prices.length; i++) {
                if (i != place && !barred.contains("p" + i) && (best < 0 || prices[i] < prices[best])) {
                    best = i;
                }
            }
            MovePolicy.Target home = place == 0 ? null : target(0);
            if (home != null) {
                dearestWayHome = Math.max(dearestWayHome, home.disruption());
            }
            MovePolicy.Verdict verdict = policy.look(
                    account,
                    new MovePolicy.Look(
                            now,
                            prices[place],
                            prices[place],
                            24,
                            home,
                            best < 0 || prices[best] >= prices[place] ? null : target(best)));
            account = verdict.account();
            switch (verdict) {
                case MovePolicy.Verdict.Stay stay -> {}
                case MovePolicy.Verdict.Move move -> {
                    optional++;
                    go(move.target(), false);
                }
                case MovePolicy.Verdict.GoHome back -> {
                    returns++;
                    go(back.target(), true);
                }
            }
            return verdict;
        }

        private MovePolicy.Target target(int to) {
            return new MovePolicy.Target("p" + to, prices[to], prices[to], disruption(to));
        }

        private void go(MovePolicy.Target target, boolean home) {
            spent += target.disruption();
            place = Integer.parseInt(target.offer().substring(1));
            movedAt.add(now);
            visited.add(target.offer());
            account = account.moved(
                    DECISION,
                    target.offer(),
                    now,
                    target.rate(),
                    target.disruption(),
                    home,
                    policy.restAfter(now, home));
        }

        void check() {
            assertThat(account.spent()).isCloseTo(spent, within(1e-6 * Math.max(1, spent)));
            assertThat(account.stayed()).isCloseTo(stayed, within(1e-6 * Math.max(1, stayed)));
            checkBound();
            assertThat(movedAt.stream()
                            .filter(at -> at.isAfter(now.minus(Duration.ofHours(24))))
                            .count())
                    .isLessThanOrEqualTo(TERMS.movesPerDay());
            assertThat(account.oscillations())
                    .as("places gone back to within a day, which only a way home does")
                    .isLessThanOrEqualTo(returns);
        }

        /** Holds between looks as well. */
        void checkBound() {
            assertThat(spent)
                    .as("what is spent, with disruption, against staying, the allowance and one way home")
                    .isLessThanOrEqualTo(stayed + account.allowance() + dearestWayHome + 1e-6);
        }
    }

    /** Any sequence of prices at all, jumps included. */
    @Property(tries = 500)
    void neverSpendsMoreThanStayingAndItsAllowanceWhateverPricesDo(
            @ForAll @IntRange(min = 2, max = 5) int places,
            @ForAll @DoubleRange(min = 0.01, max = 2) double disruptionHours,
            @ForAll @Size(min = 100, max = 400) List<@DoubleRange(min = 0, max = 1) Double> noise) {
        double[] prices = new double[places];
        java.util.Arrays.fill(prices, 1);
        Market market = new Market(prices, disruptionHours);
        for (int i = 0; i < noise.size(); i++) {
            double x = noise.get(i);
            // Between a hundredth and a hundred times as dear.
            prices[i % places] = Math.pow(10, 4 * x - 2);
            market.look();
            market.check();
            market.tick();
            market.checkBound();
        }
    }

    /** An adversary that knows the policy: wherever the workload goes becomes dear, and what it left becomes cheap. */
    @Property(tries = 200)
    void isNotSentToAndFroByPricesThatTurnAgainstEachOfItsMoves(
            @ForAll @IntRange(min = 2, max = 6) int places,
            @ForAll @DoubleRange(min = 0.01, max = 1) double disruptionHours,
            @ForAll @DoubleRange(min = 1.01, max = 50) double jump,
            @ForAll long seed) {
        Random random = new Random(seed);
        double[] prices = new double[places];
        java.util.Arrays.fill(prices, 1);
        Market market = new Market(prices, disruptionHours);
        int ticks = 7 * 24 * 6;
        for (int i = 0; i < ticks; i++) {
            for (int p = 0; p < places; p++) {
                prices[p] = p == market.place ? jump : 1 / jump * (1 + 0.1 * random.nextDouble());
            }
            market.look();
            market.check();
            market.tick();
        }
        // At most the day's budget each day; and after each return a day of rest.
        assertThat(market.optional + market.returns).isLessThanOrEqualTo(8 * TERMS.movesPerDay());
        assertThat(market.returns).isLessThanOrEqualTo(8);
    }

    /** What the properties above hold for does happen: it is lured away, goes home, and is lured away again after its rest. */
    @Test
    void isLuredAwayByAnAdversaryUntilItsAllowanceIsSpent() {
        double[] prices = {1, 1, 1};
        Market market = new Market(prices, 0.1);
        for (int i = 0; i < 30 * 24 * 6; i++) {
            for (int p = 0; p < prices.length; p++) {
                prices[p] = p == market.place ? 2 : 1;
            }
            market.look();
            market.check();
            market.tick();
        }
        assertThat(market.optional).isGreaterThan(1);
        assertThat(market.returns).isPositive();
        assertThat(market.spent).isGreaterThan(market.stayed);
    }

    @Test
    void movesOnceAndStaysWherePricesFallForGood() {
        double[] prices = {1, 1};
        Market market = new Market(prices, 0.2);
        for (int i = 0; i < 200; i++) {
            if (i == 20) {
                prices[1] = 0.5;
            }
            market.look();
            market.check();
            market.tick();
        }
        assertThat(market.visited).containsExactly("p0", "p1");
        assertThat(market.spent).isLessThan(0.65 * market.stayed);
    }

    @Test
    void leavesASmallOrShortSavingAlone() {
        double[] prices = {1, 0.85};
        Market market = new Market(prices, 0.2);
        for (int i = 0; i < 200; i++) {
            prices[1] = i % 2 == 0 ? 0.4 : 0.85;
            market.look();
            market.tick();
        }
        assertThat(market.visited).containsExactly("p0");
    }

    @Test
    void staysForTheMinimumAndGoesOnToASecondPlaceButNotBack() {
        double[] prices = {1, 0.5, 1};
        Market market = new Market(prices, 0.05);
        for (int i = 0; i < 60; i++) {
            market.look();
            if (market.place == 1) {
                prices[2] = 0.2;
            }
            if (market.place == 2) {
                prices[0] = 0.05;
            }
            market.tick();
        }
        assertThat(market.visited).containsExactly("p0", "p1", "p2");
        assertThat(Duration.between(market.movedAt.get(0), market.movedAt.get(1)))
                .isGreaterThanOrEqualTo(Duration.ofHours(1));
    }

    @Test
    void goesHomeWhileItsAllowanceStillPaysForThatAndRestsThen() {
        double[] prices = {1, 0.5};
        Market market = new Market(prices, 0.2);
        while (market.place == 0) {
            market.look();
            market.tick();
        }
        prices[1] = 4;
        for (int i = 0; i < 60; i++) {
            market.look();
            market.check();
            market.tick();
        }
        prices[1] = 0.5;
        for (int i = 0; i < 60; i++) {
            market.look();
            market.tick();
        }
        assertThat(market.visited).containsExactly("p0", "p1", "p0");
        assertThat(market.spent).isLessThanOrEqualTo(market.stayed + market.account.allowance());
    }

    @Test
    void countsHereAsStayingOnceHomeCannotBeHadAnyMore() {
        MovePolicy policy = new MovePolicy(TERMS);
        Account away = Account.open(DECISION, "p0", START, 1, 3)
                .moved(DECISION, "p1", START, 0.5, 0.3, false, START.plus(TICK));
        MovePolicy.Verdict verdict = policy.look(away, look(START.plus(Duration.ofHours(2)), null));
        assertThat(verdict.account().home()).isEqualTo("p1");
        assertThat(verdict.account().spent()).isCloseTo(1.3, within(1e-9));
        assertThat(verdict.account().stayed()).isCloseTo(2.0, within(1e-9));
    }

    private static MovePolicy.Look look(Instant at, MovePolicy.@Nullable Target best) {
        return new MovePolicy.Look(at, 0.5, 0.5, 24, null, best);
    }
}
