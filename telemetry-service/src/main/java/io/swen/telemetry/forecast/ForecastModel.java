package io.swen.telemetry.forecast;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The models that a forecast is chosen from. */
public enum ForecastModel {
    /** The value of one season before; the baseline. */
    SEASONAL_NAIVE,
    /** Damped trend and additive season (Holt and Winters). */
    EXPONENTIAL_SMOOTHING,
    /** The optimised Theta model. */
    THETA,
    /** Trees boosted on past values and the calendar. */
    GRADIENT_BOOSTING,
    /** The median of all the others at each step. */
    COMBINATION;

    /** The name in JSON and in the database. */
    @JsonValue
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
