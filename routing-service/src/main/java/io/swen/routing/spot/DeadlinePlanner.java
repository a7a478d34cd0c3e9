package io.swen.routing.spot;

import java.util.List;

/** Makes policies for one set of terms from one experience; what is dear to work out is worked out once and shared. */
public final class DeadlinePlanner {

    /** Steps of work a tick; four instead were worth less than 0.1 points of the benchmark, and cost twice. */
    private static final int GRID = 2;

    private final SpotTerms terms;
    private final List<WaitingValues> guesses;

    public DeadlinePlanner(SpotTerms terms, SpotExperience experience) {
        if (!terms.feasible()) {
            throw new IllegalArgumentException(
                    "work of " + terms.workSeconds() + " s does not fit before its deadline in "
                            + terms.deadlineSeconds() + " s, even on on-demand capacity");
        }
        this.terms = terms;
        this.guesses = experience.guesses().parallelStream()
                .map(hazards -> new WaitingValues(terms, hazards, GRID, true))
                .toList();
    }

    /** A policy for one run. */
    public DeadlinePolicy policy() {
        return learning();
    }

    LearningPolicy learning() {
        return new LearningPolicy(terms, guesses);
    }
}
