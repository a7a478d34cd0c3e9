package io.swen.gitops.approval;

import io.swen.gitops.change.ApprovalLevel;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which approval a change needs: the highest level that any row of the table gives. */
public final class ApprovalTable {

    private static final BigDecimal LOW_COST = new BigDecimal("10");
    private static final BigDecimal HIGH_COST = new BigDecimal("50");
    private static final BigDecimal CRITICAL_COST = new BigDecimal("100");
    private static final BigDecimal GOOD_CONFIDENCE = new BigDecimal("0.6");
    private static final BigDecimal POOR_CONFIDENCE = new BigDecimal("0.3");
    private static final BigDecimal TIGHT_BUDGET = new BigDecimal("0.85");
    private static final BigDecimal SPENT_BUDGET = new BigDecimal("0.95");

    private ApprovalTable() {}

    /**
     * What the table looks at.
     *
     * @param hourlyCostBefore in USD
     * @param hourlyCostAfter in USD
     * @param confidence 0 to 1, the lowest of the items; null where nothing is decided on, as in a teardown
     * @param budget how much of the budget is spent with the change
     * @param destroysSomething whether an instance is removed
     * @param destroysStateful whether something is removed whose data goes with it
     * @param critical whether a workload of critical priority is touched
     * @param onlyFinished whether it only tears down what has finished or was cancelled
     */
    public record Input(
            BigDecimal hourlyCostBefore,
            BigDecimal hourlyCostAfter,
            @Nullable BigDecimal confidence,
            BudgetUse budget,
            boolean destroysSomething,
            boolean destroysStateful,
            boolean critical,
            boolean onlyFinished) {}

    /** The level, and the rows that gave it in words. */
    public record Requirement(ApprovalLevel level, List<String> reasons) {

        public Requirement {
            reasons = List.copyOf(reasons);
        }
    }

    private record Row(ApprovalLevel level, String reason) {}

    public static Requirement judge(Input input) {
        if (input.onlyFinished()) {
            return new Requirement(ApprovalLevel.AUTOMATIC, List.of("only removes what has finished or was cancelled"));
        }
        List<Row> rows = new ArrayList<>();
        BigDecimal cost = counted(input);
        String shown = cost.toPlainString() + " USD an hour after the change";
        if (cost.compareTo(HIGH_COST) > 0) {
            rows.add(new Row(ApprovalLevel.TWO_APPROVERS, shown + " is above 50"));
        } else if (cost.compareTo(LOW_COST) >= 0) {
            rows.add(new Row(ApprovalLevel.ONE_APPROVER, shown + " is between 10 and 50"));
        }
        BigDecimal confidence = input.confidence();
        if (confidence != null && confidence.compareTo(POOR_CONFIDENCE) < 0) {
            rows.add(new Row(ApprovalLevel.TWO_APPROVERS, "confidence " + confidence + " is below 0.3"));
        } else if (confidence != null && confidence.compareTo(GOOD_CONFIDENCE) < 0) {
            rows.add(new Row(ApprovalLevel.ONE_APPROVER, "confidence " + confidence + " is between 0.3 and 0.6"));
        }
        // What makes things cheaper spends nothing of it.
        if (!isDecrease(input)) {
            budget(input.budget()).ifPresent(rows::add);
        }
        if (input.destroysStateful()) {
            rows.add(new Row(ApprovalLevel.TWO_APPROVERS, "something is destroyed whose data goes with it"));
        }
        if (input.critical() && cost.compareTo(CRITICAL_COST) > 0) {
            rows.add(
                    new Row(ApprovalLevel.TWO_APPROVERS_ONE_ADMIN, "critical priority and " + shown + " is above 100"));
        }
        ApprovalLevel level =
                rows.stream().map(Row::level).max(ApprovalLevel::compareTo).orElse(ApprovalLevel.AUTOMATIC);
        return new Requirement(
                level,
                rows.isEmpty()
                        ? List.of(shown + " is below 10 and nothing else stands against it")
                        : rows.stream()
                                .filter(row -> row.level() == level)
                                .map(Row::reason)
                                .toList());
    }

    private static Optional<Row> budget(BudgetUse use) {
        return switch (use) {
            case BudgetUse.None() -> Optional.empty();
            case BudgetUse.Unknown(String reason) ->
                Optional.of(
                        new Row(ApprovalLevel.ONE_APPROVER, "how much of the budget is left is not known: " + reason));
            case BudgetUse.Known(BigDecimal part, String name) -> {
                String shown = percent(part) + " of the budget " + name;
                if (part.compareTo(SPENT_BUDGET) > 0) {
                    yield Optional.of(new Row(ApprovalLevel.TWO_APPROVERS, shown + " is above 95 %"));
                }
                yield part.compareTo(TIGHT_BUDGET) >= 0
                        ? Optional.of(new Row(ApprovalLevel.ONE_APPROVER, shown + " is between 85 and 95 %"))
                        : Optional.empty();
            }
        };
    }

    private static boolean isDecrease(Input input) {
        return input.hourlyCostAfter().compareTo(input.hourlyCostBefore()) < 0;
    }

    private static BigDecimal counted(Input input) {
        return isDecrease(input) && !input.destroysSomething() ? BigDecimal.ZERO : input.hourlyCostAfter();
    }

    private static String percent(BigDecimal ratio) {
        return ratio.movePointRight(2).stripTrailingZeros().toPlainString() + " %";
    }
}
