package io.swen.routing.spot;

/** What to do in the next tick. */
public sealed interface SpotChoice {

    SpotChoice WAIT = new Wait();
    SpotChoice ON_DEMAND = new OnDemand();
    SpotChoice SPOT = new Spot(0);

    /** Run nothing. */
    record Wait() implements SpotChoice {}

    /** Run on spot capacity of a zone, counted from 0. */
    record Spot(int zone) implements SpotChoice {}

    /** Run on on-demand capacity. */
    record OnDemand() implements SpotChoice {}

    /** Spot capacity of a zone. */
    static SpotChoice spot(int zone) {
        return zone == 0 ? SPOT : new Spot(zone);
    }
}
