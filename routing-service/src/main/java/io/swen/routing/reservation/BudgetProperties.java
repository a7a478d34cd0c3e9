package io.swen.routing.reservation;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How telemetry-service's budgets hold for decisions, under {@code swen.routing.budgets}.
 *
 * @param enabled false where budgets only inform and never keep a workload from its place
 * @param poll wall time between two readings
 * @param timeout of one call
 * @param lag domain time that costs may take until they are part of what telemetry-service says is spent
 */
@ConfigurationProperties("swen.routing.budgets")
record BudgetProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("15s") Duration poll,
        @DefaultValue("5s") Duration timeout,
        @DefaultValue("15m") Duration lag) {

    BudgetProperties {
        if (poll.toMillis() < 100 || timeout.toMillis() < 100 || lag.isNegative() || lag.toDays() > 31) {
            throw new IllegalArgumentException(
                    "swen.routing.budgets: poll and timeout must be at least 100ms and lag 0 to" + " 31d, not " + poll
                            + ", " + timeout + ", " + lag);
        }
    }
}
