package io.swen.cli.demo;

import io.swen.cli.console.Json;
import io.swen.cli.process.Http;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** What really runs in the simulated clouds, asked of the simulator itself and not of the services that started it. */
final class SimulatedFleet {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Set<String> WORKING = Set.of("pending", "running");
    private static final Set<String> GONE = Set.of("gone", "shutting_down", "terminated");

    private final URI address;

    SimulatedFleet(String simulatorUrl) {
        this.address = URI.create(simulatorUrl + "/simulator/instances");
    }

    /** The fleet now; empty while the simulator does not answer. */
    Optional<Census> count() throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address).timeout(LIMIT).build();
        try {
            HttpResponse<String> response = Http.client().send(request, HttpResponse.BodyHandlers.ofString());
            return response.statusCode() == 200
                    ? Optional.of(Census.of(Json.parse(response.body())))
                    : Optional.empty();
        } catch (IOException | JacksonException restarting) {
            return Optional.empty();
        }
    }

    /**
     * Instances by workload.
     *
     * @param working how many are starting or running
     * @param present workloads that still have an instance of any kind, a stopped one included
     */
    record Census(Map<String, Integer> working, Set<String> present) {
        Census {
            working = Map.copyOf(working);
            present = Set.copyOf(present);
        }

        static Census of(JsonNode answer) {
            Map<String, Integer> working = new HashMap<>();
            Set<String> present = new HashSet<>();
            for (JsonNode instance : answer.path("items")) {
                String workload = instance.path("tags").path("swen:workload").asString("");
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
}
