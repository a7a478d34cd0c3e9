package io.swen.telemetry.alert;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What an evaluation of a rule found.
 *
 * @param active everything that is wrong
 * @param isUnknown whether nothing can be said about a thing with these labels
 * @param series how many series or things were looked at
 * @param truncated whether there are more than were looked at
 */
record Findings(List<Reading> active, Predicate<Map<String, String>> isUnknown, int series, boolean truncated) {

    Findings {
        active = List.copyOf(active);
    }

    static Findings of(List<Reading> active, int series) {
        return new Findings(active, labels -> false, series, false);
    }

    /** Nothing can be said about anything. */
    static Findings nothingKnown() {
        return new Findings(List.of(), labels -> true, 0, false);
    }
}
