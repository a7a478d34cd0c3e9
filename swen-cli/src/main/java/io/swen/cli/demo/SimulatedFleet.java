package io.swen.cli.demo;

import io.swen.cli.console.Json;
import io.swen.cli.process.Http;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** What really runs in the simulated clouds, asked of the simulator itself and not of the services that started it. */
final class SimulatedFleet implements Fleet {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final URI address;

    SimulatedFleet(String simulatorUrl) {
        this.address = URI.create(simulatorUrl + "/simulator/instances");
    }

    @Override
    public Optional<Census> count(Collection<String> workloads) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address).timeout(LIMIT).build();
        try {
            HttpResponse<String> response = Http.client().send(request, HttpResponse.BodyHandlers.ofString());
            return response.statusCode() == 200
                    ? Optional.of(Census.of(Json.parse(response.body()).path("items"), SimulatedFleet::workloadOf))
                    : Optional.empty();
        } catch (IOException | JacksonException restarting) {
            return Optional.empty();
        }
    }

    private static String workloadOf(JsonNode instance) {
        return instance.path("tags").path("swen:workload").asString("");
    }
}
