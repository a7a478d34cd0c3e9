package io.swen.routing.rebalance;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When a move is worth it, under {@code swen.routing.rebalance}; times are domain time where nothing else is said.
 *
 * @param margin the least part of the cost of staying that a move saves after disruption
 * @param horizon over which a service's savings are counted; a batch counts until its end, if that is sooner
 * @param confirm how long a saving has to hold
 * @param minimumStay how long a workload stays after a move
 * @param noReturn how long a place that was left is not gone back to, and how long a workload rests after a return
 * @param movesPerDay of one workload
 * @param movesPerHour of all workloads together
 * @param allowance how many hours of the cost at home all moves of a workload may have lost together, at worst
 * @param longestLook the time between two looks that the reserve for the way back is reckoned with, at least
 * @param mostLooked how many workloads one round looks at
 * @param poll wall time between two rounds when no price changes
 */
@ConfigurationProperties("swen.routing.rebalance")
record RebalanceProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("0.2") double margin,
        @DefaultValue("PT24H") Duration horizon,
        @DefaultValue("PT10M") Duration confirm,
        @DefaultValue("PT1H") Duration minimumStay,
        @DefaultValue("PT24H") Duration noReturn,
        @DefaultValue("4") int movesPerDay,
        @DefaultValue("20") int movesPerHour,
        @DefaultValue("PT3H") Duration allowance,
        @DefaultValue("PT10M") Duration longestLook,
        @DefaultValue("5000") int mostLooked,
        @DefaultValue("30s") Duration poll) {

    RebalanceProperties {
        if (!(margin >= 0 && margin < 1)) {
            throw new IllegalArgumentException("swen.routing.rebalance.margin must be 0 to below 1: " + margin);
        }
        if (horizon.isNegative()
                || horizon.isZero()
                || confirm.isNegative()
                || minimumStay.isNegative()
                || noReturn.compareTo(minimumStay) < 0
                || allowance.isNegative()
                || longestLook.isNegative()
                || poll.toMillis() < 1) {
            throw new IllegalArgumentException("swen.routing.rebalance: horizon and poll must be above zero, confirm,"
                    + " minimum-stay, allowance and longest-look not below, no-return not below minimum-stay");
        }
        if (movesPerDay < 2 || movesPerHour < 1 || mostLooked < 1) {
            throw new IllegalArgumentException(
                    "swen.routing.rebalance: moves-per-day must be at least 2 (a move, and the"
                            + " way back), moves-per-hour and most-looked at least 1");
        }
    }

    MovePolicy.Terms terms() {
        return new MovePolicy.Terms(margin, confirm, minimumStay, noReturn, movesPerDay, allowance, longestLook);
    }
}
