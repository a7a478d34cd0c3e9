package io.swen.gitops.approval;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How approvals work.
 *
 * @param budgetTimeout of telemetry's answer; wall time
 * @param budgetsFresh how long what it answered is taken for the next change as well; wall time
 * @param budgetPatience how long a change waits for its answer before the budget counts as unknown; wall time
 */
@ConfigurationProperties("swen.gitops.approval")
public record ApprovalProperties(
        @DefaultValue("3s") Duration budgetTimeout,
        @DefaultValue("5s") Duration budgetsFresh,
        @DefaultValue("10s") Duration budgetPatience) {

    public ApprovalProperties {
        if (!budgetTimeout.isPositive() || budgetsFresh.isNegative() || budgetPatience.isNegative()) {
            throw new IllegalArgumentException(
                    "swen.gitops.approval: budget-timeout must be positive, budgets-fresh and"
                            + " budget-patience must not be negative");
        }
    }
}
