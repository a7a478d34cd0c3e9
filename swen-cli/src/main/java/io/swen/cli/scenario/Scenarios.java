package io.swen.cli.scenario;

import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import io.swen.cli.process.Http;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The simulator's calls about scenarios. */
final class Scenarios {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final String address;

    Scenarios(String simulatorUrl) {
        this.address = simulatorUrl + "/simulator/scenarios";
    }

    JsonNode list() throws InterruptedException {
        return send("GET", "", "").path("items");
    }

    /** The name of the scenario that runs. */
    Optional<String> active() throws InterruptedException {
        for (JsonNode item : list()) {
            if (item.path("active").asBoolean()) {
                return Optional.of(Json.text(item, "name", ""));
            }
        }
        return Optional.empty();
    }

    JsonNode start(String name, long seed) throws InterruptedException {
        return send("POST", "/" + name + "/start", "{\"seed\":" + seed + "}");
    }

    JsonNode stop(String name) throws InterruptedException {
        return send("POST", "/" + name + "/stop", "");
    }

    JsonNode truth(String name) throws InterruptedException {
        return send("GET", "/" + name + "/truth", "");
    }

    private JsonNode send(String method, String path, String body) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + path))
                .timeout(LIMIT)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer;
        try {
            answer = Http.client().send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException notThere) {
            throw new CliException(
                    ExitCode.UNREACHABLE,
                    "the simulated clouds do not answer",
                    "Start the platform with ./swen up; scenarios need the simulator.",
                    notThere);
        }
        if (answer.statusCode() == 200) {
            return Json.parse(answer.body());
        }
        String detail = Json.text(Json.parse(answer.body()), "detail", "the simulator answered " + answer.statusCode());
        throw new CliException(
                switch (answer.statusCode()) {
                    case 404 -> ExitCode.NOT_FOUND;
                    case 409 -> ExitCode.CONFLICT;
                    default -> ExitCode.FAILED;
                },
                detail);
    }
}
