package io.swen.routing.spot;

/** Chooses where one piece of work runs, tick by tick; an instance serves one run, because it learns from what it is shown. */
@FunctionalInterface
public interface DeadlinePolicy {

    SpotChoice choose(SpotStanding standing);
}
