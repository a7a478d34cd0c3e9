package io.swen.routing.decision;

import io.swen.routing.decision.Counterfactual.Direction;
import io.swen.routing.placement.Knowledge;
import io.swen.routing.placement.PlacementEngine;
import io.swen.routing.placement.PlacementRequest;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One input of a decision that is varied in whole steps.
 *
 * @param step what one step is; null for points in time, whose step is a second
 * @param from its value in steps
 * @param to the last value that is looked at, in steps
 * @param firstStep how many steps the first look goes
 * @param subject how it is called in a sentence
 * @param unset what is said instead of the current value where none is set
 * @param at what is decided from with the input at a value
 */
record Input(
        String name,
        @Nullable String offerId,
        String unit,
        @Nullable BigDecimal step,
        long from,
        long to,
        long firstStep,
        String subject,
        @Nullable String unset,
        At at) {

    /** All that a decision is made from. */
    record Setting(PlacementEngine engine, Knowledge knowledge, PlacementRequest request) {}

    /** Changes a setting. */
    @FunctionalInterface
    interface At {
        Setting apply(Setting setting, long value);
    }

    Direction direction() {
        return to >= from ? Direction.UP : Direction.DOWN;
    }

    int sign() {
        return direction() == Direction.UP ? 1 : -1;
    }

    /** The current value as it is shown. */
    String current() {
        return unset == null ? text(from) : unset;
    }

    /** A value as it is shown. */
    String text(long value) {
        if (step == null) {
            return Instant.ofEpochSecond(value).toString();
        }
        BigDecimal exact = step.multiply(BigDecimal.valueOf(value)).stripTrailingZeros();
        return (exact.scale() < 0 ? exact.setScale(0) : exact).toPlainString();
    }

    /** The value that is shown as a text. */
    long parse(String text) {
        return step == null
                ? Instant.parse(text).getEpochSecond()
                : new BigDecimal(text).divide(step, 0, RoundingMode.UNNECESSARY).longValueExact();
    }

    /** How far a value is from the current one; null where that cannot be said in percent. */
    @Nullable
    BigDecimal percent(long value) {
        if (step == null || from == 0) {
            return null;
        }
        return BigDecimal.valueOf(value)
                .subtract(BigDecimal.valueOf(from))
                .multiply(BigDecimal.valueOf(100))
                .divide(BigDecimal.valueOf(from), new MathContext(6));
    }
}
