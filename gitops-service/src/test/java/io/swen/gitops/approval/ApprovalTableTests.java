package io.swen.gitops.approval;

import static org.assertj.core.api.Assertions.assertThat;

import io.swen.gitops.approval.ApprovalTable.Input;
import io.swen.gitops.change.ApprovalLevel;
import java.math.BigDecimal;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApprovalTableTests {

    @ParameterizedTest(
            name = "before {0}, after {1}, confidence {2}, budget {3}, destroys {4}, stateful {5}, critical {6}: {7}")
    @CsvSource({
        // cost
        "0, 0, 0.9, , false, false, false, AUTOMATIC",
        "0, 9.99, 0.9, , false, false, false, AUTOMATIC",
        "0, 10, 0.9, , false, false, false, ONE_APPROVER",
        "0, 50, 0.9, , false, false, false, ONE_APPROVER",
        "0, 50.01, 0.9, , false, false, false, TWO_APPROVERS",
        // confidence
        "0, 1, 0.6, , false, false, false, AUTOMATIC",
        "0, 1, 0.59, , false, false, false, ONE_APPROVER",
        "0, 1, 0.3, , false, false, false, ONE_APPROVER",
        "0, 1, 0.29, , false, false, false, TWO_APPROVERS",
        // budget
        "0, 1, 0.9, 0.8499, false, false, false, AUTOMATIC",
        "0, 1, 0.9, 0.85, false, false, false, ONE_APPROVER",
        "0, 1, 0.9, 0.95, false, false, false, ONE_APPROVER",
        "0, 1, 0.9, 0.9501, false, false, false, TWO_APPROVERS",
        // something stateful is destroyed
        "1, 1, 0.9, , true, true, false, TWO_APPROVERS",
        "1, 1, 0.9, , true, false, false, AUTOMATIC",
        // critical priority
        "0, 100, 0.9, , false, false, true, TWO_APPROVERS",
        "0, 100.01, 0.9, , false, false, true, TWO_APPROVERS_ONE_ADMIN",
        "0, 100.01, 0.9, , false, false, false, TWO_APPROVERS",
        "0, 1, 0.9, , false, false, true, AUTOMATIC",
        // a pure decrease counts as 0, one that destroys does not
        "80, 60, 0.9, , false, false, false, AUTOMATIC",
        "80, 60, 0.9, , true, false, false, TWO_APPROVERS",
        "200, 150, 0.9, , false, false, true, AUTOMATIC",
        // the highest row counts
        "0, 20, 0.1, 0.9, false, false, false, TWO_APPROVERS",
        // what makes things cheaper spends nothing of a budget
        "20, 5, 0.9, 0.99, true, false, false, AUTOMATIC",
        // a teardown has no confidence
        "1, 0, , , true, false, false, AUTOMATIC",
    })
    void givesTheHighestLevelOfAllRows(
            BigDecimal before,
            BigDecimal after,
            @Nullable BigDecimal confidence,
            @Nullable BigDecimal budget,
            boolean destroys,
            boolean stateful,
            boolean critical,
            ApprovalLevel expected) {
        var requirement = ApprovalTable.judge(
                new Input(before, after, confidence, use(budget), destroys, stateful, critical, false));

        assertThat(requirement.level()).isEqualTo(expected);
        assertThat(requirement.reasons()).isNotEmpty();
    }

    @Test
    void removesWhatHasEndedWithoutAskingAnybody() {
        var requirement = ApprovalTable.judge(
                new Input(new BigDecimal("400"), BigDecimal.ZERO, null, use(BigDecimal.ONE), true, true, true, true));

        assertThat(requirement.level()).isEqualTo(ApprovalLevel.AUTOMATIC);
    }

    @Test
    void asksOnePersonWhereTheBudgetIsNotKnownAndSaysSo() {
        var requirement = ApprovalTable.judge(new Input(
                BigDecimal.ZERO,
                BigDecimal.ONE,
                BigDecimal.ONE,
                new BudgetUse.Unknown("telemetry-service answered 503"),
                false,
                false,
                false,
                false));

        assertThat(requirement.level()).isEqualTo(ApprovalLevel.ONE_APPROVER);
        assertThat(requirement.reasons()).singleElement().asString().contains("not known", "503");
    }

    /** Every combination of what the table looks at, against its rows as design.md writes them. */
    @Test
    void followsTheTableForEveryCombination() {
        List<String> amounts = List.of("0", "9.99", "10", "50", "50.01", "100", "100.01");
        List<BudgetUse> budgets = List.of(
                new BudgetUse.None(),
                new BudgetUse.Unknown("x"),
                new BudgetUse.Known(new BigDecimal("0.8499"), "b"),
                new BudgetUse.Known(new BigDecimal("0.85"), "b"),
                new BudgetUse.Known(new BigDecimal("0.95"), "b"),
                new BudgetUse.Known(new BigDecimal("0.9501"), "b"));
        List<Boolean> both = List.of(false, true);
        int looked = 0;
        for (String before : amounts) {
            for (String after : amounts) {
                for (String confidence : List.of("0.29", "0.3", "0.59", "0.6")) {
                    for (BudgetUse budget : budgets) {
                        for (boolean destroys : both) {
                            for (boolean stateful : both) {
                                for (boolean critical : both) {
                                    Input input = new Input(
                                            new BigDecimal(before),
                                            new BigDecimal(after),
                                            new BigDecimal(confidence),
                                            budget,
                                            destroys,
                                            stateful,
                                            critical,
                                            false);
                                    assertThat(ApprovalTable.judge(input).level())
                                            .as(input.toString())
                                            .isEqualTo(expected(input));
                                    looked++;
                                }
                            }
                        }
                    }
                }
            }
        }
        assertThat(looked).isEqualTo(7 * 7 * 4 * 6 * 8);
    }

    private static ApprovalLevel expected(Input input) {
        double before = input.hourlyCostBefore().doubleValue();
        double after = input.hourlyCostAfter().doubleValue();
        double cost = after < before && !input.destroysSomething() ? 0 : after;
        double confidence = java.util.Objects.requireNonNull(input.confidence()).doubleValue();
        double used = after < before
                ? 0
                : switch (input.budget()) {
                    case BudgetUse.None() -> 0;
                    case BudgetUse.Unknown(String reason) -> 0.9;
                    case BudgetUse.Known(BigDecimal part, String name) -> part.doubleValue();
                };
        if (input.critical() && cost > 100) {
            return ApprovalLevel.TWO_APPROVERS_ONE_ADMIN;
        }
        if (cost > 50 || confidence < 0.3 || used > 0.95 || input.destroysStateful()) {
            return ApprovalLevel.TWO_APPROVERS;
        }
        return cost >= 10 || confidence < 0.6 || used >= 0.85 ? ApprovalLevel.ONE_APPROVER : ApprovalLevel.AUTOMATIC;
    }

    private static BudgetUse use(@Nullable BigDecimal part) {
        return part == null ? new BudgetUse.None() : new BudgetUse.Known(part, "research");
    }

    @Property
    void moreCostNeverNeedsLess(
            @ForAll @BigRange(min = "0", max = "200") BigDecimal cost,
            @ForAll @BigRange(min = "0", max = "100") BigDecimal more,
            @ForAll boolean critical) {
        var cheaper = ApprovalTable.judge(
                new Input(BigDecimal.ZERO, cost, BigDecimal.ONE, use(null), false, false, critical, false));
        var dearer = ApprovalTable.judge(
                new Input(BigDecimal.ZERO, cost.add(more), BigDecimal.ONE, use(null), false, false, critical, false));

        assertThat(dearer.level()).isGreaterThanOrEqualTo(cheaper.level());
    }
}
