package io.swen.routing.decision;

import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The smallest change of one input that flips the choice.
 *
 * @param input what is changed, such as {@code price} or {@code cost_sensitivity}
 * @param offerId whose price or rate it is; null for what belongs to the workload or the policy
 * @param unit of the values
 * @param current the input as it was
 * @param flipsAt the nearest value at which another offer is chosen; null where none within bounds does it
 * @param step of the values: one step nearer, the choice stays as it was
 * @param bound how far was looked
 * @param changePercent of the current value; null where that is zero or the values are points in time
 * @param becomes what is chosen then; null where nothing fits any more
 * @param explanation in words
 */
@Schema(name = "Counterfactual")
record Counterfactual(
        String input,
        @Nullable String offerId,
        Direction direction,
        String unit,
        String current,
        @Nullable String flipsAt,
        String step,
        String bound,
        @Nullable BigDecimal changePercent,
        @Nullable String becomes,
        String explanation) {

    @Schema(name = "CounterfactualDirection")
    enum Direction {
        UP,
        DOWN
    }

    boolean flips() {
        return flipsAt != null;
    }
}
