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
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The simulator's calls about scenarios and about its clock. */
public final class Scenarios {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private static final String SCENARIOS = "/scenarios";
    private static final String INSTANCES = "/instances";
    private static final String CLOCK = "/clock";

    private final String address;

    public Scenarios(String simulatorUrl) {
        this.address = simulatorUrl + "/simulator";
    }

    JsonNode list() throws InterruptedException {
        return send("GET", SCENARIOS, "").path("items");
    }

    /** The name of the scenario that runs. */
    public Optional<String> active() throws InterruptedException {
        for (JsonNode item : list()) {
            if (item.path("active").asBoolean()) {
                return Optional.of(Json.text(item, "name", ""));
            }
        }
        return Optional.empty();
    }

    public JsonNode start(String name, long seed) throws InterruptedException {
        return send("POST", SCENARIOS + "/" + name + "/start", "{\"seed\":" + seed + "}");
    }

    public JsonNode stop(String name) throws InterruptedException {
        return send("POST", SCENARIOS + "/" + name + "/stop", "");
    }

    public JsonNode truth(String name) throws InterruptedException {
        return send("GET", SCENARIOS + "/" + name + "/truth", "");
    }

    /** The time of the simulated clock. */
    public Instant time() throws InterruptedException {
        return Instant.parse(Json.text(send("GET", CLOCK, ""), "time", ""));
    }

    /** How much faster than the wall's the simulated clock runs. */
    public double speed() throws InterruptedException {
        return send("GET", CLOCK, "").path("speed").asDouble();
    }

    /** Lets the simulated clock run at another speed. */
    public void speed(double speed) throws InterruptedException {
        send("PUT", CLOCK, Json.write(Json.object().put("speed", speed)));
    }

    /** Starts spot instances that the platform does not know of, as of somebody else in the account. */
    public void crowd(String name, String region, String zone, String instanceType, int count)
            throws InterruptedException {
        send(
                "POST",
                "/instances",
                Json.write(Json.object()
                        .put("name", name)
                        .put("provider", "aws")
                        .put("region", region)
                        .put("zone", zone)
                        .put("instance_type", instanceType)
                        .put("count", count)));
    }

    /** Ends the instances of that name. */
    public void disperse(String name) throws InterruptedException {
        send("POST", "/instances/end", Json.write(Json.object().put("name", name)));
    }

    /** Takes back all spot instances of that name and of that team, now; their pools have no more for a while. Answers how many. */
    public int interrupt(String name, String team, Duration dry) throws InterruptedException {
        return send(
                        "POST",
                        "/interruptions",
                        Json.write(Json.object()
                                .put("name", name)
                                .put("team", team)
                                .put("dry", dry.toString())))
                .path("instances")
                .asInt();
    }

    /** Sends the simulated clock ahead. */
    public void advance(Duration by) throws InterruptedException {
        send("PUT", CLOCK, Json.write(Json.object().put("advance", by.toString())));
    }

    /** Replaces what goes wrong with the calls of the simulated clouds; an empty list leaves them alone. */
    public void faults(JsonNode faults) throws InterruptedException {
        send("PUT", "/faults", Json.write(faults));
    }

    /** How late, of the machine's time, the simulated clouds list new instances and show their tags. */
    public void consistency(Duration listed, Duration tagged) throws InterruptedException {
        send(
                "PUT",
                "/consistency",
                Json.write(Json.object()
                        .put("instances_listed_after_ms", listed.toMillis())
                        .put("tags_shown_after_ms", tagged.toMillis())));
    }

    /** Every instance that there ever was, as far back as the simulated bills go, in truth. */
    public JsonNode instancesEver() throws InterruptedException {
        return send("GET", "/instances?past=true", "").path("items");
    }

    /** The instances of a workload that run. */
    public List<JsonNode> running(String workload) throws InterruptedException {
        return send("GET", INSTANCES, "")
                .path("items")
                .valueStream()
                .filter(each ->
                        workload.equals(each.path("tags").path("swen:workload").asString(""))
                                && Set.of("pending", "running").contains(Json.text(each, "state", "")))
                .toList();
    }

    /** Changes an instance as somebody in the provider's console would. */
    public void alter(String instance, JsonNode alteration) throws InterruptedException {
        send("PUT", INSTANCES + "/" + instance, Json.write(alteration));
    }

    /** Starts another instance like it, with its tags. */
    public JsonNode copy(String instance) throws InterruptedException {
        return send("POST", INSTANCES + "/" + instance, "");
    }

    /** Ends an instance as somebody in the provider's console would. */
    public void end(String instance) throws InterruptedException {
        send("DELETE", INSTANCES + "/" + instance, "");
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
