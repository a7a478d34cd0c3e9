package io.swen.routing.spot;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What was learned from traces of other zones: the curve of all together, and a guess a zone of what this one could be like. */
public final class SpotExperience {

    private static final double SMOOTHING = 5;
    private static final double POOL_WEIGHT = 20;

    private final RunHazards pooled;
    private final List<RunHazards> guesses;

    private SpotExperience(RunHazards pooled, List<RunHazards> guesses) {
        this.pooled = pooled;
        this.guesses = List.copyOf(guesses);
    }

    /** From traces, none of which may be the one that is to be decided on. */
    public static SpotExperience of(Collection<SpotTrace> traces) {
        if (traces.isEmpty()) {
            throw new IllegalArgumentException("nothing can be learned from no traces");
        }
        List<RunHazards.Counts> counts =
                traces.stream().map(RunHazards.Counts::of).toList();
        RunHazards pooled = RunHazards.pooled(counts, SMOOTHING);
        List<RunHazards> guesses = new ArrayList<>();
        guesses.add(pooled);
        counts.forEach(own -> guesses.add(RunHazards.shrunk(own, pooled, POOL_WEIGHT)));
        return new SpotExperience(pooled, guesses);
    }

    /** The same, but without guesses beside the pooled curve: an eighth of the work. */
    public SpotExperience pooledOnly() {
        return new SpotExperience(pooled, List.of(pooled));
    }

    RunHazards pooled() {
        return pooled;
    }

    /** The pooled curve first. */
    List<RunHazards> guesses() {
        return guesses;
    }
}
