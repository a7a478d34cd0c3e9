package io.swen.telemetry.cost;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A time within one hour of the clock in which an instance ran at one price.
 *
 * @param hour the full hour it lies in
 * @param unitPrice USD per hour
 */
record MeteredSlice(Instant hour, Instant from, Instant to, BigDecimal unitPrice) {

    /** As fine as the database keeps costs: a trillionth of a dollar. */
    private static final int SCALE = 12;

    private static final BigDecimal SECONDS_IN_AN_HOUR = BigDecimal.valueOf(3600);

    MeteredSlice {
        if (from.isBefore(hour) || to.isBefore(from) || to.isAfter(hour.plus(1, ChronoUnit.HOURS))) {
            throw new IllegalArgumentException(from + " to " + to + " does not lie in the hour of " + hour);
        }
    }

    /** Its length with all its decimals. */
    BigDecimal seconds() {
        Duration length = Duration.between(from, to);
        return BigDecimal.valueOf(length.getSeconds()).add(BigDecimal.valueOf(length.getNano(), 9));
    }

    /** Price times time in USD. */
    BigDecimal cost() {
        return unitPrice.multiply(seconds()).divide(SECONDS_IN_AN_HOUR, SCALE, RoundingMode.HALF_EVEN);
    }
}
