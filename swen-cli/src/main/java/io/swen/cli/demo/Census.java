package io.swen.cli.demo;

import io.swen.cli.console.Json;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * Instances by workload.
 *
 * @param working how many are starting or running
 * @param present workloads that still have an instance of any kind, a stopped one included
 */
record Census(Map<String, Integer> working, Set<String> present) {
    private static final Set<String> WORKING = Set.of("pending", "running");
    private static final Set<String> GONE = Set.of("gone", "shutting_down", "terminated");

    Census {
        working = Map.copyOf(working);
        present = Set.copyOf(present);
    }

    /** Counts what has a {@code state}. */
    static Census of(Iterable<JsonNode> instances, Function<JsonNode, String> workloadOf) {
        Map<String, Integer> working = new HashMap<>();
        Set<String> present = new HashSet<>();
        for (JsonNode instance : instances) {
            String workload = workloadOf.apply(instance);
            String state = Json.text(instance, "state", "");
            if (workload.isEmpty() || GONE.contains(state)) {
                continue;
            }
            present.add(workload);
            if (WORKING.contains(state)) {
                working.merge(workload, 1, Integer::sum);
            }
        }
        return new Census(working, present);
    }
}
