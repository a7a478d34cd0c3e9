package io.swen.gitops.approval;

import java.math.BigDecimal;

/** How much of a budget is spent with a change. */
public sealed interface BudgetUse {

    /** No budget covers the change. */
    record None() implements BudgetUse {}

    /**
     * The budget that is used most.
     *
     * @param part 1 is all of it
     */
    record Known(BigDecimal part, String budget) implements BudgetUse {}

    /** It cannot be said at the moment. */
    record Unknown(String reason) implements BudgetUse {}
}
