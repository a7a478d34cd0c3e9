package io.swen.routing.outcome;

/** Tells those who learn from outcomes that there are new ones. */
public interface OutcomeArrivals {

    /** Calls back, from a background thread of this instance, after new outcomes were recorded by it. */
    void onOutcome(Runnable listener);
}
