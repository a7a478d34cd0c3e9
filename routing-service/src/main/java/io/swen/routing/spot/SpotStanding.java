package io.swen.routing.spot;

import java.util.BitSet;

/**
 * All that may be known at the beginning of a tick; nothing in it tells of the future.
 *
 * @param elapsedSeconds since the start
 * @param doneSeconds of the work
 * @param warmupSeconds that what runs still needs before it makes progress
 * @param running what runs now; a wait where what ran was just taken back
 * @param available the zones that have spot capacity now
 */
public record SpotStanding(
        SpotTerms terms,
        double elapsedSeconds,
        double doneSeconds,
        double warmupSeconds,
        SpotChoice running,
        BitSet available) {

    public SpotStanding {
        available = (BitSet) available.clone();
    }

    @Override
    public BitSet available() {
        return (BitSet) available.clone();
    }

    boolean available(int zone) {
        return available.get(zone);
    }

    boolean anyAvailable() {
        return !available.isEmpty();
    }

    /** The zone of the lowest number with spot capacity; -1 where none has any. */
    int firstAvailable() {
        return available.nextSetBit(0);
    }

    double leftSeconds() {
        return terms.workSeconds() - doneSeconds;
    }

    /** Whole ticks until the deadline, in seconds. */
    double ticksLeftSeconds() {
        double tick = terms.tickSeconds();
        return Math.floor((terms.deadlineSeconds() - elapsedSeconds) / tick) * tick;
    }

    /** What the rest of the work takes with so many start-up delays, in whole ticks, in seconds. */
    double neededSeconds(int delays) {
        double tick = terms.tickSeconds();
        return Math.ceil((leftSeconds() + delays * terms.delaySeconds()) / tick) * tick;
    }

    /** Runs on spot capacity and makes progress. */
    boolean warmOnSpot() {
        return running instanceof SpotChoice.Spot && warmupSeconds < DeadlineGuard.NOTHING;
    }
}
