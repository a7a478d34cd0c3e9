package io.swen.gitops.drift;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How often one workload may be healed: so many tries within a window, each after a pause that doubles, then a person has to look.
 *
 * @param tries within the window
 * @param window in which tries count
 * @param firstPause between the first try and the second
 */
record HealBudget(int tries, Duration window, Duration firstPause) {

    private static final int MOST_DOUBLINGS = 16;

    /** What may be done now. */
    sealed interface Answer {

        record Now() implements Answer {}

        record Later(Instant notBefore) implements Answer {}

        record Never(String why) implements Answer {}
    }

    HealBudget {
        if (tries < 1) {
            throw new IllegalArgumentException("tries is " + tries + ", allowed: 1 and more");
        }
    }

    /** @param before when the workload was healed before, in any order */
    Answer ask(List<Instant> before, Instant now) {
        List<Instant> counted = before.stream()
                .filter(at -> at.isAfter(now.minus(window)))
                .sorted()
                .toList();
        if (counted.size() >= tries) {
            return new Answer.Never(
                    "it was healed " + counted.size() + " times within " + window + " and is drifting again");
        }
        if (counted.isEmpty()) {
            return new Answer.Now();
        }
        Instant notBefore =
                counted.getLast().plus(firstPause.multipliedBy(1L << Math.min(MOST_DOUBLINGS, counted.size() - 1)));
        return now.isBefore(notBefore) ? new Answer.Later(notBefore) : new Answer.Now();
    }
}
