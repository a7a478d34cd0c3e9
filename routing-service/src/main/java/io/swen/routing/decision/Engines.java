package io.swen.routing.decision;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.swen.routing.placement.PlacementEngine;
import io.swen.routing.placement.PlacementPolicy;
import java.util.Optional;
import java.util.Set;

/**
 * The versions of the rules of scoring that are at hand. A change that may give another outcome for the same inputs raises {@link
 * DecisionInputs#ENGINE}; rules that stay here under their number keep their decisions replayable.
 */
final class Engines {

    private static final Set<Integer> PRESENT = Set.of(DecisionInputs.ENGINE);
    private static final int MOST_POLICIES = 32;
    private static final Cache<PlacementPolicy, PlacementEngine> ENGINES =
            Caffeine.newBuilder().maximumSize(MOST_POLICIES).build();

    private Engines() {}

    /** The rules of a version with the numbers of a policy; empty where this version of the service does not have them. */
    static Optional<PlacementEngine> of(int version, PlacementPolicy policy) {
        return PRESENT.contains(version) ? Optional.of(ENGINES.get(policy, PlacementEngine::new)) : Optional.empty();
    }

    static String present() {
        return PRESENT.stream()
                .sorted()
                .map(String::valueOf)
                .reduce((a, b) -> a + ", " + b)
                .orElse("none");
    }
}
