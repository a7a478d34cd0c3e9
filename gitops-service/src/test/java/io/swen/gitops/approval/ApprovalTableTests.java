package io.swen.gitops.approval;

import static org.assertj.core.api.Assertions.assertThat;

import io.swen.gitops.approval.ApprovalTable.Input;
import io.swen.gitops.change.ApprovalLevel;
import java.math.BigDecimal;
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
        var requirement =
                ApprovalTable.judge(new Input(before, after, confidence, budget, destroys, stateful, critical, false));

        assertThat(requirement.level()).isEqualTo(expected);
        assertThat(requirement.reasons()).isNotEmpty();
    }

    @Test
    void removesWhatHasEndedWithoutAskingAnybody() {
        var requirement = ApprovalTable.judge(
                new Input(new BigDecimal("400"), BigDecimal.ZERO, null, BigDecimal.ONE, true, true, true, true));

        assertThat(requirement.level()).isEqualTo(ApprovalLevel.AUTOMATIC);
    }

    @Property
    void moreCostNeverNeedsLess(
            @ForAll @BigRange(min = "0", max = "200") BigDecimal cost,
            @ForAll @BigRange(min = "0", max = "100") BigDecimal more,
            @ForAll boolean critical) {
        var cheaper = ApprovalTable.judge(
                new Input(BigDecimal.ZERO, cost, BigDecimal.ONE, null, false, false, critical, false));
        var dearer = ApprovalTable.judge(
                new Input(BigDecimal.ZERO, cost.add(more), BigDecimal.ONE, null, false, false, critical, false));

        assertThat(dearer.level()).isGreaterThanOrEqualTo(cheaper.level());
    }
}
