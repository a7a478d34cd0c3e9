package io.swen.telemetry.anomaly;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Which pattern an anomaly has. */
public enum AnomalyKind {
    /** The value is unlike those that went with its recent level. */
    SPIKE,
    /** The level itself, a smoothed value, is one that was not seen before; or a spike did not go away. */
    LEVEL_SHIFT,
    /** The value does not change any more, although it used to. */
    FLAT_LINE,
    /** The next sample is overdue. */
    MISSING_DATA,
    /** The mean of an hour is unlike that of the same hour on earlier days. */
    SEASONAL;

    /** The name in the API and the database. */
    @JsonValue
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
