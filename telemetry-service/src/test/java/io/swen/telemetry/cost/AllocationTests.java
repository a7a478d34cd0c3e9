package io.swen.telemetry.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swen.telemetry.cost.CostProperties.Rule;
import io.swen.telemetry.cost.CostProperties.Split;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AllocationTests {

    private static final Rule UNTAGGED = new Rule("untagged", true, null, null, null, Split.PROPORTIONAL, Map.of());

    @Property(tries = 300)
    void addsUpToTheTotalWhateverTheRules(
            @ForAll("costs") List<Allocation.Cost> costs, @ForAll("rules") List<Rule> rules) {
        Allocation.Outcome outcome = Allocation.of(costs, rules);

        BigDecimal allocated =
                outcome.shares().stream().map(Allocation.Share::total).reduce(outcome.unallocated(), BigDecimal::add);
        assertThat(allocated).isEqualByComparingTo(outcome.total());
        assertThat(outcome.total())
                .isEqualByComparingTo(
                        costs.stream().map(Allocation.Cost::usd).reduce(BigDecimal.ZERO, BigDecimal::add));
    }

    @Property(tries = 300)
    void roundsTogetherToTheCent(@ForAll List<@net.jqwik.api.constraints.Scale(12) BigDecimal> amounts) {
        List<BigDecimal> cents = Shares.round(amounts, 2);

        assertThat(cents.stream().reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo(amounts.stream()
                        .reduce(BigDecimal.ZERO, BigDecimal::add)
                        .setScale(2, java.math.RoundingMode.HALF_EVEN));
        for (int i = 0; i < amounts.size(); i++) {
            assertThat(cents.get(i).subtract(amounts.get(i)).abs()).isLessThan(new BigDecimal("0.01"));
        }
    }

    @Test
    void givesUntaggedCostToTheTeamsInProportionToTheirOwn() {
        Allocation.Outcome outcome =
                Allocation.of(List.of(cost("a", "30"), cost("b", "10"), cost(null, "1")), List.of(UNTAGGED));

        assertThat(outcome.shares())
                .extracting(Allocation.Share::team, share -> share.total().stripTrailingZeros())
                .containsExactly(
                        org.assertj.core.api.Assertions.tuple("a", new BigDecimal("30.75")),
                        org.assertj.core.api.Assertions.tuple("b", new BigDecimal("10.25")));
        assertThat(outcome.unallocated()).isZero();
    }

    @Test
    void takesTheFirstRuleThatMatchesAndLeavesWhatNobodyCanBear() {
        Rule tax = new Rule(
                "tax", false, null, null, "Tax", Split.FIXED, Map.of("a", BigDecimal.TWO, "c", BigDecimal.ONE));
        Allocation.Outcome outcome = Allocation.of(
                List.of(new Allocation.Cost(null, "aws", "Tax", new BigDecimal("9")), cost(null, "4")),
                List.of(tax, UNTAGGED));

        assertThat(outcome.shares()).extracting(Allocation.Share::team).containsExactly("a", "c");
        assertThat(outcome.shares().getFirst().byRule().get("tax")).isEqualByComparingTo("6");
        assertThat(outcome.unallocated()).isEqualByComparingTo("4");
    }

    @Test
    void refusesRulesThatMatchEverythingOrShareNothing() {
        assertThatThrownBy(() -> new CostProperties(
                        List.of(
                                new Rule("all", false, null, null, null, Split.EVEN, Map.of()),
                                new Rule("fixed", true, null, null, null, Split.FIXED, Map.of())),
                        28,
                        BigDecimal.ONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rule all matches everything")
                .hasMessageContaining("rule fixed needs shares");
    }

    @Provide
    Arbitrary<List<Allocation.Cost>> costs() {
        Arbitrary<String> teams = Arbitraries.of("", "a", "b", "c", "d");
        Arbitrary<BigDecimal> amounts = Arbitraries.bigDecimals()
                .between(new BigDecimal("-5"), new BigDecimal("5000"))
                .ofScale(12);
        return Combinators.combine(teams, Arbitraries.of("aws", "alibaba"), Arbitraries.of("ec2", "Tax"), amounts)
                .as((team, provider, service, usd) -> new Allocation.Cost(orNull(team), provider, service, usd))
                .list()
                .ofMaxSize(30);
    }

    @Provide
    Arbitrary<List<Rule>> rules() {
        return Combinators.combine(
                        Arbitraries.of(true, false),
                        Arbitraries.of("", "a", "b"),
                        Arbitraries.of("", "Tax"),
                        Arbitraries.of(Split.values()),
                        Arbitraries.integers().between(0, 1_000_000))
                .as((untagged, team, service, split, id) -> new Rule(
                        "rule-" + id,
                        untagged,
                        orNull(team),
                        null,
                        orNull(service),
                        split,
                        split == Split.FIXED
                                ? Map.of("a", BigDecimal.ONE, "b", new BigDecimal("2.5"), "z", new BigDecimal("0.1"))
                                : Map.of()))
                .list()
                .uniqueElements(Rule::name)
                .ofMaxSize(4);
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static Allocation.Cost cost(@Nullable String team, String usd) {
        return new Allocation.Cost(team, "aws", "ec2", new BigDecimal(usd));
    }
}
