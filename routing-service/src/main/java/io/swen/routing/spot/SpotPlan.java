package io.swen.routing.spot;

import io.swagger.v3.oas.annotations.media.Schema;
import io.swen.platform.money.Money;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the policy for work with a deadline says of a workload now, and why.
 *
 * @param applies whether the policy has a say: only for interruptible batch work with a deadline and an estimated duration
 * @param advice null where the policy has no say
 * @param reason for a person
 * @param hoursLeft until the deadline
 * @param workLeftHours running time that is still needed
 * @param slackHours what is left of the time after the work, a restart, and the time that a change takes; below zero where the
 *     deadline cannot be promised any more
 * @param forced whether the deadline leaves no other choice
 * @param running how what runs was bought; null where nothing runs
 * @param options what each choice is expected to cost from now on
 * @param forecastId the forecast of interruptions that it was made from
 */
@Schema(name = "SpotPlan")
record SpotPlan(
        String workloadId,
        boolean applies,
        @Nullable Purchase advice,
        String reason,
        @Nullable Instant deadline,
        @Nullable Double hoursLeft,
        @Nullable Double workLeftHours,
        @Nullable Double slackHours,
        boolean forced,
        @Nullable Purchase running,
        List<Option> options,
        @Nullable String forecastId,
        Instant asOf) {

    SpotPlan {
        options = List.copyOf(options);
    }

    /** What may be advised. */
    @Schema(name = "SpotPurchase")
    enum Purchase {
        SPOT,
        ON_DEMAND,
        WAIT
    }

    /**
     * A choice.
     *
     * @param offerId null for waiting, and where the capacity is not to be had now
     * @param hourlyCost of all replicas
     * @param expectedCost of all that is left, with this choice now and the best ones later; null where it is no choice
     */
    @Schema(name = "SpotOption")
    record Option(
            Purchase choice,
            @Nullable String offerId,
            @Nullable Money hourlyCost,
            @Nullable Money expectedCost) {}

    static SpotPlan none(String workloadId, String reason, Instant asOf) {
        return new SpotPlan(
                workloadId, false, null, reason, null, null, null, null, false, null, List.of(), null, asOf);
    }

    /** The offer that the advice is to go to. */
    @Nullable
    String offerId() {
        return options.stream()
                .filter(option -> option.choice() == advice)
                .map(Option::offerId)
                .filter(java.util.Objects::nonNull)
                .findFirst()
                .orElse(null);
    }
}
