package io.swen.routing.optimisation;

import io.swen.platform.money.Money;
import io.swen.routing.optimisation.Recommendation.Evidence;
import io.swen.routing.optimisation.Recommendation.Kind;
import io.swen.routing.optimisation.Recommendation.Proposal;
import io.swen.routing.optimisation.Recommendation.Risk;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A recommendation before it is stored.
 *
 * @param subject the workload's id, or provider/region/instance: at most one recommendation of a kind is open for it
 */
public record Draft(
        Kind kind,
        String subject,
        @Nullable String workloadId,
        @Nullable String instanceId,
        @Nullable String team,
        @Nullable String environment,
        Money savingPerMonth,
        Money savingLow,
        Money savingHigh,
        Risk risk,
        String reason,
        List<Evidence> evidence,
        @Nullable Proposal proposal) {

    public Draft {
        evidence = List.copyOf(evidence);
        if (savingLow.amount().compareTo(savingPerMonth.amount()) > 0
                || savingPerMonth.amount().compareTo(savingHigh.amount()) > 0) {
            throw new IllegalArgumentException(
                    "a saving lies within its interval: " + savingLow + ", " + savingPerMonth + ", " + savingHigh);
        }
    }
}
